namespace Verdict.Tokenization;

/// <summary>Which text gives up tokens where a pair is too long.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one, until both are as long; then both.</summary>
    LongestFirst,

    /// <summary>The first one alone.</summary>
    OnlyFirst,

    /// <summary>The second one alone.</summary>
    OnlySecond,
}
