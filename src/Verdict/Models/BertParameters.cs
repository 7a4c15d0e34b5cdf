using Verdict.Tensors;

namespace Verdict.Models;

/// <summary>
/// Every tensor of a BERT sequence classifier under its role, each already checked for name, shape and type against a <see cref="BertConfiguration"/>.
/// Linear weights are stored as PyTorch does: <c>[outputs, inputs]</c>.
/// </summary>
internal sealed partial record BertParameters
{
    /// <summary><c>[vocabularySize, hiddenSize]</c>.</summary>
    public required StoredTensor WordEmbeddings { get; init; }

    /// <summary><c>[maxPositions, hiddenSize]</c>.</summary>
    public required StoredTensor PositionEmbeddings { get; init; }

    /// <summary><c>[typeCount, hiddenSize]</c>.</summary>
    public required StoredTensor TypeEmbeddings { get; init; }

    /// <summary>LayerNorm over the sum of the embeddings.</summary>
    public required NormParameters EmbeddingNorm { get; init; }

    /// <summary>The encoder's layers, first to last.</summary>
    public required IReadOnlyList<BertLayerParameters> Layers { get; init; }

    /// <summary>The pooler, <c>[hiddenSize, hiddenSize]</c>, applied with tanh to the first token.</summary>
    public required LinearParameters Pooler { get; init; }

    /// <summary>The head, <c>[labelCount, hiddenSize]</c>.</summary>
    public required LinearParameters Classifier { get; init; }
}

/// <summary>One encoder layer.</summary>
internal sealed record BertLayerParameters(
    LinearParameters Query,
    LinearParameters Key,
    LinearParameters Value,
    LinearParameters AttentionOutput,
    NormParameters AttentionNorm,
    LinearParameters Intermediate,
    LinearParameters Output,
    NormParameters OutputNorm)
{
    /// <summary>Its linear maps.</summary>
    public IEnumerable<LinearParameters> Linear => [Query, Key, Value, AttentionOutput, Intermediate, Output];
}

/// <summary>A linear map: weight <c>[outputs, inputs]</c> and bias <c>[outputs]</c>.</summary>
internal sealed record LinearParameters(StoredTensor Weight, StoredTensor Bias);

/// <summary>LayerNorm: weight (gamma) and bias (beta), both <c>[width]</c>.</summary>
internal sealed record NormParameters(StoredTensor Weight, StoredTensor Bias);
