namespace Verdict.Hub;

/// <summary>Names that become parts of paths and addresses.</summary>
internal static class HubNames
{
    private const int Longest = 200;

    /// <summary>Whether a text is one part of a path on every system: letters, digits, <c>.</c>, <c>-</c>, <c>_</c>, not beginning with a dot or ending in one.</summary>
    public static bool IsSafe(string text) =>
        text.Length is > 0 and <= Longest && text[0] != '.' && text[^1] != '.' && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    /// <summary>Whether a text is a relative path of such parts, with <c>/</c> between them. A part may begin with a dot, as <c>.part-00000.crc</c> does.</summary>
    public static bool IsSafePath(string text) =>
        text.Length is > 0 and <= 2 * Longest && text.Split('/').All(p => p.Length > 0 && p is not ("." or "..") && p[^1] is not ('.' or ' ')
            && p.All(c => c >= ' ' && c is not ('\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\x7f')));

    /// <summary>Whether a source is an address rather than a path.</summary>
    public static bool IsAddress(string source, out Uri address)
    {
        bool web = source.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        address = null!;
        if (!web)
            return false;
        if (Uri.TryCreate(source, UriKind.Absolute, out Uri? parsed) && parsed.UserInfo.Length == 0 && parsed.Query.Length == 0)
        {
            address = parsed;
            return true;
        }

        throw new ArgumentException("A source begins as an address does, but is none of a hub. Give one such as https://huggingface.co, without a user, password or query."); // not quoted: it may hold a password
    }
}
