namespace Verdict.Tokenization;

/// <summary>The padding that a tokenizer.json asks for.</summary>
/// <param name="FixedLength">The length to fill up to, <see langword="null"/> for the longest of the batch.</param>
/// <param name="MultipleOf">The length is rounded up to a multiple of it; at least 1.</param>
/// <param name="Left">Whether padding goes before the tokens.</param>
/// <param name="Id">The padding token's id.</param>
/// <param name="TypeId">Its token type.</param>
/// <param name="Token">The padding token.</param>
internal sealed record Padding(int? FixedLength, int MultipleOf, bool Left, int Id, int TypeId, string Token)
{
    /// <summary>The longest length that a file may ask for.</summary>
    public const int LongestLength = 1 << 20;

    /// <summary>The length that a batch is filled up to.</summary>
    /// <param name="longest">The longest encoding of the batch.</param>
    public int Target(int longest)
    {
        int length = FixedLength ?? longest;
        return checked((length + MultipleOf - 1) / MultipleOf * MultipleOf);
    }
}
