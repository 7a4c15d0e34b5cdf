namespace Verdict.Tokenization;

/// <summary>Lone surrogates, which UTF-16 in memory may have and no Unicode text has.</summary>
internal static class WellFormed
{
    /// <summary>
    /// A copy in which each lone surrogate is U+FFFD, which is what a UTF-8 encoder would have handed to the reference. Nothing moves,
    /// since both are one code unit.
    /// </summary>
    /// <returns><see langword="null"/> where the text is well-formed already.</returns>
    public static char[]? Repair(ReadOnlySpan<char> text)
    {
        char[]? copy = null;
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
                return copy;
            at += next;
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at += 2;
                continue;
            }

            copy ??= text.ToArray();
            copy[at++] = '\uFFFD';
        }
    }
}
