using Xunit;

namespace Verdict.Testing;

/// <summary>Where things lie: the repository's root, its goldens, and the optional folder of shared data beside it.</summary>
public static class RepositoryPaths
{
    /// <summary>The folder that holds <c>Verdict.slnx</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A committed golden; its absence is a failure, never a skip.</summary>
    public static string Golden(params string[] parts) => Path.Combine([Root, "tests", "goldens", .. parts]);

    /// <summary>A file or folder of <c>../shared</c>; the test that asks for it is skipped, saying why, where it is absent.</summary>
    public static string Shared(params string[] parts)
    {
        string path = Path.GetFullPath(Path.Combine([Root, "..", "shared", .. parts]));
        Assert.SkipUnless(Path.Exists(path), $"needs ../shared/{string.Join('/', parts)}, which is not beside this checkout");
        return path;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Verdict.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Verdict.slnx.");
    }
}
