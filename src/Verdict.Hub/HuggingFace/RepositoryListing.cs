using System.Text.Json;
using Verdict.Files;

namespace Verdict.Hub.HuggingFace;

/// <summary>What a repository holds at one commit: the hub's answer to <c>/api/models/NAME/revision/REVISION?blobs=true</c>.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Files">Its files; those whose paths are not safe on every system are left out.</param>
internal sealed record RepositoryListing(string Commit, IReadOnlyList<RepositoryFile> Files)
{
    /// <summary>The most that is read of an answer.</summary>
    public const int Largest = 4 << 20;

    private const int MostFiles = 65_536;

    /// <summary>Reads an answer.</summary>
    /// <exception cref="VerdictFormatException">It is none.</exception>
    public static RepositoryListing Parse(ReadOnlyMemory<byte> answer, string url)
    {
        using JsonDocument json = JsonFile.Parse(answer, url);
        JsonElement root = json.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("sha", out JsonElement sha) || sha.ValueKind != JsonValueKind.String || !RepositoryName.IsCommit(sha.GetString()))
            throw new VerdictFormatException(url, "sha", "a commit of 40 hexadecimal digits was expected. Is this address a Hugging Face hub? Check HF_ENDPOINT.");
        if (!root.TryGetProperty("siblings", out JsonElement siblings) || siblings.ValueKind != JsonValueKind.Array || siblings.GetArrayLength() > MostFiles)
            throw new VerdictFormatException(url, "siblings", "a list of files was expected. Is this address a Hugging Face hub? Check HF_ENDPOINT.");
        var files = new Dictionary<string, RepositoryFile>(StringComparer.Ordinal);
        foreach (JsonElement item in siblings.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "rfilename") is not { } path || !HubNames.IsSafePath(path))
                continue;
            files[path] = File(item, path);
        }

        return new RepositoryListing(sha.GetString()!, [.. files.Values.OrderBy(f => f.Path, StringComparer.Ordinal)]);
    }

    /// <summary>The file of that path, if there is one.</summary>
    public RepositoryFile? Find(string path) => Files.FirstOrDefault(f => f.Path == path);

    private static RepositoryFile File(JsonElement item, string path)
    {
        if (item.TryGetProperty("lfs", out JsonElement lfs) && lfs.ValueKind == JsonValueKind.Object)
            return new RepositoryFile(path, Length(lfs, "size") ?? Length(item, "size"), FileHash.TryCreate(HashKind.Sha256, Text(lfs, "sha256"), out FileHash large) ? large : null);
        return new RepositoryFile(path, Length(item, "size"), FileHash.TryCreate(HashKind.GitSha1, Text(item, "blobId"), out FileHash small) ? small : null);
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Length(JsonElement item, string name) =>
        item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long length) && length >= 0 ? length : null;
}
