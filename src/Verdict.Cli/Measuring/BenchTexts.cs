using Verdict.Tokenization;

namespace Verdict.Cli.Measuring;

/// <summary>Texts of a given number of tokens, made of a model's own whole words; the same ones in every run.</summary>
internal sealed class BenchTexts
{
    private const int Seed = 1, MostWords = 4_096, SpecialTokens = 2;

    private readonly string[] _words;
    private readonly Random _random = new(Seed);

    public BenchTexts(Tokenizer tokenizer)
    {
        _words = [.. Enumerable.Range(0, tokenizer.VocabularySize)
            .Select(tokenizer.TokenOf)
            .Where(token => token is { Length: > 2 } && token.All(char.IsAsciiLetterLower))
            .Select(token => token!)
            .Take(MostWords)];
        if (_words.Length == 0)
            _words = ["a"];
    }

    /// <summary>Texts of one length, special tokens included.</summary>
    public string[] Uniform(int count, int tokens) => [.. Enumerable.Range(0, count).Select(_ => Text(tokens))];

    /// <summary>Texts as reviews are: most short, some long, from 16 tokens up.</summary>
    public string[] Mixed(int count, int longest) =>
        [.. Enumerable.Range(0, count).Select(_ => Text((int)Math.Round(16 * Math.Pow(longest / 16.0, _random.NextDouble()))))];

    private string Text(int tokens) => string.Join(' ', Enumerable.Range(0, Math.Max(tokens - SpecialTokens, 1)).Select(_ => _words[_random.Next(_words.Length)]));
}
