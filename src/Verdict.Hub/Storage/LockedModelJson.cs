using System.Text.Json;
using Verdict.Files;
using Verdict.Hub.HuggingFace;
using Verdict.Hub.SparkNlp;

namespace Verdict.Hub.Storage;

/// <summary>The JSON of lock files and of a bundle's manifest: <c>{"version": 1, "models": [...]}</c>.</summary>
internal static class LockedModelJson
{
    /// <summary>The most that is read of such a file.</summary>
    public const int Largest = 4 << 20;

    private const int Version = 1;
    private const string HuggingFace = "hugging-face";
    private const string SparkNlp = "spark-nlp";

    /// <summary>The models as JSON, the same bytes for the same models: ordered, LF, no times.</summary>
    public static byte[] Write(IReadOnlyList<LockedModel> models)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartArray("models");
            foreach (LockedModel model in models)
            {
                json.WriteStartObject();
                json.WriteString("hub", model.Hub == HubKind.SparkNlp ? SparkNlp : HuggingFace);
                json.WriteString("name", model.Name);
                if (model.Language is not null)
                    json.WriteString("language", model.Language);
                if (model.Revision is not null)
                    json.WriteString("revision", model.Revision);
                FileList.Write(json, "files", model.Files);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads such JSON from outside.</summary>
    /// <exception cref="VerdictFormatException">It is not what it should be.</exception>
    public static IReadOnlyList<LockedModel> Read(ReadOnlyMemory<byte> bytes, string path)
    {
        using JsonDocument json = JsonFile.Parse(bytes, path);
        JsonElement root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || !version.TryGetInt32(out int number) || number != Version)
            throw new VerdictFormatException(path, "version", $"{Version} was expected. Make the file anew with this release.");
        if (!root.TryGetProperty("models", out JsonElement list) || list.ValueKind != JsonValueKind.Array)
            throw new VerdictFormatException(path, "models", "a list of models was expected. Make the file anew.");
        var models = new List<LockedModel>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement item in list.EnumerateArray())
        {
            LockedModel model = ReadModel(item, path, $"models[{models.Count}]");
            if (!seen.Add(model.Reference))
                throw new VerdictFormatException(path, $"models[{models.Count}]", $"{model.Reference} occurs twice. Make the file anew.");
            models.Add(model);
        }

        return models;
    }

    private static LockedModel ReadModel(JsonElement item, string path, string place)
    {
        string? Text(string name) => item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        string? name = Text("name"), language = Text("language"), revision = Text("revision");
        HubKind hub = Text("hub") switch
        {
            HuggingFace => HubKind.HuggingFace,
            SparkNlp => HubKind.SparkNlp,
            _ => throw new VerdictFormatException(path, place + ".hub", $"'{HuggingFace}' or '{SparkNlp}' was expected. Make the file anew."),
        };
        bool good = name is not null && (hub == HubKind.HuggingFace
            ? RepositoryName.IsName(name) && (revision is null || RepositoryName.IsCommit(revision))
            : HubNames.IsSafe(name) && language is not null && HubNames.IsSafe(language) && (revision == name || (revision is not null && CacheKey.Parse(revision)?.Name == name)));
        if (!good)
            throw new VerdictFormatException(path, place, "a name with the revision it stood for (a commit, or the key of an archive and its language) was expected. Make the file anew.");
        IReadOnlyList<HubFile> files = FileList.Read(item, path, "files");
        if (files.FirstOrDefault(f => hub == HubKind.HuggingFace && !NeededFiles.IsOne(f.Path)) is { } foreign)
            throw new VerdictFormatException(path, place, $"{foreign.Path} is no file of a classifier. Do not use this file.");
        return new LockedModel
        {
            Name = name!,
            Hub = hub,
            Kind = hub == HubKind.HuggingFace ? ModelKind.HuggingFaceFolder : ModelKind.SparkNlpArchive,
            Revision = revision,
            Language = hub == HubKind.SparkNlp ? language : null,
            Files = [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)],
        };
    }
}
