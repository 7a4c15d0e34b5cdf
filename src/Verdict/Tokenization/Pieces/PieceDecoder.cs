using System.Text;

namespace Verdict.Tokenization;

/// <summary>Puts pieces together to text.</summary>
/// <param name="Prefix">The mark of pieces that continue a word, <see langword="null"/> where there is no decoder: then spaces join all tokens.</param>
/// <param name="CleanUp">Whether each token is cleaned of the space before it where it is punctuation.</param>
internal sealed record PieceDecoder(string? Prefix, bool CleanUp)
{
    // In the reference's order; a later line sees what an earlier one made.
    private static readonly (string From, string To)[] Replacements =
    [
        (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
        (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
    ];

    /// <summary>Joins tokens.</summary>
    public string Join(IEnumerable<string> tokens)
    {
        var text = new StringBuilder();
        bool first = true;
        foreach (string token in tokens)
        {
            string part = token;
            if (!first)
                part = Prefix is not null && part.StartsWith(Prefix, StringComparison.Ordinal) ? part[Prefix.Length..] : $" {part}";
            text.Append(Prefix is not null && CleanUp ? Clean(part, ofToken: true) : part);
            first = false;
        }

        return text.ToString();
    }

    /// <summary>Takes out the spaces that stand before punctuation and English contractions.</summary>
    /// <param name="text">A token, or a whole text.</param>
    /// <param name="ofToken">The reference has one more replacement for tokens.</param>
    public static string Clean(string text, bool ofToken)
    {
        foreach ((string from, string to) in Replacements)
        {
            if (ofToken || from != " do not")
                text = text.Replace(from, to, StringComparison.Ordinal);
        }

        return text;
    }
}
