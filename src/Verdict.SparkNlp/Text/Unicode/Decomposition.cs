using System.Collections.Frozen;
using System.Text;

namespace Verdict.SparkNlp.Text.Unicode;

/// <summary>Canonical decomposition (NFD) without the marks U+0300 to U+036F. .NET's own is not there where globalization is invariant.</summary>
internal static class Decomposition
{
    private const int HangulFirst = 0xAC00, HangulLast = 0xD7A3, Vowels = 21, Trails = 28;
    private const int Joiner = 0x034F;

    private static readonly FrozenDictionary<int, string> Table = ReadTable();

    /// <summary>Decomposes a text and takes the marks out.</summary>
    public static string WithoutMarks(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\u00BF'))
            return text;
        var result = new StringBuilder(text.Length);
        List<(int CodePoint, int Class)> run = [];
        for (int i = 0; i < text.Length; i++)
        {
            int c = char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text, i++) : text[i];
            if (c == Joiner)
                Flush(run, result);
            else if (c is >= HangulFirst and <= HangulLast)
                AppendHangul(run, result, c - HangulFirst);
            else if (!Table.TryGetValue(c, out string? parts))
                Append(run, result, c);
            else
                AppendAll(run, result, parts);
        }

        Flush(run, result);
        return result.ToString();
    }

    private static void AppendAll(List<(int, int)> run, StringBuilder result, string parts)
    {
        for (int i = 0; i < parts.Length; i++)
            Append(run, result, char.IsSurrogatePair(parts, i) ? char.ConvertToUtf32(parts, i++) : parts[i]);
    }

    private static void AppendHangul(List<(int, int)> run, StringBuilder result, int syllable)
    {
        Append(run, result, 0x1100 + (syllable / (Vowels * Trails)));
        Append(run, result, 0x1161 + (syllable % (Vowels * Trails) / Trails));
        if (syllable % Trails > 0)
            Append(run, result, 0x11A7 + (syllable % Trails));
    }

    private static void Append(List<(int CodePoint, int Class)> run, StringBuilder result, int c)
    {
        if (c is >= 0x0300 and <= 0x036F)
            return;
        int combining = c < 0x0483 ? 0 : ClassOf(c);
        if (combining != 0)
        {
            run.Add((c, combining));
            return;
        }

        Flush(run, result);
        AppendCodePoint(result, c);
    }

    /// <summary>Marks in a row stand in the order of their classes; equal ones keep their own.</summary>
    private static void Flush(List<(int CodePoint, int Class)> run, StringBuilder result)
    {
        if (run.Count == 0)
            return;
        foreach ((int c, _) in run.OrderBy(m => m.Class))
            AppendCodePoint(result, c);
        run.Clear();
    }

    private static void AppendCodePoint(StringBuilder result, int c)
    {
        if (c > 0xFFFF)
            result.Append(char.ConvertFromUtf32(c));
        else
            result.Append((char)c);
    }

    private static int ClassOf(int codePoint)
    {
        ReadOnlySpan<int> classes = DecompositionTables.CombiningClasses;
        int low = 0, high = (classes.Length / 3) - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < classes[middle * 3])
                high = middle - 1;
            else if (codePoint > classes[(middle * 3) + 1])
                low = middle + 1;
            else
                return classes[(middle * 3) + 2];
        }

        return 0;
    }

    private static FrozenDictionary<int, string> ReadTable()
    {
        Dictionary<int, string> table = [];
        ReadOnlySpan<char> rest = DecompositionTables.Decompositions;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf('\0');
            int length = char.IsHighSurrogate(rest[0]) ? 2 : 1;
            table.Add(length == 2 ? char.ConvertToUtf32(rest[0], rest[1]) : rest[0], rest[length..end].ToString());
            rest = rest[(end + 1)..];
        }

        return table.ToFrozenDictionary();
    }
}
