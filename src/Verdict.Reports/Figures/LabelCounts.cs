namespace Verdict.Reports.Figures;

/// <summary>How often each label was true, predicted and both: what precision, recall and F1 are made of. Weighted where rows have weights.</summary>
internal sealed class LabelCounts
{
    private LabelCounts(double[] both, double[] predicted, double[] real, bool whole)
    {
        Both = both;
        Predicted = predicted;
        Real = real;
        AreWhole = whole;
    }

    /// <summary>True positives, <c>[labelCount]</c>.</summary>
    public double[] Both { get; }

    /// <summary>True and false positives, <c>[labelCount]</c>.</summary>
    public double[] Predicted { get; }

    /// <summary>True positives and false negatives (the support), <c>[labelCount]</c>.</summary>
    public double[] Real { get; }

    /// <summary>
    /// Whether scikit-learn prints supports as whole numbers. It does not where rows have weights, nor where a single-label
    /// classifier was never right: there its sums start as floating-point zeros.
    /// </summary>
    public bool AreWhole { get; }

    /// <summary>Counts for labels that exclude each other.</summary>
    /// <param name="truth"><c>[rowCount]</c>.</param>
    /// <param name="predicted"><c>[rowCount]</c>.</param>
    /// <param name="labelCount">How many labels there are.</param>
    /// <param name="weights"><c>[rowCount]</c> or empty.</param>
    public static LabelCounts Single(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int labelCount, ReadOnlySpan<double> weights)
    {
        double[] both = new double[labelCount];
        double[] said = new double[labelCount];
        double[] real = new double[labelCount];
        bool anyRight = false;
        for (int row = 0; row < truth.Length; row++)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            said[predicted[row]] += weight;
            real[truth[row]] += weight;
            if (truth[row] != predicted[row])
                continue;
            both[truth[row]] += weight;
            anyRight = true;
        }

        for (int label = 0; label < labelCount; label++)
        {
            // scikit-learn comes by its sums over false positives and negatives; with weights the last bit shows in its report.
            said[label] = both[label] + (said[label] - both[label]);
            real[label] = both[label] + (real[label] - both[label]);
        }

        return new LabelCounts(both, said, real, weights.IsEmpty && anyRight);
    }

    /// <summary>Counts for labels that do not exclude each other.</summary>
    /// <param name="truth"><c>[rowCount, labelCount]</c>.</param>
    /// <param name="predicted"><c>[rowCount, labelCount]</c>.</param>
    /// <param name="labelCount">How many labels there are.</param>
    /// <param name="weights"><c>[rowCount]</c> or empty.</param>
    public static LabelCounts Multi(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, int labelCount, ReadOnlySpan<double> weights)
    {
        double[] both = new double[labelCount];
        double[] said = new double[labelCount];
        double[] real = new double[labelCount];
        for (int i = 0; i < truth.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i / labelCount];
            int label = i % labelCount;
            if (predicted[i])
                said[label] += weight;
            if (truth[i])
                real[label] += weight;
            if (truth[i] && predicted[i])
                both[label] += weight;
        }

        return new LabelCounts(both, said, real, weights.IsEmpty);
    }
}
