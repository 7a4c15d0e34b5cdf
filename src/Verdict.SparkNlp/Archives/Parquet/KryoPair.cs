using System.Buffers.Binary;
using System.Text;

namespace Verdict.SparkNlp.Archives.Parquet;

/// <summary>
/// Reads one <c>scala.Tuple2</c> of a text and a whole number or a text as Kryo 4 writes it with Spark's registrations:
/// class number, mark of a new object, and twice: class number (2 int, 3 String), mark, value.
/// </summary>
internal ref struct KryoPair(string path, string place, ReadOnlySpan<byte> bytes)
{
    private const int IntClass = 2;
    private const int StringClass = 3;
    private const uint New = 1;

    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Reads the pair; the value is an <see cref="int"/> or a <see cref="string"/>.</summary>
    public (string Key, object Value) Read()
    {
        // The tuple's class has a number that depends on Spark's version; 0 is null and 1 a class by name.
        if (Varint() < 2 || Varint() != New || Varint() != StringClass || Varint() != New)
            throw Fault("a pair that begins with a text is expected");
        string key = Text();
        object value = Varint() switch
        {
            IntClass => Integer(),
            StringClass => Varint() switch
            {
                New => Text(),
                // Objects are numbered: 0 the pair, 1 the key; a reference is the number plus two.
                3 => key,
                _ => throw Fault("a text refers to no text"),
            },
            _ => throw Fault("a whole number or a text is expected"),
        };
        return _position == _bytes.Length ? (key, value) : throw Fault("bytes follow the pair");
    }

    /// <summary>
    /// Four little-endian bytes, as Spark 3's default <c>spark.kryo.unsafe</c> writes, or a zigzag number of as many bytes as it needs. An id never needs four.
    /// </summary>
    private int Integer()
    {
        if (_bytes.Length - _position == 4)
        {
            _position += 4;
            return BinaryPrimitives.ReadInt32LittleEndian(_bytes[^4..]);
        }

        uint number = Varint();
        return (int)(number >> 1) ^ -(int)(number & 1);
    }

    private byte Next() => _position < _bytes.Length ? _bytes[_position++] : throw Fault("the value is cut");

    private uint Varint()
    {
        uint value = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte b = Next();
            value |= (uint)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw Fault("a number has more than five bytes");
    }

    /// <summary>Short ASCII texts end in a byte with its highest bit set; others have their length plus one before them, that bit set in its first byte.</summary>
    private string Text()
    {
        byte first = Next();
        if (first < 0x80)
        {
            int start = _position - 1;
            while (Next() < 0x80)
            {
            }

            byte[] ascii = _bytes[start.._position].ToArray();
            ascii[^1] &= 0x7F;
            return Encoding.ASCII.GetString(ascii);
        }

        int count = first & 0x3F;
        for (int shift = 6; (shift == 6 ? first & 0x40 : first & 0x80) != 0; shift += 7)
        {
            if (shift > 27)
                throw Fault("a text's length has more than five bytes");
            first = Next();
            count |= (first & 0x7F) << shift;
        }

        if (count < 1 || count - 1 > _bytes.Length - _position)
            throw Fault("a text is null or longer than its value");
        return Characters(count - 1);
    }

    private string Characters(int count)
    {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++)
        {
            int b = Next();
            text.Append((char)((b >> 4) switch
            {
                < 8 => b,
                12 or 13 => ((b & 0x1F) << 6) | (Next() & 0x3F),
                14 => ((b & 0x0F) << 12) | ((Next() & 0x3F) << 6) | (Next() & 0x3F),
                _ => throw Fault("a text is no UTF-8"),
            }));
        }

        return text.ToString();
    }

    private readonly VerdictFormatException Fault(string what) => new(path, $"{place}, byte {_position}", $"is no pair as Kryo writes it: {what}. Save the model with spark.jsl.settings.annotatorSerializationFormat = object.");
}
