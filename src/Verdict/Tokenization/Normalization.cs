namespace Verdict.Tokenization;

/// <summary>Which of the normaliser's steps are on; they happen in this order.</summary>
/// <param name="CleanText">Drop control characters, turn white space into U+0020.</param>
/// <param name="SeparateCjk">Put spaces around ideographs.</param>
/// <param name="StripAccents">Decompose and drop the marks.</param>
/// <param name="Lowercase">Lowercase each character.</param>
internal readonly record struct Normalization(bool CleanText, bool SeparateCjk, bool StripAccents, bool Lowercase)
{
    /// <summary>A code point's outputs after all steps but the spaces around ideographs.</summary>
    /// <param name="codePoint">Any code point but a surrogate.</param>
    /// <param name="output">At least <see cref="CodePoints.MostOutputs"/> places.</param>
    /// <returns>How many code points were written; 0 where it is dropped.</returns>
    public int Apply(int codePoint, Span<int> output)
    {
        if (CleanText)
        {
            if (CodePoints.IsRemovedByCleaning(codePoint))
                return 0;
            if (CodePoints.IsSpaceToCleaning(codePoint))
                codePoint = ' ';
        }

        Span<int> stripped = stackalloc int[4];
        int count = 1;
        if (StripAccents)
            count = CodePoints.StripAccents(codePoint, stripped);
        else
            stripped[0] = codePoint;
        if (!Lowercase)
        {
            stripped[..count].CopyTo(output);
            return count;
        }

        int written = 0;
        for (int i = 0; i < count; i++)
            written += CodePoints.Lowercase(stripped[i], output[written..]);
        return written;
    }

    /// <summary>Whether a mark remains in decomposed text, so that the marks around it have to be put in canonical order.</summary>
    /// <param name="output">What <see cref="Apply"/> made of a code point.</param>
    public bool KeepsMark(ReadOnlySpan<int> output)
    {
        if (StripAccents)
        {
            foreach (int codePoint in output)
            {
                if (CodePoints.CombiningClass(codePoint) != 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether spaces go around a code point.</summary>
    public bool Separates(int codePoint) => SeparateCjk && CodePoints.IsCjk(codePoint);
}
