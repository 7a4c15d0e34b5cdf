using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Java;
using Verdict.SparkNlp.Archives.Parquet;

namespace Verdict.SparkNlp.Archives.Hadoop;

/// <summary>Reads one feature of a stage, <c>fields/NAME</c>: SequenceFiles of Java-serialised arrays, or Parquet files.</summary>
internal static class FeatureReader
{
    /// <summary>The largest vocabularies of BERT have about 500,000 pieces.</summary>
    private const int MostEntries = 600_000;

    /// <summary>Whether the stage has the feature.</summary>
    public static bool Has(ArchiveFolder stage, string feature) => stage.PartsOf($"fields/{feature}").Any();

    /// <summary>The pairs of a map, in the files' order, which means nothing.</summary>
    /// <typeparam name="TValue"><see cref="int"/> or <see cref="string"/>.</typeparam>
    public static List<(string Key, TValue Value)> ReadMap<TValue>(ArchiveFolder stage, string feature)
    {
        List<(string, TValue)> pairs = [];
        foreach (string part in PartsOf(stage, feature))
        {
            using Blob file = stage.Open(part, "the file went away while it was read.");
            if (part.EndsWith(".parquet", StringComparison.Ordinal))
            {
                ParquetFeatureReader.ReadMap(file, pairs, MostEntries);
                continue;
            }

            foreach ((string place, object? element) in ReadElements(file))
            {
                if (element is not JavaObject pair || pair["_1"] is not JavaString key || Unbox<TValue>(pair["_2"]) is not { } value)
                    throw new VerdictFormatException(file.Path, place, $"a pair of a text and {(typeof(TValue) == typeof(int) ? "a whole number" : "a text")} is expected.");
                pairs.Add((key.Value, (TValue)value));
                if (pairs.Count > MostEntries)
                    throw new VerdictFormatException(file.Path, null, $"the feature '{feature}' has more than {MostEntries:N0} entries.");
            }
        }

        return pairs;
    }

    /// <summary>The objects of an array feature.</summary>
    public static List<JavaObject> ReadObjects(ArchiveFolder stage, string feature)
    {
        List<JavaObject> objects = [];
        foreach (string part in PartsOf(stage, feature))
        {
            if (part.EndsWith(".parquet", StringComparison.Ordinal))
                throw new VerdictFormatException(stage.PathOf(part), null, $"the feature '{feature}' is Parquet, which is read for maps only. Save it with spark.jsl.settings.annotatorSerializationFormat = object.");
            using Blob file = stage.Open(part, "the file went away while it was read.");
            foreach ((string place, object? element) in ReadElements(file))
                objects.Add(element as JavaObject ?? throw new VerdictFormatException(file.Path, place, "an object is expected."));
        }

        return objects;
    }

    private static string[] PartsOf(ArchiveFolder stage, string feature)
    {
        string[] parts = [.. stage.PartsOf($"fields/{feature}")];
        return parts.Length > 0
            ? parts
            : throw new VerdictFormatException(stage.PathOf($"fields/{feature}"), null, $"the feature '{feature}' is missing (no part files). The archive is incomplete; download or save it again.");
    }

    private static IEnumerable<(string Place, object? Element)> ReadElements(Blob file)
    {
        List<ReadOnlyMemory<byte>> records = SequenceFileReader.Read(file);
        for (int i = 0; i < records.Count; i++)
        {
            string place = $"record {i}";
            // The tree refers to the stream's bytes; the file is unmapped before the tree goes.
            if (JavaStreamReader.Read(file.Path, place, records[i].ToArray()) is not JavaArray { Elements: { } elements })
                throw new VerdictFormatException(file.Path, place, "an array of objects is expected.");
            foreach (object? element in elements)
                yield return (place, element);
        }
    }

    private static object? Unbox<TValue>(object? value) => value switch
    {
        JavaString text when typeof(TValue) == typeof(string) => text.Value,
        int number when typeof(TValue) == typeof(int) => number,
        JavaObject box when typeof(TValue) == typeof(int) && box["value"] is int number => number,
        _ => null,
    };
}
