namespace Verdict;

/// <summary>What a model says about one text. Owned by the caller and never changed afterwards.</summary>
public sealed record Prediction
{
    /// <summary>The label with the highest score (the first one, where several are equal).</summary>
    public required string Label { get; init; }

    /// <summary>The score of <see cref="Label"/>: a probability in [0, 1], or the raw value where the model does regression.</summary>
    public required float Score { get; init; }

    /// <summary>One score for each label, in the model's label order.</summary>
    public required IReadOnlyList<LabelScore> Scores { get; init; }

    /// <summary>
    /// The labels that answer the question asked: the best <see cref="ClassifierOptions.TopK"/> whose score passes
    /// <see cref="ClassifierOptions.Threshold"/>, best first. May be empty when a threshold is set.
    /// </summary>
    public required IReadOnlyList<LabelScore> Top { get; init; }

    /// <summary>The model's raw outputs before the activation, in label order, length labelCount.</summary>
    public required IReadOnlyList<float> Logits { get; init; }

    /// <summary>How many tokens the model read, special tokens included, over all windows.</summary>
    public required int TokenCount { get; init; }

    /// <summary>Whether the text was longer than the model could read, so that its end was not looked at.</summary>
    public required bool Truncated { get; init; }
}

/// <summary>A label with its score.</summary>
/// <param name="Label">The label's name, from the model's <c>id2label</c>.</param>
/// <param name="Score">A probability in [0, 1], or the raw value where the model does regression.</param>
public readonly record struct LabelScore(string Label, float Score);
