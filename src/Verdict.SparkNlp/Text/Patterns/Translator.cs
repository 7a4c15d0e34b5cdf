using System.Globalization;
using System.Text;

namespace Verdict.SparkNlp.Text.Patterns;

/// <summary>Reads a Java pattern from left to right and writes the .NET pattern that means the same.</summary>
internal sealed partial class Translator
{
    private const int DeepestNesting = 100;
    private readonly string _pattern;
    private int _at;
    private int _groups;
    private int _depth;
    private bool _ignoreCase;
    private bool _dotAll;
    private bool _multiline;

    public Translator(string pattern) => _pattern = WithoutQuoting(pattern);

    public string Translate()
    {
        string result = Alternatives();
        if (_at < _pattern.Length)
            throw Fault("unmatched closing ')'");
        return result;
    }

    private bool AtEnd => _at >= _pattern.Length;

    private char Peek => AtEnd ? '\0' : _pattern[_at];

    /// <summary>Escapes what stands between <c>\Q</c> and <c>\E</c>, as Java does before anything else.</summary>
    private static string WithoutQuoting(string pattern)
    {
        int quote = pattern.IndexOf("\\Q", StringComparison.Ordinal);
        if (quote < 0)
            return pattern;
        var result = new StringBuilder();
        int at = 0;
        while (at < pattern.Length)
        {
            if (string.CompareOrdinal(pattern, at, "\\Q", 0, 2) == 0)
            {
                int end = pattern.IndexOf("\\E", at + 2, StringComparison.Ordinal);
                foreach (char c in pattern[(at + 2)..(end < 0 ? pattern.Length : end)])
                    _ = char.IsAsciiLetterOrDigit(c) || c > 0x7F ? result.Append(c) : result.Append('\\').Append(c);
                at = end < 0 ? pattern.Length : end + 2;
            }
            else if (pattern[at] == '\\' && at + 1 < pattern.Length)
            {
                result.Append(pattern, at, 2);
                at += 2;
            }
            else
            {
                result.Append(pattern[at++]);
            }
        }

        return result.ToString();
    }

    private string Alternatives()
    {
        if (++_depth > DeepestNesting)
            throw Fault($"groups nested deeper than {DeepestNesting}");
        (bool ignoreCase, bool dotAll, bool multiline) = (_ignoreCase, _dotAll, _multiline);
        var result = new StringBuilder();
        while (!AtEnd && Peek != ')')
        {
            if (Peek == '|')
            {
                result.Append('|');
                _at++;
            }
            else
            {
                result.Append(Quantified());
            }
        }

        (_ignoreCase, _dotAll, _multiline) = (ignoreCase, dotAll, multiline);
        _depth--;
        return result.ToString();
    }

    private string Quantified()
    {
        string atom = Atom();
        int start = _at;
        if (Peek is '*' or '+' or '?')
        {
            _at++;
        }
        else if (Peek == '{')
        {
            int close = _pattern.IndexOf('}', _at);
            if (close < 0 || !_pattern[(_at + 1)..close].All(c => char.IsAsciiDigit(c) || c == ','))
                throw Fault("illegal repetition");
            _at = close + 1;
        }

        if (_at == start || atom.Length == 0)
            return atom;
        string quantifier = _pattern[start.._at];
        if (Peek == '?')
        {
            _at++;
            return atom + quantifier + "?";
        }

        if (Peek != '+')
            return atom + quantifier;
        _at++;
        return $"(?>{atom}{quantifier})";
    }

    private string Atom()
    {
        char c = Peek;
        switch (c)
        {
            case '(':
                return Group();
            case '[':
                _at++;
                return Class().ToPattern();
            case '.':
                _at++;
                return _dotAll
                    ? Cache.GetOrAdd("any", static _ => CodePointSet.Empty().Not().ToPattern())
                    : Cache.GetOrAdd(".", static _ => JavaClasses.LineTerminators.Not().ToPattern());
            case '^':
                _at++;
                return _multiline ? @"(?:\A|(?<=\n|\r(?!\n)|[\u0085\u2028\u2029])(?!\z))" : @"\A";
            case '$':
                _at++;
                return _multiline ? @"(?=\z|[\r\u0085\u2028\u2029]|(?<!\r)\n)" : BeforeFinalTerminator;
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                throw Fault($"dangling meta character '{c}'");
            default:
                return Literal(CodePoint());
        }
    }

