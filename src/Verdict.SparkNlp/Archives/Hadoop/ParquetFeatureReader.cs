using System.Globalization;
using Parquet;
using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives.Hadoop;

/// <summary>
/// Reads a map feature that was saved as Parquet (<c>spark.jsl.settings.annotatorSerializationFormat = dataset</c>): one binary column, each value
/// a pair that Kryo wrote.
/// </summary>
internal static class ParquetFeatureReader
{
    private const int LargestFile = 64 << 20;

    /// <summary>Adds the pairs of one file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="into">Takes them.</param>
    /// <param name="most">How many there may be in all.</param>
    public static void ReadMap<TValue>(Blob file, List<(string Key, TValue Value)> into, int most)
    {
        // The library reads the file through; what it throws on damaged files is not documented and may be anything.
        byte[]?[] values;
        try
        {
            values = ReadColumn(file.All(LargestFile), file.Path, most - into.Count).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is not VerdictFormatException)
        {
            throw new VerdictFormatException(file.Path, null, $"the Parquet file cannot be read: {e.Message}", e);
        }

        for (int i = 0; i < values.Length; i++)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"row {i}");
            if (values[i] is not { } bytes)
                throw new VerdictFormatException(file.Path, place, "the value is null.");
            (string key, object value) = new KryoPair(file.Path, place, bytes).Read();
            into.Add((key, value is TValue typed ? typed : throw new VerdictFormatException(file.Path, place, $"a {typeof(TValue).Name} is expected.")));
        }
    }

    private static async Task<byte[]?[]> ReadColumn(ReadOnlyMemory<byte> bytes, string path, int most)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        if (reader.Schema.DataFields is not [{ } column] || (column.ClrType != typeof(byte[]) && column.ClrType != typeof(ReadOnlyMemory<byte>)))
            throw new VerdictFormatException(path, null, "one binary column is expected; this is no feature of a saved model.");
        List<byte[]?> all = [];
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            if (rows.RowCount < 0 || rows.RowCount > most - all.Count)
                throw new VerdictFormatException(path, null, $"the feature has more than {most:N0} entries.");
            byte[]?[] values = new byte[]?[(int)rows.RowCount];
            await rows.ReadAsync(column, values.AsMemory()).ConfigureAwait(false);
            all.AddRange(values);
        }

        return [.. all];
    }
}
