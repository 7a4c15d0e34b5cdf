using System.Globalization;
using System.Text;

namespace Verdict.Reports.Cards;

/// <summary>Texts from outside in the card's several languages.</summary>
internal static class CardText
{
    /// <summary>A YAML scalar: as it is where that is safe, else in double quotes.</summary>
    public static string Yaml(string text)
    {
        bool plain = text.Length > 0 && char.IsAsciiLetter(text[0])
            && text.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '(' or ')' or '/' or ' ')
            && text[^1] != ' ' && text.ToLowerInvariant() is not ("true" or "false" or "null" or "yes" or "no" or "on" or "off" or "y" or "n");
        return plain ? text : Literal(text);
    }

    /// <summary>A string in double quotes that C#, Python, Scala, JSON and YAML read alike.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (c is '"' or '\\')
                literal.Append('\\').Append(c);
            else if (pair)
                literal.Append(c).Append(text[++i]);
            else if (char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF')
                literal.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                literal.Append(c);
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A code span; a text that holds a backtick or a control character is escaped instead.</summary>
    public static string Code(string text) => text.Length == 0 || text.Any(c => c == '`' || char.IsControl(c)) ? MarkdownReport.Cell(text) : $"`{text}`";

    /// <summary>A link where the text is an address, else the text.</summary>
    public static string Link(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is ("http" or "https")
        ? $"[{MarkdownReport.Cell(text)}]({address.AbsoluteUri.Replace("(", "%28", StringComparison.Ordinal).Replace(")", "%29", StringComparison.Ordinal)})"
        : MarkdownReport.Cell(text);

    /// <summary>A fenced block, with a fence that is longer than any inside it.</summary>
    public static void Fence(StringBuilder card, string language, string content)
    {
        int run = 0, longest = 2;
        foreach (char c in content)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        string fence = new('`', longest + 1);
        card.Append(fence).Append(language).Append('\n').Append(content.TrimEnd('\n')).Append('\n').Append(fence).Append("\n\n");
    }
}
