using Verdict.Kernels;

namespace Verdict.Models;

/// <summary>
/// One encoder layer, packed. Query, key and value are one product; in the last layer, of which only the first token of each text is wanted,
/// the query stands alone.
/// </summary>
internal sealed class BertLayer : IDisposable
{
    /// <summary>The last layer's query, <c>[hiddenSize, hiddenSize]</c>; <see langword="null"/> in the others.</summary>
    public PackedMatrix? Query { get; init; }

    /// <summary>Query, key and value, <c>[hiddenSize, 3·hiddenSize]</c>; in the last layer key and value.</summary>
    public required PackedMatrix Projection { get; init; }

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
    public IEnumerable<PackedMatrix> Matrices => Query is null
        ? [Projection, AttentionOutput, Intermediate, Output]
        : [Query, Projection, AttentionOutput, Intermediate, Output];

    /// <summary>Frees the packed weights.</summary>
    public void Dispose()
    {
        foreach (PackedMatrix matrix in Matrices)
            matrix.Dispose();
    }
}
