using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub.SparkNlp;

/// <summary>
/// The cache folder that Spark NLP also uses: one folder an archive, named by its key. What is ours alone lies in <c>.verdict/</c>:
/// locks, records, downloads and unpackings that are not finished.
/// </summary>
internal sealed class SparkNlpCache(string folder)
{
    /// <summary>The cache's folder.</summary>
    public string Folder => folder;

    /// <summary>A path among what is ours alone.</summary>
    public string Own(string name) => Path.Combine(folder, ".verdict", name);

    /// <summary>The archives that lie in the cache, as their keys tell.</summary>
    public IEnumerable<SparkNlpEntry> Entries() => !Directory.Exists(folder) ? []
        : Directory.EnumerateDirectories(folder).Select(d => CacheKey.Parse(Path.GetFileName(d))).OfType<SparkNlpEntry>()
            .Where(e => Root(Path.Combine(folder, e.Key)) is not null);

    /// <summary>Keeps other pulls of the same archive out.</summary>
    public Task<CacheLock> LockAsync(string key, ProgressMeter meter, CancellationToken cancellation) =>
        CacheLock.AcquireAsync(Own(key + ".lock"), () => meter.Tell(PullStage.Waiting, key + ".zip", "another process pulls the same model"), cancellation);

    /// <summary>The archive in the cache, complete; <see langword="null"/> where it is not.</summary>
    /// <remarks>Archives that Spark NLP put there are hashed at the first use; after that lengths are compared.</remarks>
    public async Task<(string Path, ArchiveRecord Record)?> FindAsync(string key, ProgressMeter meter, CancellationToken cancellation)
    {
        string target = Path.Combine(folder, key);
        if (Root(target) is not { } root)
            return null;
        if (ArchiveRecord.Read(Own(key + ".json")) is { } record)
        {
            bool complete = record.Files.All(f => new FileInfo(Path.Combine(target, f.Path)) is { Exists: true } file && file.Length == f.Length);
            return complete ? (root, Inside(record, target, root)) : null;
        }

        meter.Tell(PullStage.Verifying, key);
        var files = new List<HubFile>();
        foreach (string file in Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories))
        {
            FileHash hash = await FileHasher.ComputeAsync(file, HashKind.Sha256, cancellation).ConfigureAwait(false);
            files.Add(new HubFile(Path.GetRelativePath(target, file).Replace('\\', '/'), new FileInfo(file).Length, hash));
        }

        record = new ArchiveRecord(null, [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)]);
        TryWrite(record, key);
        return (root, Inside(record, target, root));
    }

    /// <summary>An archive that <see cref="Entries"/> gave: its record, or the files as they lie there, without hashes.</summary>
    public (string Path, ArchiveRecord Record) Peek(string key)
    {
        string target = Path.Combine(folder, key), root = Root(target) ?? target;
        ArchiveRecord record = ArchiveRecord.Read(Own(key + ".json")) ?? new ArchiveRecord(null, [.. Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories)
            .Select(f => new HubFile(Path.GetRelativePath(target, f).Replace('\\', '/'), new FileInfo(f).Length, null)).OrderBy(f => f.Path, StringComparer.Ordinal)]);
        return (root, Inside(record, target, root));
    }

    /// <summary>Unpacks a verified archive and puts it in its place. The caller holds the lock.</summary>
    public (string Path, ArchiveRecord Record) Install(FetchedArchive archive, SparkNlpEntry entry, CancellationToken cancellation)
    {
        string key = entry.Key, target = Path.Combine(folder, key), unpacked = Own(key + ".unpacking"), old = Own(key + ".old");
        AtomicFile.DeleteFolder(unpacked);
        AtomicFile.DeleteFolder(old);
        try
        {
            var record = new ArchiveRecord(entry.Checksum, SafeZip.Extract(archive.Path, archive.Source, unpacked, cancellation));
            if (Root(unpacked) is null)
                throw new VerdictFormatException(archive.Source, "metadata/part-00000", "the archive has no such entry, so it is no saved Spark NLP model. Check the name.");
            return Replace(unpacked, target, old, key, record);
        }
        catch
        {
            AtomicFile.DeleteFolder(unpacked);
            throw;
        }
    }

    /// <summary>Puts a complete folder in its place. The caller holds the lock.</summary>
    public (string Path, ArchiveRecord Record) Replace(string unpacked, string target, string old, string key, ArchiveRecord record)
    {
        File.Delete(Own(key + ".json"));
        if (Directory.Exists(target))
            Directory.Move(target, old);
        Directory.Move(unpacked, target);
        record.Write(Own(key + ".json"));
        AtomicFile.DeleteFolder(old);
        string root = Root(target)!;
        return (root, Inside(record, target, root));
    }

    /// <summary>Where the model lies in an unpacked folder: at its root, or below the one folder in it; <see langword="null"/> where it is not complete.</summary>
    public static string? Root(string unpacked)
    {
        if (!Directory.Exists(unpacked))
            return null;
        if (Directory.Exists(Path.Combine(unpacked, "metadata")))
            return HasMetadata(unpacked) ? unpacked : null;
        string[] inner = Directory.GetDirectories(unpacked);
        return inner.Length == 1 && HasMetadata(inner[0]) ? inner[0] : null;
    }

    private static bool HasMetadata(string folder) => File.Exists(Path.Combine(folder, "metadata", "part-00000"));

    private static ArchiveRecord Inside(ArchiveRecord record, string target, string root)
    {
        string prefix = Path.GetRelativePath(target, root) is var inner && inner == "." ? "" : inner + "/";
        return prefix.Length == 0 ? record : record with
        {
            Files = [.. record.Files.Where(f => f.Path.StartsWith(prefix, StringComparison.Ordinal)).Select(f => f with { Path = f.Path[prefix.Length..] })],
        };
    }

    // A cache that may only be read is still a cache.
    private void TryWrite(ArchiveRecord record, string key)
    {
        try
        {
            record.Write(Own(key + ".json"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
