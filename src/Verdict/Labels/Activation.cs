namespace Verdict.Labels;

/// <summary>The function from logits to scores.</summary>
public enum Activation
{
    /// <summary>Probabilities of labels that exclude each other; they add up to 1.</summary>
    Softmax,

    /// <summary>A probability of its own for each label.</summary>
    Sigmoid,

    /// <summary>The logits as they are: regression.</summary>
    None,
}
