namespace Verdict.Tokenization;

/// <summary>Everything a tokeniser is made of, as its files say.</summary>
internal sealed record TokenizerParts
{
    /// <summary>The files' place, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>The pieces.</summary>
    public required Vocabulary Vocabulary { get; init; }

    /// <summary>The algorithm on one word.</summary>
    public required WordPiece WordPiece { get; init; }

    /// <summary>Normalisation and word splitting.</summary>
    public required CharacterTable Table { get; init; }

    /// <summary>The tokens that were added to the vocabulary or singled out in it, each content and id once.</summary>
    public required IReadOnlyList<AddedToken> AddedTokens { get; init; }

    /// <summary>Those that are looked for in the caller's text.</summary>
    public required AddedTokenMatcher RawTokens { get; init; }

    /// <summary>Those that are looked for in normalised text.</summary>
    public required AddedTokenMatcher NormalizedTokens { get; init; }

    /// <summary>What goes around one text.</summary>
    public required Template Single { get; init; }

    /// <summary>What goes around a pair.</summary>
    public required Template Pair { get; init; }

    /// <summary>How pieces become text again.</summary>
    public required PieceDecoder Decoder { get; init; }

    /// <summary>The truncation that the files ask for where the caller asks for none.</summary>
    public Truncation? Truncation { get; init; }

    /// <summary>The padding that the files ask for.</summary>
    public Padding? Padding { get; init; }
}
