namespace Verdict.Reports.Figures;

/// <summary>How far scores lie from the truth.</summary>
internal static class Losses
{
    // scikit-learn's log loss keeps probabilities away from 0 and 1 by the spacing of doubles at 1.
    private const double Smallest = 2.220446049250313e-16;

    /// <summary>Each row's negative logarithm of the true label's score.</summary>
    /// <param name="truth"><c>[rowCount]</c>.</param>
    /// <param name="scores"><c>[rowCount, labelCount]</c>.</param>
    /// <param name="labelCount">Columns.</param>
    /// <returns><c>[rowCount]</c>.</returns>
    public static double[] LogLosses(ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int labelCount)
    {
        double[] losses = new double[truth.Length];
        for (int row = 0; row < losses.Length; row++)
            losses[row] = -Math.Log(Math.Clamp(scores[(row * labelCount) + truth[row]], Smallest, 1 - Smallest));
        return losses;
    }

    /// <summary>Each row's mean binary cross-entropy over the labels.</summary>
    /// <param name="truth"><c>[rowCount, labelCount]</c>.</param>
    /// <param name="scores"><c>[rowCount, labelCount]</c>.</param>
    /// <param name="labelCount">Columns.</param>
    /// <returns><c>[rowCount]</c>.</returns>
    public static double[] CrossEntropies(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labelCount)
    {
        double[] losses = new double[truth.Length / labelCount];
        for (int i = 0; i < truth.Length; i++)
        {
            double right = truth[i] ? scores[i] : 1 - scores[i];
            losses[i / labelCount] -= Math.Log(Math.Clamp(right, Smallest, 1 - Smallest)) / labelCount;
        }

        return losses;
    }

    /// <summary>
    /// Each row's squared distance between scores and truth. Two labels count half, so that the mean is the classic Brier score of the
    /// positive label; more labels are summed (scikit-learn's <c>scale_by_half="auto"</c>).
    /// </summary>
    public static double[] Brier(ReadOnlySpan<int> truth, ReadOnlySpan<double> scores, int labelCount)
    {
        double[] losses = new double[truth.Length];
        for (int row = 0; row < losses.Length; row++)
        {
            for (int label = 0; label < labelCount; label++)
            {
                double difference = scores[(row * labelCount) + label] - (truth[row] == label ? 1 : 0);
                losses[row] += difference * difference;
            }

            if (labelCount <= 2)
                losses[row] /= 2;
        }

        return losses;
    }
}
