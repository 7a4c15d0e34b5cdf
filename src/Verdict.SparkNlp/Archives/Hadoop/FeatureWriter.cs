using Verdict.Files;
using Verdict.SparkNlp.Archives.Java;

namespace Verdict.SparkNlp.Archives.Hadoop;

/// <summary>Writes a feature of a stage as one part file, as Spark does with a parallelism of one.</summary>
internal static class FeatureWriter
{
    /// <summary>Spark's object files hold ten elements a record.</summary>
    private const int PairsPerRecord = 10;

    /// <summary>Writes a map, its pairs in Scala's order.</summary>
    /// <param name="stageFolder">The stage's folder.</param>
    /// <param name="feature">The feature's name.</param>
    /// <param name="pairs">The pairs as they would be put into a map.</param>
    public static void WriteMap<TValue>(string stageFolder, string feature, IReadOnlyList<(string Key, TValue Value)> pairs) =>
        Write(stageFolder, feature, Records(ScalaMapOrder.Sort(pairs)));

    /// <summary>Writes an array of one object.</summary>
    public static void WriteArray(string stageFolder, string feature, JavaArray array) => Write(stageFolder, feature, [JavaStreamWriter.Write(array)]);

    /// <summary>The records of a map.</summary>
    internal static List<ReadOnlyMemory<byte>> Records<TValue>(IReadOnlyList<(string Key, TValue Value)> pairs) =>
        [.. pairs.Chunk(PairsPerRecord).Select(chunk => JavaStreamWriter.Write(JavaPairs.Array(chunk)))];

    private static void Write(string stageFolder, string feature, List<ReadOnlyMemory<byte>> records)
    {
        string folder = Path.Combine(stageFolder, "fields", feature);
        AtomicFolder.WriteFile(Path.Combine(folder, "part-00000"), stream => SequenceFileWriter.Write(stream, records, SequenceFileWriter.SyncOf(records)));
        AtomicFolder.WriteFile(Path.Combine(folder, "_SUCCESS"), []);
    }
}
