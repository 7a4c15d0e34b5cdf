using Verdict.Reports.Figures;

namespace Verdict.Reports;

/// <summary>McNemar's test: whether two models that were asked the same rows differ in how often they are right. Immutable.</summary>
public sealed record ModelComparison
{
    /// <summary>Rows that only the first model has right.</summary>
    public required long FirstOnlyRight { get; init; }

    /// <summary>Rows that only the second model has right.</summary>
    public required long SecondOnlyRight { get; init; }

    /// <summary>Rows that both have right.</summary>
    public required long BothRight { get; init; }

    /// <summary>Rows that both have wrong.</summary>
    public required long BothWrong { get; init; }

    /// <summary>The two-sided exact binomial probability of a difference at least as large, if the models are equally good.</summary>
    public required double ExactProbability { get; init; }

    /// <summary>The chi-square statistic with continuity correction; 0 where the models never differ.</summary>
    public required double ChiSquare { get; init; }

    /// <summary>The probability that belongs to <see cref="ChiSquare"/>.</summary>
    public required double ChiSquareProbability { get; init; }

    /// <summary>The share of rows the first model has right.</summary>
    public double FirstAccuracy => (BothRight + FirstOnlyRight) / (double)Rows;

    /// <summary>The share of rows the second model has right.</summary>
    public double SecondAccuracy => (BothRight + SecondOnlyRight) / (double)Rows;

    private long Rows => BothRight + BothWrong + FirstOnlyRight + SecondOnlyRight;

    /// <summary>Compares two models' answers for the same rows, row by row.</summary>
    /// <exception cref="ArgumentException">The sets differ in rows, labels or truth.</exception>
    public static ModelComparison Of(EvaluationSet first, EvaluationSet second)
    {
        if (first.RowCount != second.RowCount)
            throw new ArgumentException($"The first model has {first.RowCount} rows, the second {second.RowCount}; McNemar's test needs the same rows.", nameof(second));
        if (!first.Labels.SequenceEqual(second.Labels, StringComparer.Ordinal) || first.IsMultiLabel != second.IsMultiLabel)
            throw new ArgumentException($"The first model's labels are {string.Join(", ", first.Labels)}, the second's {string.Join(", ", second.Labels)}; they must be the same, in the same order.", nameof(second));
        if (!first.Truth.AsSpan().SequenceEqual(second.Truth) || !first.TruthSets.AsSpan().SequenceEqual(second.TruthSets))
            throw new ArgumentException("The two sets do not have the same truth; McNemar's test needs the same rows in the same order.", nameof(second));

        long both = 0, neither = 0, firstOnly = 0, secondOnly = 0;
        for (int row = 0; row < first.RowCount; row++)
        {
            switch (first.IsRight(row), second.IsRight(row))
            {
                case (true, true): both++; break;
                case (true, false): firstOnly++; break;
                case (false, true): secondOnly++; break;
                default: neither++; break;
            }
        }

        double margin = Math.Abs(firstOnly - secondOnly) - 1;
        double statistic = firstOnly + secondOnly == 0 ? 0 : margin * margin / (firstOnly + secondOnly);
        return new ModelComparison
        {
            FirstOnlyRight = firstOnly,
            SecondOnlyRight = secondOnly,
            BothRight = both,
            BothWrong = neither,
            ExactProbability = Significance.Binomial(firstOnly, secondOnly),
            ChiSquare = statistic,
            ChiSquareProbability = Significance.ChiSquare1(statistic),
        };
    }
}
