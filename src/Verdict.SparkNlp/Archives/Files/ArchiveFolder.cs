namespace Verdict.SparkNlp.Archives.Files;

/// <summary>One folder of a tree: a saved stage lies in one, at the root or inside a pipeline's.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="Prefix">The folder's path in it: empty, or ending in a slash.</param>
internal sealed record ArchiveFolder(FileTree Tree, string Prefix)
{
    /// <summary>What errors call the folder.</summary>
    public string Path => Tree.PathOf(Prefix.TrimEnd('/'));

    /// <summary>The name that errors use for a file.</summary>
    public string PathOf(string name) => Tree.PathOf(Prefix + name);

    /// <summary>A folder inside it.</summary>
    public ArchiveFolder Sub(string name) => new(Tree, $"{Prefix}{name}/");

    /// <summary>Whether there is such a file.</summary>
    public bool Has(string name) => Tree.Has(Prefix + name);

    /// <summary>A file's bytes; the caller disposes them.</summary>
    public Blob Open(string name, string missing) => Tree.Open(Prefix + name, missing);

    /// <summary>The files directly in it.</summary>
    public IReadOnlyList<string> Files => Tree.FilesIn(Prefix.TrimEnd('/'));

    /// <summary>The folders directly in it.</summary>
    public IReadOnlyList<string> Folders => Tree.FoldersIn(Prefix.TrimEnd('/'));

    /// <summary>The part files that Spark wrote into a folder, in order: neither <c>_SUCCESS</c> nor checksums.</summary>
    public IEnumerable<string> PartsOf(string folder) =>
        Tree.FilesIn(Prefix + folder).Where(n => n.StartsWith("part-", StringComparison.Ordinal) && !n.EndsWith(".crc", StringComparison.Ordinal)).Select(n => $"{folder}/{n}");
}
