using System.Text.Json;
using Verdict.Files;
using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives;

/// <summary>The line of JSON that Spark keeps in <c>metadata/part-00000</c> of everything it saves.</summary>
/// <param name="ClassName">The full name of the Scala class, such as <c>com.johnsnowlabs.nlp.DocumentAssembler</c>.</param>
/// <param name="Timestamp">When it was saved, in milliseconds since 1970.</param>
/// <param name="SparkVersion">Spark's version, such as <c>3.5.5</c>.</param>
/// <param name="Uid">The stage's name, such as <c>REGEX_TOKENIZER_4a876b52e572</c>.</param>
/// <param name="Params">Its parameters.</param>
internal sealed partial record StageMetadata(string ClassName, long Timestamp, string SparkVersion, string Uid, StageParams Params)
{
    private const int LargestFile = 4 << 20;

    /// <summary>Whether a folder is something that Spark saved.</summary>
    public static bool IsIn(ArchiveFolder folder) => folder.PartsOf("metadata").Any();

    /// <summary>Reads the line.</summary>
    public static StageMetadata Read(ArchiveFolder folder)
    {
        foreach (string part in folder.PartsOf("metadata"))
        {
            using Blob file = folder.Open(part, "the file went away while it was read.");
            ReadOnlyMemory<byte> bytes = file.All(LargestFile);
            int end = bytes.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? bytes : bytes[..end];
            if (line.Span.Trim(" \r\t"u8).IsEmpty)
                continue;
            using JsonDocument document = JsonFile.Parse(line, file.Path);
            return Read(document.RootElement, file.Path);
        }

        throw new VerdictFormatException(folder.PathOf("metadata/part-00000"), null, "the file is missing or empty. A saved Spark NLP model or pipeline has its metadata there.");
    }

    private static StageMetadata Read(JsonElement root, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, null, "expected a JSON object.");
        long timestamp = root.TryGetProperty("timestamp", out JsonElement t) && t.ValueKind == JsonValueKind.Number && t.TryGetInt64(out long ms) ? ms : 0;
        return new StageMetadata(
            Text("class"), timestamp, root.TryGetProperty("sparkVersion", out _) ? Text("sparkVersion") : string.Empty, Text("uid"),
            new StageParams(path, Map("paramMap"), Map("defaultParamMap")));

        string Text(string key) => root.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new VerdictFormatException(path, key, "a text is expected; is this the metadata of something that Spark saved?");

        IEnumerable<KeyValuePair<string, JsonElement>> Map(string key)
        {
            var map = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
            if (!root.TryGetProperty(key, out JsonElement value))
                return map;
            if (value.ValueKind != JsonValueKind.Object)
                throw new VerdictFormatException(path, key, "a JSON object is expected.");
            foreach (JsonProperty entry in value.EnumerateObject())
            {
                if (!map.TryAdd(entry.Name, entry.Value.Clone()))
                    throw new VerdictFormatException(path, $"{key}.{entry.Name}", "the parameter stands there twice.");
            }

            return map;
        }
    }
}
