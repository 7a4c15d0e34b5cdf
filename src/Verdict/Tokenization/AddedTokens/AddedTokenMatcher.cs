using System.Buffers;

namespace Verdict.Tokenization;

/// <summary>
/// Finds added tokens: leftmost first, of those the longest, none overlapping another. Immutable and safe from many threads.
/// </summary>
internal sealed class AddedTokenMatcher
{
    private readonly SearchValues<char> _firsts;
    private readonly Dictionary<char, (string Pattern, AddedToken Token)[]> _byFirst;

    /// <summary>Prepares the search.</summary>
    /// <param name="patterns">What to look for, none empty; of equal patterns the first counts.</param>
    public AddedTokenMatcher(IEnumerable<(string Pattern, AddedToken Token)> patterns)
    {
        // OrderByDescending is stable, so equal patterns keep their order.
        _byFirst = patterns.GroupBy(p => p.Pattern[0]).ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.Pattern.Length).ToArray());
        _firsts = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>Whether there is nothing to look for.</summary>
    public bool IsEmpty => _byFirst.Count == 0;

    /// <summary>Whether a text has a character with which a pattern begins: a quick no.</summary>
    public bool MayMatch(ReadOnlySpan<char> text) => !IsEmpty && text.ContainsAny(_firsts);

    /// <summary>Cuts a text at its added tokens.</summary>
    /// <param name="text">Well-formed text.</param>
    /// <param name="parts">Receives the parts, in order; those between tokens are not empty.</param>
    public void Split(ReadOnlySpan<char> text, List<TextPart> parts)
    {
        int done = 0;
        for (int at = 0; at < text.Length;)
        {
            int next = text[at..].IndexOfAny(_firsts);
            if (next < 0)
                break;
            at += next;
            if (!TryMatch(text[at..], out int length, out AddedToken? token))
            {
                at++;
                continue;
            }

            // The search goes on after the pattern itself, even where the token swallows white space beyond it: what lies between
            // the two is white space and need not be walked again.
            int start = at;
            int end = at + length;
            at = end;
            if (token!.SingleWord && (WordBefore(text[..start]) || WordAfter(text[end..])))
                continue;
            if (token.LeftStrip)
                start = start > done ? done + TrimEnd(text[done..start]) : done;
            if (token.RightStrip)
                end = Math.Max(end, done) + TrimStart(text[Math.Max(end, done)..]);
            if (done < start)
                parts.Add(new TextPart(done, start, null));
            parts.Add(new TextPart(start, end, token));
            done = end;
        }

        if (done < text.Length)
            parts.Add(new TextPart(done, text.Length, null));
    }

    private bool TryMatch(ReadOnlySpan<char> text, out int length, out AddedToken? token)
    {
        foreach ((string pattern, AddedToken candidate) in _byFirst[text[0]])
        {
            if (text.StartsWith(pattern, StringComparison.Ordinal))
            {
                length = pattern.Length;
                token = candidate;
                return true;
            }
        }

        length = 0;
        token = null;
        return false;
    }

    private static bool WordBefore(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
            return false;
        int last = text.Length - 1;
        if (last > 0 && char.IsLowSurrogate(text[last]))
            last--;
        return CodePoints.IsWordCharacter(CodePoints.At(text, last, out _));
    }

    private static bool WordAfter(ReadOnlySpan<char> text) => !text.IsEmpty && CodePoints.IsWordCharacter(CodePoints.At(text, 0, out _));

    private static int TrimEnd(ReadOnlySpan<char> text)
    {
        int end = text.Length;
        while (end > 0 && CodePoints.IsWhitespace(text[end - 1]))
            end--;
        return end;
    }

    private static int TrimStart(ReadOnlySpan<char> text)
    {
        int start = 0;
        while (start < text.Length && CodePoints.IsWhitespace(text[start]))
            start++;
        return start;
    }
}
