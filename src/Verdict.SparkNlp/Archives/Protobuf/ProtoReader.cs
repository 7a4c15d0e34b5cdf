using System.Buffers.Binary;
using System.Text;

namespace Verdict.SparkNlp.Archives.Protobuf;

/// <summary>
/// Walks the fields of one protocol buffer message (protobuf.dev/programming-guides/encoding) without knowing its type.
/// Every length is checked against the bytes that are left.
/// </summary>
/// <param name="path">The file, for errors.</param>
/// <param name="message">The message's bytes.</param>
internal struct ProtoReader(string path, ReadOnlyMemory<byte> message)
{
    /// <summary>A list of whole numbers, such as a shape, takes eight times the room that it has in the file.</summary>
    private const int MostNumbers = 1_000_000;

    private int _position;

    /// <summary>The number of the field that <see cref="Next"/> found.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a varint or a fixed number; the length of a delimited field.</summary>
    public ulong Number { get; private set; }

    /// <summary>The bytes of a length-delimited field; else empty.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Whether the field is length-delimited.</summary>
    public bool IsDelimited { get; private set; }

    /// <summary>The field's text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The varint as a signed number.</summary>
    public readonly long Signed => (long)Number;

    /// <summary>The fixed32 as a float.</summary>
    public readonly float Single => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Goes to the next field.</summary>
    /// <exception cref="VerdictFormatException">The message is cut or no message.</exception>
    public bool Next()
    {
        if (_position == message.Length)
            return false;
        ulong tag = Varint();
        Field = tag >> 3 is > 0 and <= 536_870_911 ? (int)(tag >> 3) : throw Fault($"there is no field {tag >> 3}");
        Bytes = default;
        IsDelimited = false;
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8).Span);
                break;
            case 2:
                Number = Varint();
                IsDelimited = true;
                Bytes = Take(Number);
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);
                break;
            default:
                throw Fault($"field {Field} is of wire type {tag & 7}");
        }

        return true;
    }

    /// <summary>Adds a repeated whole number, packed or not.</summary>
    public readonly void AddNumbers(List<long> into)
    {
        var packed = new ProtoReader(path, Bytes);
        while (packed._position < Bytes.Length)
        {
            Add((long)packed.Varint(), this);
        }

        if (!IsDelimited)
            Add(Signed, this);

        void Add(long number, ProtoReader self)
        {
            if (into.Count >= MostNumbers)
                throw self.Fault($"field {self.Field} holds more than {MostNumbers:N0} numbers");
            into.Add(number);
        }
    }

    private ulong Varint()
    {
        ReadOnlySpan<byte> bytes = message.Span;
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            if (_position >= bytes.Length)
                throw Fault("a number is cut");
            byte b = bytes[_position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw Fault("a number has more than ten bytes");
    }

    private ReadOnlyMemory<byte> Take(ulong count)
    {
        if (count > (ulong)(message.Length - _position))
            throw Fault($"field {Field} has {count:N0} bytes, but {message.Length - _position:N0} are left");
        _position += (int)count;
        return message.Slice(_position - (int)count, (int)count);
    }

    private readonly VerdictFormatException Fault(string what) => new(path, $"byte {_position} of a message", $"is no protocol buffer: {what}. The file is damaged.");
}
