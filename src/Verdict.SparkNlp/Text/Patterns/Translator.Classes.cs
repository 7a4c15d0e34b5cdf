using System.Collections.Concurrent;
using System.Globalization;

namespace Verdict.SparkNlp.Text.Patterns;

/// <summary>Escapes and character classes.</summary>
internal sealed partial class Translator
{
    /// <summary>Patterns of classes that have a name, such as <c>\s</c>: scanning all code points takes a while.</summary>
    private static readonly ConcurrentDictionary<string, string> Cache = new();

    private static string Boundary(bool at)
    {
        string word = Cache.GetOrAdd("\\b", static _ => JavaClasses.BoundaryWord.ToPattern());
        return at ? $"(?:(?<={word})(?!{word})|(?<!{word})(?={word}))" : $"(?:(?<={word})(?={word})|(?<!{word})(?!{word}))";
    }

    private string Escape()
    {
        _at++;
        if (AtEnd)
            throw Fault("a backslash at the end");
        char c = Peek;
        int start = _at;
        switch (c)
        {
            case 'b':
                _at++;
                return Boundary(at: true);
            case 'B':
                _at++;
                return Boundary(at: false);
            case 'A':
                _at++;
                return @"\A";
            case 'z':
                _at++;
                return @"\z";
            case 'Z':
                _at++;
                return BeforeFinalTerminator;
            case 'R':
                _at++;
                return @"(?:\r\n|[\n\v\f\r\u0085\u2028\u2029])";
            case >= '1' and <= '9':
                int group = c - '0';
                if (group > _groups)
                    throw Fault($"there is no group {group}");
                _at++;
                return string.Create(CultureInfo.InvariantCulture, $"(?:\\k<{group}>)");
            default:
                if (PredefinedClass() is { } set)
                    return Cache.GetOrAdd(_pattern[start.._at], static (_, set) => set.ToPattern(), set);
                return Literal(EscapedCodePoint());
        }
    }

    /// <summary>A class that a backslash and a letter name, or <see langword="null"/>; the position stands behind the backslash.</summary>
    private CodePointSet? PredefinedClass()
    {
        CodePointSet? set = char.ToLowerInvariant(Peek) switch
        {
            's' => JavaClasses.Space,
            'd' => JavaClasses.Digit,
            'w' => JavaClasses.Word,
            'h' => JavaClasses.Horizontal,
            'v' => JavaClasses.Vertical,
            _ => null,
        };
        bool negated = char.IsAsciiLetterUpper(Peek);
        if (set is not null)
        {
            _at++;
            return negated ? set.Not() : set;
        }

        if (Peek is not ('p' or 'P'))
            return null;
        _at++;
        string name;
        if (Peek == '{')
        {
            int close = _pattern.IndexOf('}', _at);
            if (close < 0)
                throw Fault("unclosed character family");
            name = _pattern[(_at + 1)..close];
            _at = close + 1;
        }
        else
        {
            name = Peek.ToString();
            _at++;
        }

        CodePointSet named = JavaClasses.Named(name) ?? throw Fault($"the character family {{{name}}} is not supported");
        return negated ? named.Not() : named;
    }

    /// <summary>The one code point that an escape stands for; the position stands behind the backslash.</summary>
    private int EscapedCodePoint()
    {
        char c = _pattern[_at];
        switch (c)
        {
            case 't' or 'n' or 'r' or 'f' or 'a' or 'e':
                _at++;
                return c switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', 'a' => 7, _ => 27 };
            case '0':
                int octal = ++_at;
                while (_at - octal < 3 && Peek is >= '0' and <= '7')
                    _at++;
                return octal == _at ? throw Fault("illegal octal escape sequence") : Convert.ToInt32(_pattern[octal.._at], 8) & 0xFF;
            case 'x' when _at + 1 < _pattern.Length && _pattern[_at + 1] == '{':
                int close = _pattern.IndexOf('}', _at);
                return close < 0 ? throw Fault("unclosed hexadecimal escape sequence") : Hexadecimal(_at + 2, close, close + 1);
            case 'x':
                return Hexadecimal(_at + 1, _at + 3, _at + 3);
            case 'u':
                int high = Hexadecimal(_at + 1, _at + 5, _at + 5);
                if (char.IsHighSurrogate((char)high) && string.CompareOrdinal(_pattern, _at, "\\u", 0, 2) == 0)
                {
                    int low = Hexadecimal(_at + 2, _at + 6, _at + 6);
                    return char.IsLowSurrogate((char)low) ? char.ConvertToUtf32((char)high, (char)low) : throw Fault("a lone surrogate");
                }

                return high;
            case 'c':
                _at += 2;
                return _at > _pattern.Length ? throw Fault("illegal control escape sequence") : _pattern[_at - 1] ^ 64;
            default:
                if (char.IsAsciiLetterOrDigit(c))
                    throw Fault($"illegal or unsupported escape sequence \\{c}");
                return CodePoint();
        }
    }

    private int Hexadecimal(int from, int to, int next)
    {
        if (to > _pattern.Length || !int.TryParse(_pattern.AsSpan(from, to - from), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) || value is < 0 or > 0x10FFFF)
            throw Fault("illegal hexadecimal escape sequence");
        _at = next;
        return value;
    }

    /// <summary>A class, from behind its opening bracket to behind its closing one. Negation takes in all of it, unions and intersections too.</summary>
    private CodePointSet Class()
    {
        if (++_depth > DeepestNesting)
            throw Fault($"classes nested deeper than {DeepestNesting}");
        bool negated = Peek == '^';
        if (negated)
            _at++;
        CodePointSet set = Operand(first: true);
        while (Peek == '&')
        {
            _at += 2;
            set = set.And(Operand(first: false));
        }

        if (AtEnd)
            throw Fault("unclosed character class");
        _at++;
        _depth--;
        return negated ? set.Not() : set;
    }

    /// <summary>What stands up to the closing bracket or the next <c>&amp;&amp;</c>.</summary>
    private CodePointSet Operand(bool first)
    {
        CodePointSet set = CodePointSet.Empty();
        int start = _at;
        while (!AtEnd && !(Peek == ']' && !(first && _at == start)) && string.CompareOrdinal(_pattern, _at, "&&", 0, 2) != 0)
            AddItem(set);
        return set;
    }

    private void AddItem(CodePointSet into)
    {
        if (Peek == '[')
        {
            _at++;
            into.Add(Class());
            return;
        }

        int from;
        if (Peek == '\\')
        {
            _at++;
            if (AtEnd)
                throw Fault("a backslash at the end");
            if (PredefinedClass() is { } set)
            {
                into.Add(set);
                return;
            }

            from = EscapedCodePoint();
        }
        else
        {
            from = CodePoint();
        }

        int to = from;
        if (Peek == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] is not (']' or '['))
        {
            _at++;
            if (Peek == '\\')
            {
                _at++;
                to = AtEnd ? throw Fault("a backslash at the end") : EscapedCodePoint();
            }
            else
            {
                to = CodePoint();
            }

            if (to < from)
                throw Fault("illegal character range");
        }

        into.Add(from, to);
        for (int c = Math.Max(from, 'A'); _ignoreCase && c <= Math.Min(to, 'z'); c++)
        {
            if (char.IsAsciiLetter((char)c))
                into.Add(c ^ 0x20, c ^ 0x20);
        }
    }
}
