using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Files that a test has in its hands.</summary>
internal sealed class MemoryTree(Dictionary<string, byte[]> files) : FileTree
{
    public override string Description => "memory";

    public override bool Has(string name) => files.ContainsKey(name);

    public override IReadOnlyList<string> FilesIn(string folder)
    {
        string prefix = folder.Length == 0 ? string.Empty : folder + "/";
        return [.. files.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && !n[prefix.Length..].Contains('/')).Select(n => n[prefix.Length..]).Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> FoldersIn(string folder)
    {
        string prefix = folder.Length == 0 ? string.Empty : folder + "/";
        return [.. files.Keys.Where(n => n.StartsWith(prefix, StringComparison.Ordinal) && n[prefix.Length..].Contains('/')).Select(n => n[prefix.Length..n.IndexOf('/', prefix.Length)]).Distinct().Order(StringComparer.Ordinal)];
    }

    public override Blob Open(string name, string missing) =>
        files.TryGetValue(name, out byte[]? bytes) ? Blob.OfBytes(PathOf(name), bytes) : throw new VerdictFormatException(PathOf(name), null, missing);

    public override void Dispose()
    {
    }
}
