using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives.Hadoop;

/// <summary>Reads a map feature that was saved as Parquet (<c>spark.jsl.settings.annotatorSerializationFormat = dataset</c>).</summary>
internal static class ParquetFeatureReader
{
    /// <summary>Adds the pairs of one file.</summary>
    public static void ReadMap<TValue>(Blob file, List<(string Key, TValue Value)> into)
    {
        throw new VerdictFormatException(file.Path, null, "the feature is saved as Parquet, which is not read yet. Save it with spark.jsl.settings.annotatorSerializationFormat = object.");
    }
}
