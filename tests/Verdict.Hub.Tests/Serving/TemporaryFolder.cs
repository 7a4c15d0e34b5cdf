namespace Verdict.Hub.Tests.Serving;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("verdict-hub-").FullName;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Every file in it, as relative paths with /.</summary>
    public string[] Files(string below = "") => !Directory.Exists(this[below]) ? [] :
        [.. Directory.GetFiles(this[below], "*", SearchOption.AllDirectories).Select(f => System.IO.Path.GetRelativePath(this[below], f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
