using System.Buffers;
using System.Buffers.Binary;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>
/// Makes the footer that Parquet.Net wrote (github.com/apache/parquet-format, <c>FileMetaData</c> in Thrift's compact protocol) say what Spark's says: the library
/// notes on each whole number of 32 or 64 bits that it is signed, Spark leaves out what the physical type tells; the library calls the root <c>root</c>,
/// Spark <c>spark_schema</c>. Everything else is copied byte by byte.
/// </summary>
internal ref struct SparkFooter
{
    private const int SchemaList = 2;
    private const int Name = 4, ConvertedType = 6, LogicalType = 10;
    private const int SignedOf32 = 17, SignedOf64 = 18;

    private readonly ReadOnlySpan<byte> _from;
    private readonly ArrayBufferWriter<byte> _to;
    private int _at;

    private SparkFooter(ReadOnlySpan<byte> from)
    {
        _from = from;
        _to = new ArrayBufferWriter<byte>(from.Length);
    }

    /// <summary>Rewrites the end of a file.</summary>
    /// <param name="end">Any bytes, then the footer, its length in four bytes and <c>PAR1</c>.</param>
    public static ReadOnlyMemory<byte> Rewrite(ReadOnlySpan<byte> end)
    {
        int length = BinaryPrimitives.ReadInt32LittleEndian(end[^8..]);
        int start = end.Length - 8 - length;
        var footer = new SparkFooter(end);
        footer._to.Write(end[..start]);
        footer._at = start;
        footer.File();
        Span<byte> tail = footer._to.GetSpan(8);
        BinaryPrimitives.WriteInt32LittleEndian(tail, footer._to.WrittenCount - start);
        end[^4..].CopyTo(tail[4..]);
        footer._to.Advance(8);
        return footer._to.WrittenMemory;
    }

    private void File()
    {
        int start = _at, number = 0;
        for (byte head = Next(); head != 0; head = Next())
        {
            number = Number(head, number);
            if (number != SchemaList)
            {
                Skip(head & 15);
                continue;
            }

            int count = Count(Next());
            _to.Write(_from[start.._at]);
            for (int i = 0; i < count; i++)
                Element(root: i == 0);
            start = _at;
        }

        _to.Write(_from[start.._at]);
    }

    /// <summary>One node of the schema.</summary>
    private void Element(bool root)
    {
        List<(int Number, int Type, int Start, int End)> fields = [];
        int number = 0;
        bool bare = false;
        for (byte head = Next(); head != 0; head = Next())
        {
            number = Number(head, number);
            int start = _at;
            Skip(head & 15);
            fields.Add((number, head & 15, start, _at));
            // Numbers are written zigzag: twice the value.
            bare |= number == ConvertedType && _from[start] is (2 * SignedOf32) or (2 * SignedOf64);
        }

        int before = 0;
        foreach ((int field, int type, int start, int end) in fields)
        {
            if (bare && field is (ConvertedType or LogicalType))
                continue;
            _to.Write([(byte)(((field - before) << 4) | type)]);
            _to.Write(root && field == Name ? "\u000Cspark_schema"u8 : _from[start..end]);
            before = field;
        }

        _to.Write([(byte)0]);
    }

    private int Number(byte head, int before) => head >> 4 == 0 ? (int)(Varint() >> 1) : before + (head >> 4);

    private void Skip(int type)
    {
        switch (type)
        {
            case 1 or 2:
                break;
            case 3:
                _at++;
                break;
            case 4 or 5 or 6:
                Varint();
                break;
            case 7:
                _at += 8;
                break;
            case 8:
                int length = (int)Varint();
                _at += length;
                break;
            case 9 or 10:
                byte head = Next();
                for (int left = Count(head); left > 0; left--)
                    Skip((head & 15) is 1 or 2 ? 3 : head & 15);
                break;
            case 12:
                for (byte field = Next(); field != 0; field = Next())
                {
                    _ = Number(field, 0);
                    Skip(field & 15);
                }

                break;
            default:
                throw new NotSupportedException($"The footer holds a value of Thrift's type {type}, which no Parquet footer does.");
        }
    }

    private int Count(byte head) => head >> 4 == 15 ? (int)Varint() : head >> 4;

    private ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = Next();
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
                return value;
        }
    }

    private byte Next() => _from[_at++];
}
