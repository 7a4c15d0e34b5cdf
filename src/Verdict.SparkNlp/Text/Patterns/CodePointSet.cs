using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Verdict.SparkNlp.Text.Patterns;

/// <summary>A set of code points, as a Java character class is one, and the .NET pattern that matches one member of it.</summary>
internal sealed class CodePointSet
{
    private const int Count = 0x110000;
    private static readonly ConcurrentDictionary<UnicodeCategory, CodePointSet> Categories = new();
    private readonly BitArray _members;

    private CodePointSet(BitArray members) => _members = members;

    /// <summary>The empty set.</summary>
    public static CodePointSet Empty() => new(new BitArray(Count));

    /// <summary>All code points from <paramref name="first"/> to <paramref name="last"/>, both in.</summary>
    public static CodePointSet Range(int first, int last)
    {
        CodePointSet set = Empty();
        set.Add(first, last);
        return set;
    }

    /// <summary>The given characters.</summary>
    public static CodePointSet Of(string characters)
    {
        CodePointSet set = Empty();
        foreach (char c in characters)
            set._members[c] = true;
        return set;
    }

    /// <summary>All code points of some general categories.</summary>
    public static CodePointSet Of(params ReadOnlySpan<UnicodeCategory> categories)
    {
        CodePointSet set = Empty();
        foreach (UnicodeCategory category in categories)
            set._members.Or(Categories.GetOrAdd(category, OfCategory)._members);
        return set;
    }

    /// <summary>Adds a range to this set, while it is being made.</summary>
    public void Add(int first, int last)
    {
        for (int c = first; c <= last; c++)
            _members[c] = true;
    }

    /// <summary>Adds another set's members to this one, while it is being made.</summary>
    public void Add(CodePointSet other) => _members.Or(other._members);

    public CodePointSet Or(CodePointSet other) => new(new BitArray(_members).Or(other._members));

    public CodePointSet And(CodePointSet other) => new(new BitArray(_members).And(other._members));

    public CodePointSet Not() => new(new BitArray(_members).Not());

    /// <summary>A .NET pattern that matches exactly one member; it never takes half of a surrogate pair.</summary>
    public string ToPattern()
    {
        string low = Ranges(0, 0xD7FF, "", "") + Ranges(0xE000, 0xFFFF, "", "");
        List<string> high = [];
        string? previous = null;
        int start = 0;
        for (int lead = 0; lead <= 1024; lead++)
        {
            string? tails = lead == 1024 ? null : Ranges(0x10000 + (lead << 10), 0x10000 + (lead << 10) + 0x3FF, "[", "]", tail: true);
            if (tails == previous)
                continue;
            if (!string.IsNullOrEmpty(previous))
                high.Add(Pair(start, lead - 1) + previous);
            (previous, start) = (tails, lead);
        }

        // Halves of pairs are members only where they stand alone.
        if (low.Length > 0)
            high.Insert(0, $"[{low}]");
        if (Ranges(0xD800, 0xDBFF, "[", "]") is { Length: > 0 } leads)
            high.Add(leads + "(?![\\uDC00-\\uDFFF])");
        if (Ranges(0xDC00, 0xDFFF, "[", "]") is { Length: > 0 } trails)
            high.Add("(?<![\\uD800-\\uDBFF])" + trails);
        return high.Count switch
        {
            0 => "(?!)",
            1 => high[0].StartsWith("[\\uD8", StringComparison.Ordinal) ? $"(?:{high[0]})" : high[0],
            _ => $"(?>{string.Join('|', high)})",
        };
    }

    private static string Pair(int first, int last) => first == last ? $"\\u{0xD800 + first:X4}" : $"[\\u{0xD800 + first:X4}-\\u{0xD800 + last:X4}]";

    private static CodePointSet OfCategory(UnicodeCategory category)
    {
        CodePointSet set = Empty();
        for (int c = 0; c < Count; c++)
            set._members[c] = CharUnicodeInfo.GetUnicodeCategory(c) == category;
        return set;
    }

    private string Ranges(int from, int to, string open, string close, bool tail = false)
    {
        var text = new StringBuilder();
        for (int c = from; c <= to; c++)
        {
            if (!_members[c])
                continue;
            int first = c;
            while (c < to && _members[c + 1])
                c++;
            Append(text, first, tail);
            if (c > first)
                Append(text.Append('-'), c, tail);
        }

        return text.Length == 0 ? "" : $"{open}{text}{close}";
    }

    private static void Append(StringBuilder text, int codePoint, bool tail) =>
        text.Append(CultureInfo.InvariantCulture, $"\\u{(tail ? 0xDC00 + (codePoint & 0x3FF) : codePoint):X4}");
}
