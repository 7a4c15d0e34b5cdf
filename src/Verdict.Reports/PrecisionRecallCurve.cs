namespace Verdict.Reports;

/// <summary>Precision against recall, one point a distinct score, by rising threshold, closed by (1, 0). Immutable.</summary>
public sealed record PrecisionRecallCurve
{
    /// <summary>Precision at each threshold, and a last 1.</summary>
    public required IReadOnlyList<double> Precision { get; init; }

    /// <summary>Recall at each threshold, falling, and a last 0.</summary>
    public required IReadOnlyList<double> Recall { get; init; }

    /// <summary>The rising thresholds, one fewer than there are points.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>The sum of precisions weighted by the recall each step gains; 0 where there is no true row.</summary>
    public required double AveragePrecision { get; init; }
}
