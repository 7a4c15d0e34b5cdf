using System.IO.Enumeration;

namespace Verdict.Data.Files;

/// <summary>Files from what a user names: files, folders, patterns. Always in the same order.</summary>
internal static class InputSet
{
    private static readonly char[] Wildcards = ['*', '?'];

    /// <summary>The files meant, in the order named; those of a folder or pattern by name.</summary>
    /// <exception cref="ArgumentException">Nothing is there, or a pattern is none.</exception>
    public static List<string> Expand(IEnumerable<string> names, bool formatIsNamed)
    {
        List<string> files = [];
        foreach (string name in names)
        {
            if (Directory.Exists(name))
                files.AddRange(Found(name, Under(name, "*", recurse: true).Where(file => formatIsNamed || RecordEncoding.TryFromPath(file, out _))));
            else if (name.IndexOfAny(Wildcards) >= 0 && !File.Exists(name))
                files.AddRange(Found(name, Match(name)));
            else
                files.Add(name);
        }

        return files;
    }

    private static IEnumerable<string> Match(string pattern)
    {
        string file = Path.GetFileName(pattern);
        string folder = Path.GetDirectoryName(pattern) ?? "";
        bool recurse = Path.GetFileName(folder) == "**";
        if (recurse)
            folder = Path.GetDirectoryName(folder) ?? "";
        if (folder.IndexOfAny(Wildcards) >= 0)
            throw new ArgumentException($"{pattern}: * and ? may stand in the file's name only, and ** as the last folder. Name the folder.", nameof(pattern));
        return Directory.Exists(folder.Length == 0 ? "." : folder) ? Under(folder, file, recurse) : [];
    }

    /// <summary>Files below a folder. Hidden ones, Spark's marks (<c>_SUCCESS</c>) and what Verdict works on are left out.</summary>
    private static IEnumerable<string> Under(string folder, string pattern, bool recurse)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = recurse, AttributesToSkip = FileAttributes.Hidden };
        var found = new FileSystemEnumerable<string>(folder.Length == 0 ? "." : folder, static (ref FileSystemEntry entry) => entry.ToSpecifiedFullPath(), options)
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory && !Skipped(entry.FileName) && FileSystemName.MatchesSimpleExpression(pattern, entry.FileName),
            ShouldRecursePredicate = static (ref FileSystemEntry entry) => !Skipped(entry.FileName) && !entry.FileName.EndsWith(".verdict"),
        };
        return found.Select(path => folder.Length == 0 ? path[2..] : path);
    }

    private static bool Skipped(ReadOnlySpan<char> name) => name.StartsWith('.') || name.StartsWith('_') || name.EndsWith(".tmp");

    private static List<string> Found(string name, IEnumerable<string> files)
    {
        List<string> sorted = [.. files.Order(StringComparer.Ordinal)];
        return sorted.Count > 0 ? sorted : throw new ArgumentException($"{name}: no file there is one that Verdict reads. Check the name, or name the format.", nameof(name));
    }
}
