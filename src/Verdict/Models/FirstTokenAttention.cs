using Verdict.Kernels;

namespace Verdict.Models;

/// <summary>
/// The last layer's attention, of which only the first token's is wanted. With one query a text, <c>q · (K x + k)</c> is
/// <c>(Kᵀ q) · x</c> and something that is the same for every token, which softmax does not see; and <c>Σ p (V x + v)</c> is
/// <c>V (Σ p x) + v</c>, since the p add up to one. So keys and values of the tokens are never computed: each head's weights meet one row a text.
/// </summary>
internal sealed class FirstTokenAttention
{
    /// <summary>Packs it.</summary>
    public FirstTokenAttention(WeightPacker packer, BertLayerParameters layer, WeightPacker.Part query, int headCount, int headSize)
    {
        Query = packer.AddFloat(query);
        Keys = [.. Enumerable.Range(0, headCount).Select(head => packer.AddFloat(new WeightPacker.Part(layer.Key) { FirstRow = head * headSize, Rows = headSize, Reversed = true }))];
        Values = [.. Enumerable.Range(0, headCount).Select(head => packer.AddFloat(new WeightPacker.Part(layer.Value) { FirstRow = head * headSize, Rows = headSize }))];
    }

    /// <summary><c>[hiddenSize, hiddenSize]</c>.</summary>
    public PackedMatrix Query { get; }

    /// <summary>Each head's, <c>[headSize, hiddenSize]</c>: from a query to what the tokens' states are multiplied by.</summary>
    public IReadOnlyList<PackedMatrix> Keys { get; }

    /// <summary>Each head's, <c>[hiddenSize, headSize]</c>.</summary>
    public IReadOnlyList<PackedMatrix> Values { get; }

    /// <summary>Every matrix of it.</summary>
    public IEnumerable<PackedMatrix> Matrices => [Query, .. Keys, .. Values];
}
