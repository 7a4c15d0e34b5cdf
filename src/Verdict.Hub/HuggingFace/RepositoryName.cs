namespace Verdict.Hub.HuggingFace;

/// <summary>Names and revisions as Hugging Face's hub allows them.</summary>
internal static class RepositoryName
{
    /// <summary>The revision that is meant where none is named.</summary>
    public const string DefaultRevision = "main";

    /// <summary>Whether a text may be a repository's name: <c>organisation/name</c>, or a name alone as the oldest models have.</summary>
    public static bool IsName(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length is 1 or 2 && parts.All(p => HubNames.IsSafe(p) && !p.Contains("--", StringComparison.Ordinal) && !p.Contains("..", StringComparison.Ordinal));
    }

    /// <summary>Whether a text may be a branch, a tag or a commit.</summary>
    public static bool IsRevision(string text) => HubNames.IsSafePath(text) && text[0] is not ('-' or '/') && !text.Contains("..", StringComparison.Ordinal) && !text.Contains('\'', StringComparison.Ordinal) && text.All(c => c is > ' ' and < '\x7f');

    /// <summary>Whether a text is a full commit: 40 hexadecimal digits, lower case.</summary>
    public static bool IsCommit(string? text) => text is { Length: 40 } && text.All(c => c is (>= '0' and <= '9') or (>= 'a' and <= 'f'));
}
