using System.Globalization;
using System.Numerics;
using System.Text;

namespace Verdict.Reports.Text;

/// <summary>Numbers as Python prints them: .NET rounds the halves of fixed-point numbers up and writes exponents in another way.</summary>
internal static class PythonNumbers
{
    /// <summary>Python's <c>format(value, ".Nf")</c>: exact, halves to the even digit.</summary>
    public static string Fixed(double value, int digits)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        BigInteger mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0)
            exponent = 1;
        else
            mantissa += 1L << 52;
        exponent -= 1075;
        BigInteger scaled = mantissa * BigInteger.Pow(10, digits);
        if (exponent >= 0)
        {
            scaled <<= exponent;
        }
        else
        {
            BigInteger unit = BigInteger.One << -exponent;
            scaled = BigInteger.DivRem(scaled, unit, out BigInteger rest);
            int half = (rest << 1).CompareTo(unit);
            if (half > 0 || (half == 0 && !scaled.IsEven))
                scaled += 1;
        }

        string text = scaled.ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        string sign = bits < 0 ? "-" : "";
        return digits == 0 ? sign + text : $"{sign}{text[..^digits]}.{text[^digits..]}";
    }

    /// <summary>Python's <c>repr</c> of a float: the shortest digits that give it back, with an exponent below -4 and from 16.</summary>
    public static string Shortest(double value)
    {
        if (!double.IsFinite(value))
            return Fixed(value, 0);
        string[] parts = value.ToString("R", CultureInfo.InvariantCulture).TrimStart('-').Split('E');
        string sign = double.IsNegative(value) ? "-" : "";
        string whole = parts[0].Split('.')[0];
        string digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        string mantissa = digits.TrimStart('0');
        if (mantissa.Length == 0)
            return sign + "0.0";
        int exponent = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) + whole.Length - 1 - (digits.Length - mantissa.Length);
        mantissa = mantissa.TrimEnd('0');
        if (exponent is < -4 or >= 16)
        {
            string fraction = mantissa.Length > 1 ? "." + mantissa[1..] : "";
            return $"{sign}{mantissa[0]}{fraction}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
        }

        if (exponent < 0)
            return $"{sign}0.{new string('0', -exponent - 1)}{mantissa}";
        string padded = mantissa.PadRight(exponent + 1, '0');
        return $"{sign}{padded[..(exponent + 1)]}.{(padded.Length > exponent + 1 ? padded[(exponent + 1)..] : "0")}";
    }

    /// <summary>Pads to the left as Python does, which counts code points.</summary>
    public static StringBuilder AppendRight(this StringBuilder builder, string text, int width) =>
        builder.Append(' ', Math.Max(0, width - CodePoints(text))).Append(text);

    /// <summary>How many code points a text has; half a surrogate pair counts as one.</summary>
    public static int CodePoints(string text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++, count++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
        }

        return count;
    }
}
