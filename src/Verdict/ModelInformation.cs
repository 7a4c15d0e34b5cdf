using Verdict.Labels;

namespace Verdict;

/// <summary>What a model is, as <c>verdict inspect</c> shows it. Immutable.</summary>
public sealed record ModelInformation
{
    /// <summary>Where it came from: a path or a resource's name.</summary>
    public required string Source { get; init; }

    /// <summary>The architecture, such as <c>BertForSequenceClassification</c>.</summary>
    public required string Family { get; init; }

    /// <summary>Width of every token's state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of encoder layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Attention heads a layer.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Width of the feed-forward part.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The feed-forward part's function, by its name in <c>config.json</c>.</summary>
    public required string HiddenActivation { get; init; }

    /// <summary>Rows of the word embedding table.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Rows of the position table: the longest input that the model can read, in tokens.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>The longest input that this classifier reads, in tokens, special tokens included: the option, or the smaller of the model's and its tokeniser's limit.</summary>
    public required int MaxLength { get; init; }

    /// <summary>The labels in the model's order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The function from logits to scores that is in force.</summary>
    public required Activation Activation { get; init; }

    /// <summary>Why it is that one, in words: <c>problem_type</c>, the label count, or the caller's choice.</summary>
    public required string ActivationReason { get; init; }

    /// <summary>The tokeniser in words: kind, vocabulary, normalisation.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The files that were read, with their sizes in bytes.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>How the stored weights are written (F32, F16, BF16, or several), and in what the engine computes.</summary>
    public required string Precision { get; init; }

    /// <summary>How many numbers the model has.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Bytes that the loaded model occupies, packed weights included.</summary>
    public required long MemoryBytes { get; init; }
}

/// <summary>A file of a model.</summary>
/// <param name="Name">Its name inside the model's folder.</param>
/// <param name="Length">Its size in bytes.</param>
public readonly record struct ModelFile(string Name, long Length);
