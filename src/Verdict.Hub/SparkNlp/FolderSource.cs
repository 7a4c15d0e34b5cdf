using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub.SparkNlp;

/// <summary>A plain folder with the bucket's layout.</summary>
internal sealed class FolderSource(string root, string folder) : ISparkNlpSource
{
    private readonly string _folder = Path.Combine([root, .. folder.Split('/')]);

    /// <inheritdoc/>
    public string Description => _folder;

    /// <inheritdoc/>
    public async Task<MetadataFile> MetadataAsync(string? name, int attempts, ProgressMeter meter, CancellationToken cancellation)
    {
        string path = Path.Combine(_folder, "metadata.json");
        if (!Directory.Exists(root))
            throw new HubException(HubFault.NotFound, $"there is no folder {root}. Check the source; an address begins with https://.");
        if (!File.Exists(path))
            throw new HubException(HubFault.NotFound, $"{path} does not exist, so {root} is no Spark NLP hub. Name the folder that holds {folder}/metadata.json.");
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
            return await MetadataFile.ReadAsync(stream, path, name, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<FetchedArchive> ArchiveAsync(SparkNlpEntry entry, ProgressMeter meter, CancellationToken cancellation)
    {
        string path = Path.Combine(_folder, entry.Key + ".zip");
        if (!File.Exists(path))
            throw new HubException(HubFault.NotFound, $"{path} does not exist, although metadata.json lists it. Complete the folder.");
        meter.Tell(PullStage.Verifying, entry.Key + ".zip");
        if (entry.Checksum is { } expected)
        {
            FileHash found = await FileHasher.ComputeAsync(path, expected.Kind, cancellation).ConfigureAwait(false);
            if (found != expected)
                throw new HubException(HubFault.Corrupt, $"{path}: checksum validation failed: metadata.json announces {expected}, the file has {found}. Copy the archive anew.");
        }

        return new FetchedArchive(path, path, IsTemporary: false);
    }
}
