using System.Globalization;
using System.Text;

namespace Verdict.SparkNlp.Text;

/// <summary>What Java's standard library does to text and numbers, where .NET does something else.</summary>
internal static class JavaText
{
    /// <summary><c>String.trim</c>: everything up to U+0020 goes at both ends.</summary>
    public static string Trim(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;
        while (end > start && text[end - 1] <= ' ')
            end--;
        return text[start..end];
    }

    /// <summary><c>\s</c> of a Java pattern: six ASCII characters.</summary>
    public static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');

    /// <summary><c>Float.toString</c> (as since JDK 19, and before it but for rare last digits): the shortest digits that give the same number back.</summary>
    public static string Of(float value) =>
        float.IsNaN(value) ? "NaN" : float.IsInfinity(value) ? Infinity(value < 0)
        : value == 0 ? Zero(float.IsNegative(value)) : Layout(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary><c>Double.toString</c>.</summary>
    public static string Of(double value) =>
        double.IsNaN(value) ? "NaN" : double.IsInfinity(value) ? Infinity(value < 0)
        : value == 0 ? Zero(double.IsNegative(value)) : Layout(value.ToString("R", CultureInfo.InvariantCulture));

    /// <summary><c>String.split</c>: parts between matches, without the empty ones at the end.</summary>
    public static string[] WithoutTrailingEmpty(IReadOnlyList<string> parts)
    {
        int count = parts.Count;
        while (count > 0 && parts[count - 1].Length == 0)
            count--;
        return [.. parts.Take(count)];
    }

    /// <summary><c>String.toLowerCase</c> of the root locale: İ becomes i with a dot above, and a sigma at a word's end its final form.</summary>
    public static string ToLower(string text)
    {
        string lower = text.ToLowerInvariant();
        if (!text.AsSpan().ContainsAny('\u0130', '\u03A3'))
            return lower;
        var result = new StringBuilder(text.Length + 2);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u0130')
                result.Append("i\u0307");
            else if (text[i] == '\u03A3')
                result.Append(IsFinal(text, i) ? '\u03C2' : '\u03C3');
            else
                result.Append(lower[i]);
        }

        return result.ToString();
    }

    private static string Infinity(bool negative) => negative ? "-Infinity" : "Infinity";

    private static string Zero(bool negative) => negative ? "-0.0" : "0.0";

    /// <summary>Lays shortest digits out as Java does: plain from 10⁻³ to 10⁷, else with an exponent; always a digit behind the point.</summary>
    private static string Layout(string shortest)
    {
        bool negative = shortest[0] == '-';
        (string digits, int exponent) = Digits(shortest.AsSpan(negative ? 1 : 0));
        string text;
        if (exponent is >= -3 and < 7)
        {
            text = exponent < 0
                ? "0." + new string('0', -exponent - 1) + digits
                : digits.Length <= exponent + 1
                    ? digits.PadRight(exponent + 1, '0') + ".0"
                    : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
        }
        else
        {
            text = string.Create(CultureInfo.InvariantCulture, $"{digits[0]}.{(digits.Length > 1 ? digits[1..] : "0")}E{exponent}");
        }

        return negative ? "-" + text : text;
    }

    /// <summary>The significant digits of a number's text, and the power of ten of the first one.</summary>
    private static (string Digits, int Exponent) Digits(ReadOnlySpan<char> text)
    {
        int e = text.IndexOf('E');
        int power = e < 0 ? 0 : int.Parse(text[(e + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        ReadOnlySpan<char> mantissa = e < 0 ? text : text[..e];
        int point = mantissa.IndexOf('.');
        int whole = point < 0 ? mantissa.Length : point;
        string all = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        int zeros = all.Length - all.TrimStart('0').Length;
        return (all.Trim('0'), power + whole - 1 - zeros);
    }

    private static bool IsFinal(string text, int sigma)
    {
        int before = sigma - 1;
        while (before >= 0 && IsCaseIgnorable(text[before]))
            before--;
        if (before < 0 || !IsCased(text[before]))
            return false;
        int after = sigma + 1;
        while (after < text.Length && IsCaseIgnorable(text[after]))
            after++;
        return after == text.Length || !IsCased(text[after]);
    }

    private static bool IsCased(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsCaseIgnorable(char c) => c is '\'' or '.' or ':' or '\u00B7' or '\u2018' or '\u2019' || char.GetUnicodeCategory(c)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol;
}
