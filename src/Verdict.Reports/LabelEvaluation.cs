using Verdict.Reports.Figures;

namespace Verdict.Reports;

/// <summary>How one label, taken against all others, is told by its score. Immutable.</summary>
public sealed record LabelEvaluation
{
    private readonly Func<ScoreSteps> _steps;

    internal LabelEvaluation(Func<ScoreSteps> steps) => _steps = steps;

    /// <summary>The label.</summary>
    public required string Label { get; init; }

    /// <summary>Rows that have the label and got it.</summary>
    public required double TruePositives { get; init; }

    /// <summary>Rows that got the label and do not have it.</summary>
    public required double FalsePositives { get; init; }

    /// <summary>Rows that have the label and did not get it.</summary>
    public required double FalseNegatives { get; init; }

    /// <summary>Rows that neither have nor got it.</summary>
    public required double TrueNegatives { get; init; }

    /// <summary>The area under the ROC curve; NaN where the label never or always occurs.</summary>
    public required double RocAuc { get; init; }

    /// <summary>The sum of precisions weighted by the recall each step gains; 0 where the label never occurs.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>The ROC curve over the label's score. Computed anew at each call, because curves of many labels would fill the memory.</summary>
    public RocCurve ComputeRoc() => _steps().Roc();

    /// <summary>The precision–recall curve over the label's score. Computed anew at each call.</summary>
    public PrecisionRecallCurve ComputePrecisionRecall() => _steps().PrecisionRecall();

    /// <summary>The threshold with the highest F1.</summary>
    public required BestThreshold BestF1 { get; init; }

    /// <summary>Reliability over ten bins of equal width.</summary>
    public required IReadOnlyList<ReliabilityBin> Reliability { get; init; }

    /// <summary>Reliability over ten bins of equally many rows (weights are not used).</summary>
    public required IReadOnlyList<ReliabilityBin> ReliabilityByQuantile { get; init; }

    /// <summary>How many rows with the label have a score in each of 20 equal bins over [0, 1].</summary>
    public required IReadOnlyList<double> ScoresWithLabel { get; init; }

    /// <summary>How many rows without the label have a score in each of 20 equal bins over [0, 1].</summary>
    public required IReadOnlyList<double> ScoresWithoutLabel { get; init; }
}
