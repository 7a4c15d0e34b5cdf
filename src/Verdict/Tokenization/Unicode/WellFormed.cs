namespace Verdict.Tokenization;

/// <summary>Lone surrogates, which UTF-16 in memory may have and no Unicode text has.</summary>
internal static class WellFormed
{
    /// <summary>
    /// The text with U+FFFD for each lone surrogate, which is what a UTF-8 encoder would have handed to the reference. Nothing moves, since
    /// both are one code unit.
    /// </summary>
    /// <param name="text">Any text; it is handed back where it is well-formed already.</param>
    /// <param name="scratch">Holds the repaired text otherwise; replaced by a larger array where it is too short.</param>
    public static ReadOnlySpan<char> Repair(ReadOnlySpan<char> text, ref char[] scratch)
    {
        Span<char> copy = default;
        for (int at = 0; ;)
        {
            int next = text[at..].IndexOfAnyInRange('\uD800', '\uDFFF');
            if (next < 0)
                return copy.IsEmpty ? text : copy;
            at += next;
            if (char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                at += 2;
                continue;
            }

            if (copy.IsEmpty)
            {
                if (scratch.Length < text.Length)
                    scratch = new char[text.Length];
                text.CopyTo(scratch);
                copy = scratch.AsSpan(0, text.Length);
            }

            copy[at++] = '\uFFFD';
        }
    }
}
