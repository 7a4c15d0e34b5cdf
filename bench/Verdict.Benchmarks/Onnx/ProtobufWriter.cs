using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Verdict.Benchmarks.Onnx;

/// <summary>The four shapes of protobuf's wire format that ONNX needs (https://protobuf.dev/programming-guides/encoding).</summary>
internal sealed class ProtobufWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Varint(int field, long value)
    {
        Raw(((ulong)field << 3) | 0);
        Raw((ulong)value);
    }

    public void Float(int field, float value)
    {
        Raw(((ulong)field << 3) | 5);
        _bytes.Write(BitConverter.GetBytes(value));
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Raw(((ulong)field << 3) | 2);
        Raw((ulong)value.Length);
        _bytes.Write(value);
    }

    public void Floats(int field, ReadOnlySpan<float> values) => Bytes(field, MemoryMarshal.AsBytes(values));

    public void Message(int field, Action<ProtobufWriter> fill)
    {
        var inner = new ProtobufWriter();
        fill(inner);
        Bytes(field, inner._bytes.WrittenSpan);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    private void Raw(ulong value)
    {
        Span<byte> digits = stackalloc byte[10];
        int count = 0;
        for (; value > 0x7F; value >>= 7)
            digits[count++] = (byte)(value | 0x80);
        digits[count++] = (byte)value;
        _bytes.Write(digits[..count]);
    }
}
