using Verdict.Labels;

namespace Verdict.Reports;

/// <summary>Everything there is to say about how well a model's answers fit the truth. Immutable.</summary>
public sealed partial record Evaluation
{
    private Evaluation()
    {
    }

    /// <summary>The labels in the model's order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Softmax where labels exclude each other, sigmoid where they do not.</summary>
    public required Activation Activation { get; init; }

    /// <summary>How many rows were evaluated.</summary>
    public required int RowCount { get; init; }

    /// <summary>Whether rows count differently.</summary>
    public required bool IsWeighted { get; init; }

    /// <summary>Precision, recall and F1 with their averages.</summary>
    public required ClassificationReport Report { get; init; }

    /// <summary>The share of rows that are entirely right. For multi-label sets: every label of the row (subset accuracy).</summary>
    public required double Accuracy { get; init; }

    /// <summary>The share of decisions that are wrong: rows, or for multi-label sets rows times labels.</summary>
    public required double HammingLoss { get; init; }

    /// <summary>The unweighted mean over the labels of true positives divided by all rows that have or got the label.</summary>
    public required double JaccardMacro { get; init; }

    /// <summary>The mean negative logarithm of the true label's score; for multi-label sets the mean binary cross-entropy.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The mean area under the labels' ROC curves, each label against all others; NaN where a label never or always occurs. For two labels that exclude each other: the last one's area.</summary>
    public required double RocAuc { get; init; }

    /// <summary>The same, weighted by how often each label occurs; labels that never occur do not count.</summary>
    public required double RocAucWeighted { get; init; }

    /// <summary>The mean of the labels' average precision. For two labels that exclude each other: the last one's.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>Figures that only single-label sets have; <see langword="null"/> for others.</summary>
    public SingleLabelFigures? SingleLabel { get; init; }

    /// <summary>Figures that only multi-label sets have; <see langword="null"/> for others.</summary>
    public MultiLabelFigures? MultiLabel { get; init; }

    /// <summary>One entry a label, in order: its curves, its scores, its best threshold.</summary>
    public required IReadOnlyList<LabelEvaluation> PerLabel { get; init; }

    /// <summary>Confidence against accuracy in 15 bins of equal width: of the predicted label; for multi-label sets of every label's score.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Expected calibration error over <see cref="Reliability"/>.</summary>
    public required double ExpectedCalibrationError { get; init; }

    /// <summary>95 % bootstrap intervals (percentiles) by figure: <c>accuracy</c>, <c>macro_f1</c>, <c>log_loss</c> and, for single-label sets, <c>balanced_accuracy</c>, <c>matthews</c> and, for two labels, <c>roc_auc</c>. Empty where none were asked for.</summary>
    public required IReadOnlyDictionary<string, Interval> Intervals { get; init; }

    /// <summary>Slices by each column of the set.</summary>
    public required IReadOnlyList<SliceTable> Slices { get; init; }

    /// <summary>Slices by text length, shortest first, of about equally many rows each; empty where the texts are not known.</summary>
    public required IReadOnlyList<Slice> Lengths { get; init; }

    /// <summary>The wrong decisions that the model was most sure of, surest first.</summary>
    public required IReadOnlyList<Mistake> Mistakes { get; init; }

    /// <summary>The label that figures of a two-label set speak of: the last one.</summary>
    internal LabelEvaluation Positive => PerLabel[^1];

    /// <summary>Whether there are two labels that exclude each other.</summary>
    internal bool IsBinary => Activation == Activation.Softmax && Labels.Count == 2;
}
