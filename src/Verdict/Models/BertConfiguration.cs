namespace Verdict.Models;

/// <summary>The sizes and settings of a BERT sequence classifier, from <c>config.json</c> or an archive's graph; all checked against each other.</summary>
internal sealed partial record BertConfiguration
{
    /// <summary>Rows of the word embedding table.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Width of every token's state.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Number of encoder layers.</summary>
    public required int LayerCount { get; init; }

    /// <summary>Attention heads a layer; divides <see cref="HiddenSize"/>.</summary>
    public required int HeadCount { get; init; }

    /// <summary>Width of the feed-forward part.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>Rows of the position table: the longest input in tokens.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Rows of the token type table.</summary>
    public required int TypeCount { get; init; }

    /// <summary>The feed-forward part's function.</summary>
    public required BertActivation HiddenActivation { get; init; }

    /// <summary>LayerNorm's epsilon.</summary>
    public required float LayerNormEpsilon { get; init; }

    /// <summary>Width of one head: <see cref="HiddenSize"/> / <see cref="HeadCount"/>.</summary>
    public int HeadSize => HiddenSize / HeadCount;

    /// <summary>Number of labels.</summary>
    public required int LabelCount { get; init; }
}
