using System.Buffers;
using System.Text.RegularExpressions;
using Verdict.SparkNlp.Text.Patterns;

namespace Verdict.SparkNlp;

/// <summary>One rule of a tokeniser. The default rule is done by hand: it only takes context characters off both ends.</summary>
internal sealed class TokenRule
{
    private readonly SearchValues<char>? _context;
    private readonly Regex? _regex;

    public TokenRule(string pattern)
    {
        if (ContextOf(pattern) is { } context)
            _context = SearchValues.Create(context);
        else
            _regex = JavaPattern.Compile(pattern);
    }

    /// <summary>The rule's three parts for given context characters, as Spark NLP writes them.</summary>
    public static (string Prefix, string Infix, string Suffix) Default(string context)
    {
        string quoted = JavaPattern.Quote(context);
        return ($@"\A([{quoted}]*)", $"([^{quoted}](?:.*[^{quoted}])*)", $@"([{quoted}]*)\z");
    }

    /// <summary>Where the match starts and what its groups hold, or <see langword="null"/> where there is no match.</summary>
    public (int Start, string[] Groups)? Match(string candidate)
    {
        if (_context is null)
        {
            Match match = _regex!.Match(candidate);
            return match.Success ? (match.Index, [.. match.Groups.Cast<Group>().Skip(1).Select(g => g.Value)]) : null;
        }

        int first = candidate.AsSpan().IndexOfAnyExcept(_context);
        if (first < 0)
            return null;
        int last = candidate.AsSpan().LastIndexOfAnyExcept(_context);
        return (0, [candidate[..first], candidate[first..(last + 1)], candidate[(last + 1)..]]);
    }

    /// <summary>The context characters, if a pattern is the default rule for some.</summary>
    private static string? ContextOf(string pattern)
    {
        const string start = @"\A([\Q";
        int end = pattern.IndexOf(@"\E]*)", StringComparison.Ordinal);
        if (!pattern.StartsWith(start, StringComparison.Ordinal) || end <= start.Length)
            return null;
        string context = pattern[start.Length..end];
        (string prefix, string infix, string suffix) = Default(context);
        return pattern == prefix + infix + suffix && !context.Any(char.IsSurrogate) ? context : null;
    }
}
