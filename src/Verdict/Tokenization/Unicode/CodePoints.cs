using System.Globalization;

namespace Verdict.Tokenization;

/// <summary>
/// What the reference thinks of a code point. Its tables follow several Unicode versions at once (marks and punctuation about 8,
/// lowercase about 16), so the platform's categories would not agree; the tables here were measured on it, code point by code point.
/// </summary>
internal static class CodePoints
{
    /// <summary>The most code points that one can become by decomposition and lowercase together.</summary>
    public const int MostOutputs = 8;

    private const int HangulFirst = 0xAC00;
    private const int HangulLast = 0xD7A3;
    private const int HangulVowels = 21;
    private const int HangulTrails = 28;

    /// <summary>Whether the cleaning step drops it.</summary>
    public static bool IsRemovedByCleaning(int codePoint) => InRanges(UnicodeTables.CleanRemoved, codePoint);

    /// <summary>Whether the cleaning step turns it into U+0020.</summary>
    public static bool IsSpaceToCleaning(int codePoint) => InRanges(UnicodeTables.CleanSpace, codePoint);

    /// <summary>Whether it is an ideograph that gets spaces around it.</summary>
    public static bool IsCjk(int codePoint) => InRanges(UnicodeTables.CjkSpaced, codePoint);

    /// <summary>Whether it is a word of its own.</summary>
    public static bool IsPunctuation(int codePoint) => InRanges(UnicodeTables.Punctuation, codePoint);

    /// <summary>Whether it has Unicode's White_Space property, which parts words.</summary>
    public static bool IsWhitespace(int codePoint) => InRanges(UnicodeTables.Whitespace, codePoint);

    /// <summary>The canonical combining class: 0 but for marks, which are ordered by it.</summary>
    public static int CombiningClass(int codePoint)
    {
        ReadOnlySpan<int> runs = UnicodeTables.CombiningClasses;
        if (codePoint < runs[0])
            return 0;
        int low = 0;
        int high = (runs.Length / 3) - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (codePoint < runs[3 * middle])
                high = middle - 1;
            else if (codePoint > runs[(3 * middle) + 1])
                low = middle + 1;
            else
                return runs[(3 * middle) + 2];
        }

        return 0;
    }

    /// <summary>Whether a regular expression's <c>\w</c> matches it: letters, marks, decimal and letter numbers, connectors, joiners.</summary>
    public static bool IsWordCharacter(int codePoint)
    {
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(codePoint);
        return category is <= UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
            || codePoint is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9)
            || codePoint is (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);
    }

    /// <summary>Decomposes a code point canonically and drops the marks.</summary>
    /// <returns>How many code points were written.</returns>
    public static int StripAccents(int codePoint, Span<int> output)
    {
        if (codePoint is >= HangulFirst and <= HangulLast)
            return DecomposeHangul(codePoint, output);
        if (InRanges(UnicodeTables.AccentRemoved, codePoint))
            return 0;
        return Map(UnicodeTables.AccentMapped, UnicodeTables.AccentMappedLong, codePoint, output);
    }

    /// <summary>Lowercases a code point without regard to its neighbours.</summary>
    /// <returns>How many code points were written.</returns>
    public static int Lowercase(int codePoint, Span<int> output) =>
        Map(UnicodeTables.LowercaseMapped, UnicodeTables.LowercaseMappedLong, codePoint, output);

    /// <summary>Reads the code point at an index of well-formed text.</summary>
    public static int At(ReadOnlySpan<char> text, int index, out int length)
    {
        char c = text[index];
        if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
        {
            length = 2;
            return char.ConvertToUtf32(c, text[index + 1]);
        }

        length = 1;
        return char.IsSurrogate(c) ? 0xFFFD : c;
    }

    // The arithmetic of the Unicode standard, section 3.12.
    private static int DecomposeHangul(int codePoint, Span<int> output)
    {
        int index = codePoint - HangulFirst;
        output[0] = 0x1100 + (index / (HangulVowels * HangulTrails));
        output[1] = 0x1161 + (index % (HangulVowels * HangulTrails) / HangulTrails);
        int trail = index % HangulTrails;
        if (trail == 0)
            return 2;
        output[2] = 0x11A7 + trail;
        return 3;
    }

    /// <summary>Looks a key up in (key, value) pairs; a negative value points into <paramref name="longer"/>: a count, then that many code points.</summary>
    private static int Map(ReadOnlySpan<int> pairs, ReadOnlySpan<int> longer, int codePoint, Span<int> output)
    {
        int low = 0;
        int high = (pairs.Length / 2) - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int key = pairs[2 * middle];
            if (key == codePoint)
                return Write(pairs[(2 * middle) + 1], longer, output);
            if (key < codePoint)
                low = middle + 1;
            else
                high = middle - 1;
        }

        output[0] = codePoint;
        return 1;
    }

    private static int Write(int value, ReadOnlySpan<int> longer, Span<int> output)
    {
        if (value >= 0)
        {
            output[0] = value;
            return 1;
        }

        int at = -1 - value;
        int count = longer[at];
        longer.Slice(at + 1, count).CopyTo(output);
        return count;
    }

    private static bool InRanges(ReadOnlySpan<int> ranges, int codePoint)
    {
        int low = 0;
        int high = (ranges.Length / 2) - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (codePoint < ranges[2 * middle])
                high = middle - 1;
            else if (codePoint > ranges[(2 * middle) + 1])
                low = middle + 1;
            else
                return true;
        }

        return false;
    }
}