    private const string BeforeFinalTerminator = @"(?=(?:\r\n|[\n\r\u0085\u2028\u2029])?\z)(?!(?<=\r)\n)";

    private int CodePoint()
    {
        int c = char.IsSurrogatePair(_pattern, Math.Min(_at, _pattern.Length - 1)) && _at + 1 < _pattern.Length
            ? char.ConvertToUtf32(_pattern, _at)
            : _pattern[_at];
        _at += c > 0xFFFF ? 2 : 1;
        return c;
    }

    private string Literal(int codePoint)
    {
        if (_ignoreCase && codePoint < 128 && char.IsAsciiLetter((char)codePoint))
            return $"[{(char)codePoint}{(char)(codePoint ^ 0x20)}]";
        if (codePoint <= 0xFFFF)
            return char.IsAsciiLetterOrDigit((char)codePoint) ? ((char)codePoint).ToString() : $"\\u{codePoint:X4}";
        string pair = char.ConvertFromUtf32(codePoint);
        return $"(?:\\u{(int)pair[0]:X4}\\u{(int)pair[1]:X4})";
    }

    private string Group()
    {
        _at++;
        string open = Opening();
        if (open.Length == 0)
            return "";
        string body = Alternatives();
        if (Peek != ')' || AtEnd)
            throw Fault("unclosed group");
        _at++;
        if (_afterGroup is { } flags)
            (_ignoreCase, _dotAll, _multiline, _afterGroup) = (flags.IgnoreCase, flags.DotAll, flags.Multiline, null);
        return $"{open}{body})";
    }

    private (bool IgnoreCase, bool DotAll, bool Multiline)? _afterGroup;

    /// <summary>What opens the group in .NET; empty for flags that stand alone, which are taken in.</summary>
    private string Opening()
    {
        if (Peek != '?')
            return string.Create(CultureInfo.InvariantCulture, $"(?<{++_groups}>");
        foreach (string prefix in (ReadOnlySpan<string>)["?:", "?=", "?!", "?>", "?<=", "?<!"])
        {
            if (string.CompareOrdinal(_pattern, _at, prefix, 0, prefix.Length) == 0)
            {
                _at += prefix.Length;
                return "(" + prefix;
            }
        }

        if (string.CompareOrdinal(_pattern, _at, "?<", 0, 2) == 0)
        {
            int close = _pattern.IndexOf('>', _at);
            if (close < 0)
                throw Fault("unclosed group name");
            _at = close + 1;
            return string.Create(CultureInfo.InvariantCulture, $"(?<{++_groups}>");
        }

        return Flags();
    }

    private string Flags()
    {
        (bool, bool, bool) before = (_ignoreCase, _dotAll, _multiline);
        bool on = true;
        for (_at++; !AtEnd; _at++)
        {
            switch (Peek)
            {
                case '-':
                    on = false;
                    break;
                case 'i':
                    _ignoreCase = on;
                    break;
                case 's':
                    _dotAll = on;
                    break;
                case 'm':
                    _multiline = on;
                    break;
                case ')':
                    _at++;
                    return "";
                case ':':
                    _at++;
                    _afterGroup = before;
                    return "(?:";
                default:
                    throw Fault($"the flag '{Peek}' is not supported; i, s and m are");
            }
        }

        throw Fault("unclosed group");
    }

    private ArgumentException Fault(string what) => new(
        string.Create(CultureInfo.InvariantCulture, $"The pattern is not one that can be used: {what} near index {Math.Min(_at, _pattern.Length)} of {_pattern}"));
}
