using System.Text.Json;

namespace Verdict.Hub.Storage;

/// <summary>Lists of files with their hashes, as the cache's records, lock files and bundles write them.</summary>
internal static class FileList
{
    private const int Most = 65_536;

    /// <summary>Writes a list of <c>{"path", "length", "hash"}</c>.</summary>
    public static void Write(Utf8JsonWriter json, string name, IReadOnlyList<HubFile> files)
    {
        json.WriteStartArray(name);
        foreach (HubFile file in files)
        {
            json.WriteStartObject();
            json.WriteString("path", file.Path);
            json.WriteNumber("length", file.Length);
            json.WriteString("hash", file.Hash!.Value.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Reads such a list from outside: safe paths, none twice, a hash for each.</summary>
    /// <exception cref="VerdictFormatException">Something in it is not right.</exception>
    public static IReadOnlyList<HubFile> Read(JsonElement owner, string path, string name)
    {
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty(name, out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > Most)
            throw new VerdictFormatException(path, name, "a list of files was expected. Make the file anew.");
        var files = new List<HubFile>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object
                || !item.TryGetProperty("path", out JsonElement file) || file.ValueKind != JsonValueKind.String || !HubNames.IsSafePath(file.GetString()!)
                || !item.TryGetProperty("length", out JsonElement length) || length.ValueKind != JsonValueKind.Number || !length.TryGetInt64(out long bytes) || bytes < 0
                || !item.TryGetProperty("hash", out JsonElement given) || given.ValueKind != JsonValueKind.String || !FileHash.TryParse(given.GetString(), out FileHash hash)
                || !seen.Add(file.GetString()!))
            {
                throw new VerdictFormatException(path, $"{name}[{files.Count}]", "an object with a relative 'path' that occurs once, a 'length' in bytes and a 'hash' such as sha256:… was expected. Make the file anew.");
            }

            files.Add(new HubFile(file.GetString()!, bytes, hash));
        }

        return files;
    }
}
