using Verdict.Labels;
using Verdict.Models;

namespace Verdict;

/// <summary>How a <see cref="TextClassifier"/> works. All values have defaults that suit most users.</summary>
public sealed record ClassifierOptions
{
    internal const int MostThreads = 1024;

    /// <summary>How many threads compute; 0 (the default) means one for each processor this process may use. Range 0 to 1,024.</summary>
    public int Threads { get; init; }

    /// <summary>How many tokens one batch may hold; 0 (the default) lets the engine choose. Range 0 or 64 to 65,536. A text longer than the budget is a batch of its own.</summary>
    public int TokenBudget { get; init; }

    /// <summary>The longest input in tokens, special tokens included; 0 (the default) means what the model can read. Range 0 or 3 to the model's positions.</summary>
    public int MaxLength { get; init; }

    /// <summary>What happens to a text of more than <see cref="MaxLength"/> tokens. Default <see cref="LongTextPolicy.Truncate"/>.</summary>
    public LongTextPolicy LongText { get; init; }

    /// <summary>How many tokens two neighbouring windows share under <see cref="LongTextPolicy.Windows"/>. Default 64; must leave room for at least one new token a window.</summary>
    public int WindowStride { get; init; } = 64;

    /// <summary>How the windows of one text become one answer. Default <see cref="WindowAggregation.Mean"/>.</summary>
    public WindowAggregation Aggregation { get; init; }

    /// <summary>How many labels <see cref="Prediction.Top"/> holds at most; 0 (the default) means all. Range 0 to 1,000,000.</summary>
    public int TopK { get; init; }

    /// <summary>The score a label must exceed to stand in <see cref="Prediction.Top"/>; <see langword="null"/> (the default) means 0.5 for multi-label models and none for others.</summary>
    public float? Threshold { get; init; }

    /// <summary>The function from logits to scores; <see langword="null"/> (the default) means the one that the model's configuration names.</summary>
    public Activation? Activation { get; init; }

    /// <summary>
    /// In which numbers the encoder computes; <see langword="null"/> (the default) means fp32, or int8 where the weights are stored so. Less precise ones are faster and change scores a little:
    /// measure on your own texts before you rely on them.
    /// </summary>
    public Precision? Precision { get; init; }

    /// <summary>How many threads that makes on this machine; a faulty number counts as 1 until it is refused.</summary>
    internal int ThreadCount => Threads is > 0 and <= MostThreads ? Threads : Threads == 0 ? Math.Min(Environment.ProcessorCount, MostThreads) : 1;
}

/// <summary>What to do with a text that is longer than the model can read.</summary>
public enum LongTextPolicy
{
    /// <summary>Read the beginning and say so in <see cref="Prediction.Truncated"/>.</summary>
    Truncate,

    /// <summary>Refuse the text with a <see cref="TextTooLongException"/>.</summary>
    Error,

    /// <summary>Read all of it in overlapping windows and combine their answers.</summary>
    Windows,
}

/// <summary>How the windows of one long text become one answer.</summary>
public enum WindowAggregation
{
    /// <summary>The mean of the windows' logits, each weighted alike.</summary>
    Mean,

    /// <summary>For each label, the highest logit of any window.</summary>
    Max,

    /// <summary>The first window's logits.</summary>
    First,
}
