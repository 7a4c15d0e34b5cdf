namespace Verdict;

/// <summary>A text has more tokens than the classifier reads, and <see cref="LongTextPolicy.Error"/> is set.</summary>
public sealed class TextTooLongException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="index">The text's position in the call's input, from 0.</param>
    /// <param name="tokenCount">How many tokens it has, special tokens included.</param>
    /// <param name="maxLength">How many tokens are read at most.</param>
    public TextTooLongException(long index, int tokenCount, int maxLength)
        : base($"Text {index} has {tokenCount} tokens, more than the {maxLength} that are read. Shorten it, or set LongText to Truncate or Windows.")
    {
        Index = index;
        TokenCount = tokenCount;
        MaxLength = maxLength;
    }

    /// <summary>The text's position in the call's input, from 0.</summary>
    public long Index { get; }

    /// <summary>How many tokens the text has, special tokens included.</summary>
    public int TokenCount { get; }

    /// <summary>How many tokens are read at most.</summary>
    public int MaxLength { get; }
}
