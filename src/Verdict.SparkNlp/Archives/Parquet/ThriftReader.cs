using System.Buffers.Binary;

namespace Verdict.SparkNlp.Archives.Parquet;

/// <summary>
/// Reads one struct of Thrift's compact protocol (thrift/doc/specs/thrift-compact-protocol.md) into a tree: a struct is a dictionary by field number, a list
/// a list, a whole number a <see cref="long"/>, a text or bytes a piece of memory. Depth and number of values are bounded.
/// </summary>
internal sealed class ThriftReader(string path, ReadOnlyMemory<byte> bytes, int position)
{
    private const int MostDepth = 12;
    private const int MostValues = 50_000;

    private int _values;

    /// <summary>Where the reader stands.</summary>
    public int Position { get; private set; } = position;

    /// <summary>Reads a struct.</summary>
    public Dictionary<int, object?> Struct(int depth = 0)
    {
        var fields = new Dictionary<int, object?>();
        int number = 0;
        for (byte head = Next(); head != 0; head = Next())
        {
            number = head >> 4 == 0 ? (int)ZigZag() : number + (head >> 4);
            fields[number] = Value(head & 15, depth + 1);
        }

        return fields;
    }

    private object? Value(int type, int depth)
    {
        if (depth > MostDepth || ++_values > MostValues)
            throw Fault("its metadata is nested too deep or too long");
        switch (type)
        {
            case 1: return true;
            case 2: return false;
            case 3: return (long)(sbyte)Next();
            case 4 or 5 or 6: return ZigZag();
            case 7: return BinaryPrimitives.ReadDoubleLittleEndian(Take(8).Span);
            case 8: return Take((int)Math.Min(Varint(), int.MaxValue));
            case 9 or 10: return List(depth);
            case 12: return Struct(depth);
            default: throw Fault($"its metadata holds a value of the unknown type {type}");
        }
    }

    private List<object?> List(int depth)
    {
        byte head = Next();
        ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        if (count > MostValues)
            throw Fault($"a list of its metadata has {count:N0} elements");
        List<object?> elements = [];
        for (ulong i = 0; i < count; i++)
            elements.Add((head & 15) is 1 or 2 ? Next() == 1 : Value(head & 15, depth + 1));
        return elements;
    }

    private long ZigZag()
    {
        ulong number = Varint();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte b = Next();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }

        throw Fault("a number of its metadata has more than ten bytes");
    }

    private byte Next() => Take(1).Span[0];

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > bytes.Length - Position)
            throw Fault("its metadata is cut");
        Position += count;
        return bytes.Slice(Position - count, count);
    }

    private VerdictFormatException Fault(string what) => new(path, $"byte {Position}", $"is a damaged Parquet file: {what}. Download or save the model again.");
}
