using System.Text.RegularExpressions;

namespace Verdict.SparkNlp.Text.Patterns;

/// <summary>
/// A Java regular expression, made into a .NET one that matches the same: ASCII classes, code points in place of UTF-16 units, Java's
/// line terminators, ASCII-only case folding, <c>\Q…\E</c>, nested classes and intersections, possessive quantifiers.
/// </summary>
internal static class JavaPattern
{
    /// <summary>So long one pattern may work on one text; a pattern that explodes is refused instead of hanging.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Translates and compiles a pattern.</summary>
    /// <exception cref="ArgumentException">It is no Java pattern, or uses what is not supported; the message shows pattern and place.</exception>
    public static Regex Compile(string pattern) => new(new Translator(pattern).Translate(), RegexOptions.CultureInvariant, Patience);

    /// <summary>Java's <c>Pattern.quote</c>-like form of text inside a character class.</summary>
    public static string Quote(string text) => "\\Q" + text + "\\E";

    /// <summary><c>String.split</c> with a pattern: parts between matches, no empty ones at the end.</summary>
    public static string[] Split(Regex pattern, string text)
    {
        List<string> parts = [];
        int start = 0;
        foreach (Match match in pattern.Matches(text))
        {
            // A match of no width at the beginning makes no empty first part.
            if (match.Index == 0 && match.Length == 0)
                continue;
            parts.Add(text[start..match.Index]);
            start = match.Index + match.Length;
        }

        if (start == 0 && parts.Count == 0)
            return [text];
        parts.Add(text[start..]);
        return JavaText.WithoutTrailingEmpty(parts);
    }

    /// <summary>Runs a step that uses patterns; one that takes too long becomes an error that says so.</summary>
    public static T Guard<T>(Func<T> step)
    {
        try
        {
            return step();
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new InvalidOperationException(
                $"A pattern took longer than {Patience.TotalSeconds:N0} s on a text of {e.Input.Length:N0} characters. Patterns with nested repetitions can take exponential time: make it simpler, or shorten the text.", e);
        }
    }
}
