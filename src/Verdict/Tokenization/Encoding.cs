namespace Verdict.Tokenization;

/// <summary>
/// A text, or a pair, as a model reads it: one entry a token in each list. Immutable and safe from many threads.
/// </summary>
public sealed class Encoding
{
    internal Encoding(EncodingPart[] parts, IReadOnlyList<Encoding> overflowing)
    {
        InputIds = new PartList<int>([.. parts.Select(p => p.Ids)]);
        TypeIds = new PartList<int>([.. parts.Select(p => p.TypeIds)]);
        Tokens = new PartList<string>([.. parts.Select(p => p.Tokens)]);
        Offsets = new PartList<TextOffset>([.. parts.Select(p => p.Offsets)]);
        SpecialTokensMask = new PartList<bool>([.. parts.Select(p => p.Special)]);
        AttentionMask = new PartList<bool>([.. parts.Select(p => p.Attentions)]);
        WordIds = new PartList<int?>([.. parts.Select(p => p.Words)]);
        SequenceIds = new PartList<int?>([.. parts.Select(p => p.Sequences)]);
        Overflowing = overflowing;
    }

    /// <summary>The tokens' ids, <c>[tokenCount]</c>.</summary>
    public IReadOnlyList<int> InputIds { get; }

    /// <summary>The token types, for BERT 0 in the first text and 1 in the second, <c>[tokenCount]</c>.</summary>
    public IReadOnlyList<int> TypeIds { get; }

    /// <summary>The tokens, <c>[tokenCount]</c>.</summary>
    public IReadOnlyList<string> Tokens { get; }

    /// <summary>Where each token stands in the caller's text (its own text of a pair), <c>[tokenCount]</c>; (0, 0) for tokens that were put in.</summary>
    public IReadOnlyList<TextOffset> Offsets { get; }

    /// <summary>Whether the token was put in by the tokeniser, <c>[tokenCount]</c>.</summary>
    public IReadOnlyList<bool> SpecialTokensMask { get; }

    /// <summary>Whether the model should look at the token: all but padding, <c>[tokenCount]</c>. Padding occurs only where a tokenizer.json asks for it.</summary>
    public IReadOnlyList<bool> AttentionMask { get; }

    /// <summary>The index of the token's word in its text, <see langword="null"/> for tokens that were put in, <c>[tokenCount]</c>.</summary>
    public IReadOnlyList<int?> WordIds { get; }

    /// <summary>0 in the first text, 1 in the second, <see langword="null"/> for tokens that were put in, <c>[tokenCount]</c>.</summary>
    public IReadOnlyList<int?> SequenceIds { get; }

    /// <summary>
    /// What truncation cut off, in further windows that overlap by <see cref="EncodingOptions.Stride"/> tokens; empty where nothing was cut.
    /// Each is made when it is asked for, so a long text costs no more than its own tokens.
    /// </summary>
    public IReadOnlyList<Encoding> Overflowing { get; }
}
