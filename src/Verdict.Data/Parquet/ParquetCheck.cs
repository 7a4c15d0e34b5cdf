using System.Buffers.Binary;
using Parquet.Meta;

namespace Verdict.Data.Parquet;

/// <summary>Checks a file's descriptions of itself before the library underneath follows them.</summary>
internal static class ParquetCheck
{
    /// <summary>A header may repeat a column's smallest and greatest value, each as long as a row may be.</summary>
    private const int MaxHeader = 1 << 27;
    private const int FirstRead = 512;
    private const int UncompressedSize = 2, CompressedSize = 3;

    /// <summary>The footer: magic numbers, its length, its structure.</summary>
    /// <exception cref="InvalidDataException">It is broken.</exception>
    public static void Footer(Stream stream)
    {
        Span<byte> end = stackalloc byte[8];
        if (stream.Length < 12)
            throw new InvalidDataException($"it has only {stream.Length} bytes");
        stream.Seek(-8, SeekOrigin.End);
        stream.ReadExactly(end);
        if (!end[4..].SequenceEqual("PAR1"u8))
            throw new InvalidDataException("it does not end as one");
        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (length <= 0 || length > stream.Length - 12)
            throw new InvalidDataException($"its footer would have {length} bytes");
        byte[] footer = new byte[length];
        stream.Seek(-8L - length, SeekOrigin.End);
        stream.ReadExactly(footer);
        new ThriftCheck(footer, []).Walk(ThriftShape.File);
        stream.Position = 0;
    }

    /// <summary>The headers of a column's pages in one row group.</summary>
    /// <exception cref="InvalidDataException">One is broken, or the pages go beyond the file.</exception>
    public static void Pages(Stream stream, ColumnMetaData column)
    {
        long at = column.DictionaryPageOffset is > 0 and long dictionary && dictionary < column.DataPageOffset ? dictionary : column.DataPageOffset;
        long end = at + column.TotalCompressedSize;
        if (at < 4 || end > stream.Length)
            throw new InvalidDataException("its pages lie outside the file");
        byte[] buffer = new byte[FirstRead];
        Span<long> numbers = stackalloc long[4];
        while (at < end)
        {
            // Most headers are short: more is read only where that was not enough.
            int length = -1;
            long most = Math.Min(MaxHeader, end - at);
            for (long size = Math.Min(FirstRead, most); length < 0; size = Math.Min(size * 32, most))
            {
                if (size > buffer.Length)
                    buffer = new byte[size];
                length = Header(stream, at, buffer.AsSpan(0, (int)size), numbers);
                if (size == most)
                    break;
            }

            if (length < 0 || numbers[CompressedSize] < 0 || numbers[UncompressedSize] < 0 || numbers[CompressedSize] > end - at - length)
                throw new InvalidDataException($"the header of the page at byte {at} is broken");
            at += length + numbers[CompressedSize];
        }
    }

    /// <summary>The length of a header, or −1 where it cannot be walked.</summary>
    private static int Header(Stream stream, long at, Span<byte> buffer, Span<long> numbers)
    {
        stream.Position = at;
        stream.ReadExactly(buffer);
        numbers.Fill(-1);
        var check = new ThriftCheck(buffer, numbers);
        try
        {
            check.Walk(ThriftShape.Page);
            return check.Length;
        }
        catch (InvalidDataException)
        {
            return -1;
        }
    }
}
