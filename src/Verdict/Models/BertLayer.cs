using Verdict.Kernels;

namespace Verdict.Models;

/// <summary>One encoder layer, packed. Query, key and value are one product, but for the last layer, of which only the first token of each text is wanted.</summary>
internal sealed class BertLayer
{
    /// <summary>Query, key and value, <c>[hiddenSize, 3·hiddenSize]</c>; <see langword="null"/> in the last layer.</summary>
    public PackedMatrix? Projection { get; init; }

    /// <summary>The last layer's attention; <see langword="null"/> in the others.</summary>
    public FirstTokenAttention? FirstToken { get; init; }

    /// <summary><c>[hiddenSize, hiddenSize]</c>.</summary>
    public required PackedMatrix AttentionOutput { get; init; }

    /// <summary>Follows the attention.</summary>
    public required LayerNorm AttentionNorm { get; init; }

    /// <summary><c>[hiddenSize, intermediateSize]</c>.</summary>
    public required PackedMatrix Intermediate { get; init; }

    /// <summary><c>[intermediateSize, hiddenSize]</c>.</summary>
    public required PackedMatrix Output { get; init; }

    /// <summary>Follows the feed-forward part.</summary>
    public required LayerNorm OutputNorm { get; init; }

    /// <summary>Every matrix of it.</summary>
    public IEnumerable<PackedMatrix> Matrices => [.. FirstToken?.Matrices ?? [Projection!], AttentionOutput, Intermediate, Output];
}
