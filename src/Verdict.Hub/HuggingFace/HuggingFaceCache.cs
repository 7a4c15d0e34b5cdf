using System.Text;
using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub.HuggingFace;

/// <summary>
/// One model's part of the cache that Python's client also uses: contents in <c>blobs/HASH</c>, names in
/// <c>snapshots/COMMIT/</c> as relative symbolic links, branches and tags in <c>refs/</c>, locks in <c>.locks/</c> beside the models.
/// </summary>
internal sealed class HuggingFaceCache(string root, string name)
{
    private readonly string _folder = Path.Combine(root, FolderName(name));

    /// <summary>The folder of a model below the cache's.</summary>
    public static string FolderName(string name) => "models--" + name.Replace("/", "--", StringComparison.Ordinal);

    /// <summary>The name of the model that a folder is of; <see langword="null"/> where it is no model's.</summary>
    public static string? NameOf(string folderName)
    {
        string? name = folderName.StartsWith("models--", StringComparison.Ordinal) ? folderName[8..].Replace("--", "/", StringComparison.Ordinal) : null;
        return name is not null && RepositoryName.IsName(name) ? name : null;
    }

    /// <summary>The commit that a branch or tag meant when it was last asked for.</summary>
    public string? CommitOf(string revision)
    {
        if (RepositoryName.IsCommit(revision))
            return revision;
        string path = Path.Combine(_folder, "refs", revision);
        string? commit = File.Exists(path) && new FileInfo(path).Length <= 100 ? File.ReadAllText(path).Trim() : null;
        return RepositoryName.IsCommit(commit) ? commit : null;
    }

    /// <summary>The folder of a commit.</summary>
    public string Snapshot(string commit) => Path.Combine(_folder, "snapshots", commit);

    /// <summary>Where a file's content lies.</summary>
    public string Blob(FileHash hash) => Path.Combine(_folder, "blobs", hash.Hex);

    /// <summary>Fails before the first byte where the disk has not room for so many.</summary>
    public void EnsureSpace(long bytes)
    {
        string blobs = Path.Combine(_folder, "blobs");
        Directory.CreateDirectory(blobs);
        Downloader.EnsureSpace(Path.Combine(blobs, "any"), bytes);
    }

    /// <summary>Keeps others, Python's client among them, from fetching the same content.</summary>
    public Task<CacheLock> LockAsync(FileHash hash, string file, ProgressMeter meter, CancellationToken cancellation) =>
        CacheLock.AcquireAsync(Path.Combine(root, ".locks", FolderName(name), hash.Hex + ".lock"), () => meter.Tell(PullStage.Waiting, file, "another process pulls the same file"), cancellation);

    /// <summary>The files of a commit if all that a model needs are there; <see langword="null"/> otherwise.</summary>
    public IReadOnlyList<HubFile>? Complete(string commit)
    {
        string snapshot = Snapshot(commit);
        return NeededFiles.InFolder(snapshot) is { } needed ? Describe(snapshot, needed) : null;
    }

    /// <summary>Files with their lengths and, where their contents are named by it, their hashes.</summary>
    public static IReadOnlyList<HubFile> Describe(string folder, IEnumerable<string> paths) => [.. paths.Order(StringComparer.Ordinal).Select(path =>
    {
        var link = new FileInfo(Path.Combine(folder, path));
        FileSystemInfo file = link.ResolveLinkTarget(returnFinalTarget: true) ?? link;
        FileHash? hash = link.LinkTarget is null ? null
            : FileHash.TryCreate(HashKind.Sha256, file.Name, out FileHash large) ? large
            : FileHash.TryCreate(HashKind.GitSha1, file.Name, out FileHash small) ? small : null;
        return new HubFile(path, new FileInfo(file.FullName).Length, hash);
    })];

    /// <summary>Whether a commit's file is there and has the length it should have.</summary>
    public bool Has(string commit, RepositoryFile file)
    {
        string path = Path.Combine(Snapshot(commit), file.Path);
        return File.Exists(path) && (file.Length is null || Describe(Snapshot(commit), [file.Path])[0].Length == file.Length);
    }

    /// <summary>Gives content a name in a commit: a relative link, or, where the system has none to give, the content itself.</summary>
    public void Link(string commit, string path, FileHash hash)
    {
        string target = Path.Combine(Snapshot(commit), path), temporary = AtomicFile.Temporary(target);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            File.CreateSymbolicLink(temporary, Path.GetRelativePath(Path.GetDirectoryName(target)!, Blob(hash)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            temporary = Blob(hash);
        }

        File.Move(temporary, target, overwrite: true);
    }

    /// <summary>Remembers what a branch or tag means. A commit means itself.</summary>
    public void Remember(string revision, string commit)
    {
        if (!RepositoryName.IsCommit(revision) && CommitOf(revision) != commit)
            AtomicFile.Write(Path.Combine(_folder, "refs", revision), Encoding.ASCII.GetBytes(commit));
    }
}
