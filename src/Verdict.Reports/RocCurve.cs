namespace Verdict.Reports;

/// <summary>A receiver operating characteristic, one point a distinct score, none left out. Immutable.</summary>
public sealed record RocCurve
{
    /// <summary>The share of other rows that pass each threshold, rising from 0 to 1; NaN where there are none.</summary>
    public required IReadOnlyList<double> FalsePositiveRate { get; init; }

    /// <summary>The share of true rows that pass each threshold, rising from 0 to 1; NaN where there are none.</summary>
    public required IReadOnlyList<double> TruePositiveRate { get; init; }

    /// <summary>The falling thresholds (a row passes whose score is at least that); the first is infinite.</summary>
    public required IReadOnlyList<double> Thresholds { get; init; }

    /// <summary>The area under the curve; NaN where only one kind of row is there.</summary>
    public required double Area { get; init; }
}
