using System.Text;

namespace Verdict.Tests;

/// <summary>Texts that are mostly words and now and then anything that UTF-16 can hold, the same for the same seed.</summary>
internal sealed class RandomText(int seed)
{
    private static readonly string[] Words =
    [
        "film", "le", "Été", "aujourd'hui", "harry potter", "Ünïcode", "GAUCHE", "droite", "<br/>", "😍", "aa", "a a", "mot-clé", "[URL]", "[USER]", "<s>",
        "[CLS]", "[SEP]", "[MASK", "中文", "한국어", "e\u0301", "İstanbul", "ﬁn", "\u212B", "\uF900", "Ω≠", "x\u00ADy", "n't", "²", "\u1DF6\u0323", "🇫🇷", "𝒳",
    ];

    private static readonly string[] Separators = [" ", " ", " ", "", "\n", "\u00A0", "\t", ", ", ".", "\u3000", "\u2028", "\u0085"];
    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder();
        for (int parts = _random.Next(0, 40); parts > 0; parts--)
        {
            if (_random.Next(4) > 0)
                text.Append(Words[_random.Next(Words.Length)]);
            else
                AppendAnything(text);
            text.Append(Separators[_random.Next(Separators.Length)]);
        }

        return text.ToString();
    }

    private void AppendAnything(StringBuilder text)
    {
        for (int count = _random.Next(1, 6); count > 0; count--)
        {
            int limit = _random.Next(4) switch { 0 => 0x80, 1 => 0x600, 2 => 0x10000, _ => 0x110000 };
            int codePoint = _random.Next(limit);
            if (codePoint > char.MaxValue)
                text.Append(char.ConvertFromUtf32(codePoint));
            else
                text.Append((char)codePoint);
        }
    }
}
