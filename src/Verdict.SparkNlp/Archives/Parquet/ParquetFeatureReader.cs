using System.Globalization;
using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives.Parquet;

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
        List<ReadOnlyMemory<byte>> values = ParquetColumn.Read(file.Path, file.All(LargestFile), most - into.Count);
        for (int i = 0; i < values.Count; i++)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"row {i}");
            (string key, object value) = new KryoPair(file.Path, place, values[i].Span).Read();
            into.Add((key, value is TValue typed ? typed : throw new VerdictFormatException(file.Path, place, $"a {typeof(TValue).Name} is expected.")));
        }
    }
}
