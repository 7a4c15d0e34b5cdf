using System.IO.Compression;
using Verdict.Testing;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Genuine files of archives, out of folders and zips.</summary>
internal static class GoldenArchives
{
    /// <summary>A committed archive.</summary>
    public static string PathOf(params string[] parts) => RepositoryPaths.Golden(["sparknlp", "archives", .. parts]);

    /// <summary>Every file whose path in its archive a test accepts, with its bytes.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> Files(Func<string, bool> accept)
    {
        foreach (string path in Directory.GetFiles(PathOf(), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!path.EndsWith(".zip", StringComparison.Ordinal))
            {
                if (accept(path))
                    yield return (path, File.ReadAllBytes(path));
                continue;
            }

            using ZipArchive zip = ZipFile.OpenRead(path);
            foreach (ZipArchiveEntry entry in zip.Entries.Where(e => accept(e.FullName)))
            {
                using var bytes = new MemoryStream();
                using Stream stream = entry.Open();
                stream.CopyTo(bytes);
                yield return ($"{path}!{entry.FullName}", bytes.ToArray());
            }
        }
    }

    /// <summary>Every genuine SequenceFile.</summary>
    public static IEnumerable<(string Name, byte[] Bytes)> SequenceFiles() =>
        Files(n => n.Contains("fields/", StringComparison.Ordinal) && Path.GetFileName(n).StartsWith("part-", StringComparison.Ordinal) && !n.EndsWith(".parquet", StringComparison.Ordinal));
}
