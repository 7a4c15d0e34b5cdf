namespace Verdict.SparkNlp.Archives.Files;

/// <summary>The files of a folder on disk. Names come from this program, never from a file's contents.</summary>
internal sealed class FolderTree(string root) : FileTree
{
    public override string Description => root;

    public override bool Has(string name) => File.Exists(PathOf(name));

    public override IReadOnlyList<string> FilesIn(string folder) => Names(folder, Directory.EnumerateFiles);

    public override IReadOnlyList<string> FoldersIn(string folder) => Names(folder, Directory.EnumerateDirectories);

    public override Blob Open(string name, string missing) => Has(name)
        ? Blob.OfFile(PathOf(name))
        : throw new VerdictFormatException(PathOf(name), null, missing);

    public override string PathOf(string name) => Path.Combine(root, name);

    public override void Dispose()
    {
    }

    private string[] Names(string folder, Func<string, IEnumerable<string>> list)
    {
        string path = PathOf(folder);
        if (!Directory.Exists(path))
            return [];
        try
        {
            return [.. list(path).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerdictFormatException(path, null, $"the folder cannot be read: {e.Message}", e);
        }
    }
}
