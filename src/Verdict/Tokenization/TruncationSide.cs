namespace Verdict.Tokenization;

/// <summary>Which end of a text is cut off.</summary>
public enum TruncationSide
{
    /// <summary>The end.</summary>
    Right,

    /// <summary>The beginning.</summary>
    Left,
}
