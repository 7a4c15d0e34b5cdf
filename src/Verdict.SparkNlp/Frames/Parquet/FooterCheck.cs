using System.Buffers.Binary;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>
/// Walks through a file's footer (Thrift's compact protocol) before the library does, which skips a list of two billion elements of no type one by one:
/// every value is of a known type, and a list has no more elements than the footer has bytes left.
/// </summary>
internal ref struct FooterCheck
{
    private const int MostDepth = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _path;
    private int _at;

    private FooterCheck(ReadOnlySpan<byte> bytes, string path)
    {
        _bytes = bytes;
        _path = path;
    }

    /// <summary>Walks through it; the stream is rewound.</summary>
    /// <exception cref="VerdictFormatException">The footer is damaged.</exception>
    public static void Walk(Stream stream, string path)
    {
        byte[] tail = new byte[8];
        stream.Seek(-8, SeekOrigin.End);
        stream.ReadExactly(tail);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (length > Math.Min(stream.Length - 8, int.MaxValue))
            throw new VerdictFormatException(path, null, "the Parquet file's footer is longer than the file. The file is damaged.");
        byte[] footer = new byte[length];
        stream.Seek(-8 - length, SeekOrigin.End);
        stream.ReadExactly(footer);
        stream.Seek(0, SeekOrigin.Begin);
        new FooterCheck(footer, path).Value(12, 0);
    }

    private void Value(int type, int depth)
    {
        if (depth > MostDepth)
            throw Broken("is nested too deep");
        switch (type)
        {
            case 1 or 2:
                break;
            case 3:
                Take(1);
                break;
            case 4 or 5 or 6:
                Varint();
                break;
            case 7:
                Take(8);
                break;
            case 8:
                Take(Varint());
                break;
            case 9 or 10:
                List(depth);
                break;
            case 12:
                for (byte head = Next(); head != 0; head = Next())
                {
                    if (head >> 4 == 0)
                        Varint();
                    Value(head & 15, depth + 1);
                }

                break;
            default:
                throw Broken($"holds a value of the unknown type {type}");
        }
    }

    private void List(int depth)
    {
        byte head = Next();
        ulong count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        if (count > (ulong)(_bytes.Length - _at))
            throw Broken($"holds a list of {count:N0} elements");
        for (; count > 0; count--)
            Value((head & 15) is 1 or 2 ? 3 : head & 15, depth + 1);
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte part = Next();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }

        throw Broken("holds a number of more than ten bytes");
    }

    private byte Next()
    {
        Take(1);
        return _bytes[_at - 1];
    }

    private void Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _at))
            throw Broken("is cut");
        _at += (int)count;
    }

    private readonly VerdictFormatException Broken(string what) => new(_path, $"byte {_at} of the footer", $"the Parquet file's footer {what}. The file is damaged.");
}
