using Verdict.Reports.Figures;

namespace Verdict.Reports;

/// <summary>Precision, recall and F1 of each label with their averages, as scikit-learn's <c>classification_report</c> has them. Immutable.</summary>
public sealed record ClassificationReport
{
    /// <summary>One line a label, in the model's order.</summary>
    public required IReadOnlyList<PrecisionRecallF1> Labels { get; init; }

    /// <summary>Over all decisions together. For labels that exclude each other all three figures are the accuracy.</summary>
    public required PrecisionRecallF1 Micro { get; init; }

    /// <summary>The labels' unweighted mean.</summary>
    public required PrecisionRecallF1 Macro { get; init; }

    /// <summary>The labels' mean, weighted by support.</summary>
    public required PrecisionRecallF1 Weighted { get; init; }

    /// <summary>The mean over rows; only for multi-label sets.</summary>
    public PrecisionRecallF1? Samples { get; init; }

    /// <summary>Whether supports are counts, printed as whole numbers.</summary>
    public required bool SupportsAreCounts { get; init; }

    /// <summary>The table exactly as scikit-learn prints it, byte for byte, lines ended by LF.</summary>
    /// <param name="digits">Digits after the point, 0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another number of digits.</exception>
    public string ToText(int digits = 2) => Text.ClassificationReportText.Write(this, digits);

    internal static ClassificationReport Of(LabelCounts counts, IReadOnlyList<string> labels, bool multiLabel, PrecisionRecallF1? samples)
    {
        int count = labels.Count;
        var lines = new PrecisionRecallF1[count];
        double[] precision = new double[count], recall = new double[count], f1 = new double[count];
        for (int i = 0; i < count; i++)
        {
            precision[i] = Numbers.Divide(counts.Both[i], counts.Predicted[i]);
            recall[i] = Numbers.Divide(counts.Both[i], counts.Real[i]);
            f1[i] = Numbers.Divide(2 * counts.Both[i], counts.Real[i] + counts.Predicted[i]);
            lines[i] = new PrecisionRecallF1(labels[i], precision[i], recall[i], f1[i], counts.Real[i]);
        }

        double both = Numbers.Sum(counts.Both), predicted = Numbers.Sum(counts.Predicted), support = Numbers.Sum(counts.Real);
        return new ClassificationReport
        {
            Labels = lines,
            Micro = new(multiLabel ? "micro avg" : "accuracy", Numbers.Divide(both, predicted), Numbers.Divide(both, support), Numbers.Divide(2 * both, support + predicted), support),
            Macro = new("macro avg", Numbers.Mean(precision), Numbers.Mean(recall), Numbers.Mean(f1), support),
            Weighted = support == 0
                ? new("weighted avg", 0, 0, 0, support)
                : new("weighted avg", Numbers.Mean(precision, counts.Real), Numbers.Mean(recall, counts.Real), Numbers.Mean(f1, counts.Real), support),
            Samples = samples is { } found ? found with { Support = support } : null,
            SupportsAreCounts = counts.AreWhole,
        };
    }
}
