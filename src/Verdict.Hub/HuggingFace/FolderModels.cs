namespace Verdict.Hub.HuggingFace;

/// <summary>Models in a folder that serves as a hub: <c>organisation/name/</c> as plain folders, or the layout of the cache.</summary>
internal static class FolderModels
{
    /// <summary>A model in such a folder, complete; it is used where it lies. A plain folder has one revision, the default one.</summary>
    public static (string Folder, string? Commit, IReadOnlyList<HubFile> Files)? Find(string source, string name, string revision)
    {
        var cache = new HuggingFaceCache(source, name);
        if (cache.CommitOf(revision) is { } commit && cache.Complete(commit) is { } files)
            return (cache.Snapshot(commit), commit, files);
        string plain = Path.Combine([source, .. name.Split('/')]);
        return revision == RepositoryName.DefaultRevision && NeededFiles.InFolder(plain) is { } needed
            ? (plain, null, HuggingFaceCache.Describe(plain, needed)) : null;
    }

    /// <summary>Every complete commit of every model in a cache.</summary>
    public static IEnumerable<(string Name, string Commit, string Folder, IReadOnlyList<HubFile> Files)> Complete(string root)
    {
        foreach (string folder in Directory.Exists(root) ? Directory.EnumerateDirectories(root) : [])
        {
            if (HuggingFaceCache.NameOf(Path.GetFileName(folder)) is not { } name || !Directory.Exists(Path.Combine(folder, "snapshots")))
                continue;
            foreach (string snapshot in Directory.EnumerateDirectories(Path.Combine(folder, "snapshots")))
            {
                if (RepositoryName.IsCommit(Path.GetFileName(snapshot)) && TryNeeded(snapshot) is { } needed)
                    yield return (name, Path.GetFileName(snapshot), snapshot, HuggingFaceCache.Describe(snapshot, needed));
            }
        }
    }

    private static IReadOnlyList<string>? TryNeeded(string snapshot)
    {
        try
        {
            return NeededFiles.InFolder(snapshot);
        }
        catch (VerdictFormatException)
        {
            return null;
        }
    }

    /// <summary>The models in such a folder, complete or not, by name.</summary>
    public static IReadOnlyList<HuggingFaceEntry> List(string source)
    {
        if (!Directory.Exists(source))
            return [];
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string folder in Directory.EnumerateDirectories(source))
        {
            string name = Path.GetFileName(folder);
            if (HuggingFaceCache.NameOf(name) is { } cached)
                names.Add(cached);
            else if (HubNames.IsSafe(name))
                names.UnionWith(Directory.EnumerateDirectories(folder).Where(d => File.Exists(Path.Combine(d, NeededFiles.Configuration))).Select(d => $"{name}/{Path.GetFileName(d)}").Where(RepositoryName.IsName));
        }

        return [.. names.Select(n => new HuggingFaceEntry(n, null, source))];
    }
}
