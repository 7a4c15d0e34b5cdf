namespace Verdict.Tokenization;

/// <summary>How <see cref="Tokenizer.Encode"/> puts tokens together.</summary>
public sealed record EncodingOptions
{
    /// <summary>Whether special tokens such as [CLS] and [SEP] are added. Default: yes.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>
    /// The most tokens of an encoding, special tokens included; <see langword="null"/> (the default) for what the tokeniser's files ask
    /// for, which is mostly no truncation. As in the reference, a value below the number of special tokens does not truncate. Not negative.
    /// </summary>
    public int? MaxLength { get; init; }

    /// <summary>Which text gives up tokens where <see cref="MaxLength"/> is exceeded. Default: the longer one.</summary>
    public TruncationStrategy TruncationStrategy { get; init; }

    /// <summary>Which end is cut off where <see cref="MaxLength"/> is exceeded. Default: the right one.</summary>
    public TruncationSide TruncationSide { get; init; }

    /// <summary>How many tokens two neighbouring windows of a truncated text share. Default 0; below the room that a window has for text.</summary>
    public int Stride { get; init; }
}
