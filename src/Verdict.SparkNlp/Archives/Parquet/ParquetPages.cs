using System.Buffers.Binary;

namespace Verdict.SparkNlp.Archives.Parquet;

/// <summary>Decodes the pages of a file's column of byte arrays: data pages of version 1, plain or by dictionary, packed by Snappy or not.</summary>
/// <param name="path">The file, for errors.</param>
/// <param name="file">The file's bytes.</param>
/// <param name="optional">Whether the column may hold nulls, and so has definition levels.</param>
internal sealed class ParquetPages(string path, ReadOnlyMemory<byte> file, bool optional)
{
    /// <summary>Spark's pages have up to 20,000 values; a vocabulary of 500,000 pieces has some dozens.</summary>
    private const int MostPages = 10_000;
    private const int Plain = 0;

    private List<ReadOnlyMemory<byte>>? _dictionary;
    private long _codec;
    private int _pages;

    /// <summary>All pages together, unpacked: a vocabulary of 500,000 pieces has about 12 MB, and texts pack three to one.</summary>
    private long _left = Math.Min(40 << 20, (1 << 20) + (20L * file.Length));

    /// <summary>Begins a column chunk.</summary>
    /// <param name="codec">Parquet's CompressionCodec: 0 none, 1 Snappy.</param>
    public void BeginChunk(long codec)
    {
        _codec = codec;
        _dictionary = null;
    }

    /// <summary>Reads the page at a place and adds its values.</summary>
    /// <returns>Where the next page begins.</returns>
    public int ReadPage(int offset, List<ReadOnlyMemory<byte>> into, long most)
    {
        var thrift = new ThriftReader(path, file, offset);
        Dictionary<int, object?> header = thrift.Struct();
        long type = Number(header, 1);
        long length = Number(header, 2);
        long packed = Number(header, 3);
        if (length < 0 || length > _left || packed < 0 || packed > file.Length - thrift.Position)
            throw Fault(offset, $"a page has {packed:N0} bytes packed and {length:N0} unpacked");
        if (++_pages > MostPages)
            throw Fault(offset, $"it has more than {MostPages:N0} pages");
        _left -= length;
        ReadOnlyMemory<byte> page = Unpack(file.Slice(thrift.Position, (int)packed), (int)length, offset);
        Dictionary<int, object?> details = Details(header, type switch { 0 => 5, 2 => 7, _ => throw Fault(offset, $"a page is of type {type}, which Spark does not write by default") }, offset);
        long count = Number(details, 1);
        if (count < 0 || count > most - into.Count)
            throw Fault(offset, $"a page has {count:N0} values, more than the feature may have");
        if (type == 2)
        {
            _dictionary = [];
            ReadPlain(page, (int)count, _dictionary, offset);
        }
        else
        {
            if (optional)
                page = SkipLevels(page, (int)count, offset);
            if (Number(details, 2) == Plain)
                ReadPlain(page, (int)count, into, offset);
            else
                ReadIndexed(page, (int)count, into, offset);
        }

        return thrift.Position + (int)packed;
    }

    private ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed, int length, int offset)
    {
        if (_codec == 0)
            return packed.Length == length ? packed : throw Fault(offset, "a page that is not packed has two lengths");
        // Snappy needs a byte for every 64 at least, so a length beyond that is a lie.
        byte[] page = _codec == 1 && length / 64 <= packed.Length ? new byte[length] : throw Fault(offset, $"a page is packed by codec {_codec}, or by more than any can; 0 (none) and 1 (Snappy) are read");
        return Snappy.TryUnpack(packed.Span, page) ? page : throw Fault(offset, "a page does not unpack");
    }

    private void ReadPlain(ReadOnlyMemory<byte> page, int count, List<ReadOnlyMemory<byte>> into, int offset)
    {
        for (int i = 0; i < count; i++)
        {
            int length = page.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(page.Span) : -1;
            if (length < 0 || length > page.Length - 4)
                throw Fault(offset, $"value {i} of a page is cut");
            into.Add(page.Slice(4, length));
            page = page[(4 + length)..];
        }
    }

    private void ReadIndexed(ReadOnlyMemory<byte> page, int count, List<ReadOnlyMemory<byte>> into, int offset)
    {
        if (_dictionary is not { } dictionary || page.IsEmpty || page.Span[0] > 31)
            throw Fault(offset, "a page refers to a dictionary that is not there");
        foreach (int index in Hybrid(page.Span[1..], page.Span[0], count, offset))
            into.Add(index < dictionary.Count ? dictionary[index] : throw Fault(offset, $"a value refers to entry {index} of a dictionary of {dictionary.Count}"));
    }

    /// <summary>Definition levels lie before the values after their length: 1 for a value, 0 for null.</summary>
    private ReadOnlyMemory<byte> SkipLevels(ReadOnlyMemory<byte> page, int count, int offset)
    {
        int length = page.Length >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(page.Span) : -1;
        if (length < 0 || length > page.Length - 4)
            throw Fault(offset, "the levels of a page are cut");
        if (Hybrid(page.Span.Slice(4, length), 1, count, offset).Contains(0))
            throw Fault(offset, "a value is null");
        return page[(4 + length)..];
    }

    /// <summary>Parquet's mixture of runs and bit-packed groups of eight.</summary>
    private int[] Hybrid(ReadOnlySpan<byte> bytes, int width, int count, int offset)
    {
        int[] values = new int[count];
        int filled = 0;
        while (filled < count)
        {
            (uint head, int shift) = (0, 0);
            byte b;
            do
            {
                b = !bytes.IsEmpty && shift < 32 ? bytes[0] : throw Fault(offset, "the runs of a page are cut");
                bytes = bytes[1..];
                head |= (uint)(b & 0x7F) << shift;
                shift += 7;
            }
            while (b >= 0x80);

            bool packed = (head & 1) != 0;
            long length = packed ? (head >> 1) * (long)width : (width + 7) / 8;
            if (length > bytes.Length || head >> 1 == 0)
                throw Fault(offset, "the runs of a page are cut");
            int run = (int)Math.Min(packed ? (head >> 1) * 8L : head >> 1, count - filled);
            for (int i = 0; i < run; i++)
                values[filled + i] = Bits(bytes[..(int)length], packed ? i * (long)width : 0, width);
            filled += run;
            bytes = bytes[(int)length..];
        }

        return values;
    }

    private static int Bits(ReadOnlySpan<byte> bytes, long at, int width)
    {
        int value = 0;
        for (int i = 0; i < width; i++, at++)
            value |= ((bytes[(int)(at >> 3)] >> (int)(at & 7)) & 1) << i;
        return value;
    }

    private static long Number(Dictionary<int, object?> fields, int field) => fields.GetValueOrDefault(field) is long number ? number : -1;

    private Dictionary<int, object?> Details(Dictionary<int, object?> header, int field, int offset) =>
        header.GetValueOrDefault(field) as Dictionary<int, object?> ?? throw Fault(offset, "a page has no header of its kind");

    private VerdictFormatException Fault(int offset, string what) => new(path, $"page at byte {offset}", $"is a Parquet file that cannot be read: {what}. Save the model with spark.jsl.settings.annotatorSerializationFormat = object.");
}
