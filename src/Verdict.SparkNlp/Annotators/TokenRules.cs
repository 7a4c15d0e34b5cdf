using System.Text.RegularExpressions;
using Verdict.SparkNlp.Text;
using Verdict.SparkNlp.Text.Patterns;

namespace Verdict.SparkNlp;

/// <summary>
/// A tokeniser's rules, compiled: how one text is cut at breaks, protected by exceptions, and taken apart by prefix, infix and suffix.
/// Immutable and safe from many threads.
/// </summary>
internal sealed class TokenRules
{
    private const char Break = '\u2187';
    private const char Protect = '\u2188';
    private const string AnyText = @"\S+";

    private readonly Regex? _breaks;
    private readonly Regex? _exceptions;
    private readonly TokenRule[] _rules;
    private readonly Regex? _splitPattern;
    private readonly Regex? _splitChars;
    private readonly char[] _splitLast;
    private readonly bool _slips;
    private readonly int _minLength;
    private readonly int _maxLength;

    public TokenRules(TokenizerModel model)
    {
        _breaks = model.TargetPattern == AnyText ? null : JavaPattern.Compile($"[^(?:{model.TargetPattern}){Protect}]");
        _exceptions = model.Exceptions is null ? null : JavaPattern.Compile((model.CaseSensitiveExceptions ? "" : "(?i)") + string.Join('|', model.Exceptions));
        _rules = [.. model.Rules.Select(r => new TokenRule(r))];
        _splitPattern = model.SplitPattern is null ? null : JavaPattern.Compile(model.SplitPattern);
        _splitChars = model.SplitChars is null ? null : JavaPattern.Compile(string.Join('|', model.SplitChars));
        _splitLast = [.. (model.SplitChars ?? []).Select(s => s[^1])];
        _slips = model.Compatibility == CompatibilityLevel.SparkNlp34;
        _minLength = model.MinLength;
        _maxLength = model.MaxLength;
    }

    /// <summary>Appends a sentence's tokens.</summary>
    public void Tag(Sentence sentence, List<Annotation> tokens) => JavaPattern.Guard(() =>
    {
        string text = BreakUp(sentence.Content);
        int at = 0;
        while (at < text.Length)
        {
            int end = text.IndexOf(Break, at);
            end = end < 0 ? text.Length : end;
            if (end > at)
                Take(sentence, text[at..end], at, tokens);
            at = end + 1;
        }

        return true;
    });

    private static bool IsWhole(Regex exception, string candidate) => exception.Match(candidate) is { Success: true, Index: 0 } match && match.Length == candidate.Length;

    private string BreakUp(string text)
    {
        if (_exceptions is not null)
            text = _exceptions.Replace(text, m => Replace(m.Value, Protect));
        return Replace(text, Break);
    }

    private string Replace(string text, char by) => _breaks is not null
        ? _breaks.Replace(text, by.ToString())
        : string.Create(text.Length, (text, by), static (span, source) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = JavaText.IsSpace(source.text[i]) ? source.by : source.text[i];
        });

    private void Take(Sentence sentence, string candidate, int at, List<Annotation> tokens)
    {
        if (_exceptions is not null && (candidate.Contains(Protect) || IsWhole(_exceptions, candidate)))
        {
            // The original characters come back, at the candidate's place.
            int end = Math.Min(at + candidate.Length, sentence.Content.Length);
            Emit(sentence, sentence.Content[Math.Min(at, end)..end], at, tokens);
            return;
        }

        foreach (TokenRule rule in _rules)
        {
            if (rule.Match(candidate) is not { } match)
                continue;
            int position = match.Start;
            foreach (string piece in match.Groups)
                position = TakePiece(sentence, piece, at, position, tokens);
            return;
        }

        Emit(sentence, candidate, at, tokens);
    }

    /// <summary>Emits a group's text, split where that is asked for, and gives the position behind it.</summary>
    private int TakePiece(Sentence sentence, string piece, int at, int position, List<Annotation> tokens)
    {
        string[]? parts = null;
        if (piece.Length > 0 && _splitPattern is not null && JavaPattern.Split(_splitPattern, piece) is { Length: > 1 } byPattern)
            parts = byPattern;
        else if (piece.Length > 0 && _splitChars is not null && piece.AsSpan().ContainsAny(_splitLast))
            parts = JavaPattern.Split(_splitChars, piece);
        if (parts is null)
        {
            Emit(sentence, piece, at + position, tokens);
            return position + piece.Length;
        }

        // Spark NLP takes every separator for one character, and forgets those at the end; 3.4 steps back even where nothing is left.
        foreach (string part in parts)
        {
            Emit(sentence, part, at + position, tokens);
            position += part.Length + 1;
        }

        return parts.Length > 0 || _slips ? position - 1 : position;
    }

    private void Emit(Sentence sentence, string token, int at, List<Annotation> tokens)
    {
        if (token.Length == 0 || token.Length < _minLength || token.Length > _maxLength)
            return;
        int begin = sentence.Start + at;
        tokens.Add(new Annotation(AnnotatorType.Token, begin, begin + token.Length - 1, token, Metadata.OfSentence(sentence.Index)));
    }
}
