namespace Verdict.Reports;

/// <summary>Figures that only make sense where labels exclude each other. Immutable.</summary>
public sealed record SingleLabelFigures
{
    /// <summary>The mean recall of the labels that occur.</summary>
    public required double BalancedAccuracy { get; init; }

    /// <summary>Matthews' correlation coefficient, in [-1, 1]; 0 where it is undefined.</summary>
    public required double Matthews { get; init; }

    /// <summary>Cohen's kappa; NaN where truth and prediction are one single label.</summary>
    public required double Kappa { get; init; }

    /// <summary>The confusion matrix: <c>[i][j]</c> rows have label i and got label j.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Confusion { get; init; }

    /// <summary>The mean squared distance between scores and truth; for two labels half of it, the classic Brier score.</summary>
    public required double Brier { get; init; }
}
