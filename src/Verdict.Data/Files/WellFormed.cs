using System.Text;

namespace Verdict.Data.Files;

/// <summary>
/// Well-formed UTF-16. The decoder (<see cref="DecodingReader"/>) turns bytes that are no text into lone surrogates,
/// which no valid input can give: so a row that holds one is exactly a row that held invalid bytes.
/// </summary>
internal static class WellFormed
{
    public static bool Check(ReadOnlySpan<char> text)
    {
        int at = text.IndexOfAnyInRange('\uD800', '\uDFFF');
        if (at < 0)
            return true;
        for (int i = at; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 >= text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    /// <summary>The text with U+FFFD for each lone surrogate.</summary>
    public static string Repair(ReadOnlySpan<char> text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
            builder.Append(rune.ToString());
        return builder.ToString();
    }
}
