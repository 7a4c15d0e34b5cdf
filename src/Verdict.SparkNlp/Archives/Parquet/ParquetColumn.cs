using System.Buffers.Binary;

namespace Verdict.SparkNlp.Archives.Parquet;

/// <summary>
/// Reads the one binary column of a Parquet file (apache/parquet-format) as Spark writes features. Our own, though a library reads Parquet too: a feature comes
/// from outside, and a library that takes half a gigabyte for a file of 600 bytes cannot be handed it.
/// </summary>
internal static class ParquetColumn
{
    private const int ByteArray = 6;
    private const int Required = 0;
    private const int Optional = 1;

    /// <summary>The values.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="file">Its bytes, in which the values may lie.</param>
    /// <param name="most">How many there may be.</param>
    public static List<ReadOnlyMemory<byte>> Read(string path, ReadOnlyMemory<byte> file, int most)
    {
        if (file.Length < 12 || !file.Span.StartsWith("PAR1"u8) || !file.Span.EndsWith("PAR1"u8))
            throw new VerdictFormatException(path, null, "is no whole Parquet file. The download may be incomplete.");
        int length = BinaryPrimitives.ReadInt32LittleEndian(file.Span[^8..]);
        if (length < 0 || length > file.Length - 12)
            throw new VerdictFormatException(path, null, $"its metadata is said to have {length:N0} bytes, the file has {file.Length:N0}. It is damaged.");
        int start = file.Length - 8 - length;
        Dictionary<int, object?> metadata = new ThriftReader(path, file[..^8], start).Struct();
        bool optional = ReadSchema(path, metadata);
        List<ReadOnlyMemory<byte>> values = [];
        var pages = new ParquetPages(path, file[..start], optional);
        foreach (object? group in metadata.GetValueOrDefault(4) as List<object?> ?? [])
        {
            if (group is not Dictionary<int, object?> fields || fields.GetValueOrDefault(1) is not List<object?> { Count: 1 } columns
                || columns[0] is not Dictionary<int, object?> column || column.GetValueOrDefault(3) is not Dictionary<int, object?> chunk)
            {
                throw new VerdictFormatException(path, "row group", "one column is expected.");
            }

            ReadChunk(path, pages, start, chunk, values, most);
        }

        return values;
    }

    /// <summary>The schema is the root and one column.</summary>
    private static bool ReadSchema(string path, Dictionary<int, object?> metadata)
    {
        if (metadata.GetValueOrDefault(2) is List<object?> { Count: 2 } schema && schema[1] is Dictionary<int, object?> column
            && column.GetValueOrDefault(1) is (long)ByteArray && column.GetValueOrDefault(3) is long repetition && repetition is Required or Optional)
        {
            return repetition == Optional;
        }

        throw new VerdictFormatException(path, "schema", "one binary column is expected; this is no feature of a saved model.");
    }

    private static void ReadChunk(string path, ParquetPages pages, int length, Dictionary<int, object?> chunk, List<ReadOnlyMemory<byte>> values, int most)
    {
        long Number(int field) => chunk.GetValueOrDefault(field) is long number ? number : -1;
        long count = Number(5);
        long dictionary = Number(11);
        long at = dictionary > 0 ? Math.Min(dictionary, Number(9)) : Number(9);
        if (count < 0 || count > most - values.Count || at < 4)
            throw new VerdictFormatException(path, "column chunk", $"{count:N0} values at byte {at:N0} are impossible here; at most {most:N0} are read.");
        pages.BeginChunk(Number(4));
        for (long end = values.Count + count; values.Count < end;)
        {
            if (at >= length)
                throw new VerdictFormatException(path, "column chunk", "its pages end before its values do. The file is damaged.");
            at = pages.ReadPage((int)at, values, end);
        }
    }
}
