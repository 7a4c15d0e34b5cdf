namespace Verdict.Reports;

/// <summary>Figures that only make sense where a row may have any number of labels. Immutable.</summary>
public sealed record MultiLabelFigures
{
    /// <summary>The mean over rows of shared labels divided by all labels of truth and prediction; 0 where there is none.</summary>
    public required double JaccardSamples { get; init; }

    /// <summary>How many labels, best first, one must take on average to have every true one.</summary>
    public required double CoverageError { get; init; }

    /// <summary>The share of pairs of a true and another label that are ranked the wrong way round.</summary>
    public required double RankingLoss { get; init; }

    /// <summary>Label ranking average precision.</summary>
    public required double LabelRankingAveragePrecision { get; init; }
}
