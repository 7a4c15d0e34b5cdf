using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Verdict.SparkNlp.Archives.Protobuf;

/// <summary>Writes the fields of one protocol buffer message into memory.</summary>
internal sealed class ProtoWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>A whole number as varint.</summary>
    public ProtoWriter Number(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
        return this;
    }

    /// <summary>A float as fixed32.</summary>
    public ProtoWriter Single(int field, float value)
    {
        Varint(((ulong)field << 3) | 5);
        BinaryPrimitives.WriteSingleLittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
        return this;
    }

    /// <summary>A text.</summary>
    public ProtoWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>Bytes.</summary>
    public ProtoWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        Head(field, value.Length);
        _bytes.Write(value);
        return this;
    }

    /// <summary>A message.</summary>
    public ProtoWriter Message(int field, ProtoWriter value) => Bytes(field, value.Written);

    /// <summary>The head of a length-delimited field whose bytes follow elsewhere.</summary>
    public ProtoWriter Head(int field, long length)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)length);
        return this;
    }

    /// <summary>Fields that another writer wrote.</summary>
    public ProtoWriter Raw(ReadOnlySpan<byte> fields)
    {
        _bytes.Write(fields);
        return this;
    }

    private void Varint(ulong value)
    {
        Span<byte> into = _bytes.GetSpan(10);
        int count = 0;
        while (value >= 0x80)
        {
            into[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        into[count++] = (byte)value;
        _bytes.Advance(count);
    }
}
