namespace Verdict.Reports.Figures;

/// <summary>Figures of the confusion matrix.</summary>
internal static class Agreement
{
    /// <summary>The confusion matrix: rows are the truth, columns what was predicted.</summary>
    /// <returns><c>[labelCount, labelCount]</c>.</returns>
    public static double[] Confusion(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int labelCount, ReadOnlySpan<double> weights)
    {
        double[] matrix = new double[labelCount * labelCount];
        for (int row = 0; row < truth.Length; row++)
            matrix[(truth[row] * labelCount) + predicted[row]] += weights.IsEmpty ? 1 : weights[row];
        return matrix;
    }

    /// <summary>The share of rows on the diagonal.</summary>
    public static double Accuracy(ReadOnlySpan<double> confusion, int labelCount)
    {
        double right = 0;
        for (int label = 0; label < labelCount; label++)
            right += confusion[(label * labelCount) + label];
        return right / Numbers.Sum(confusion);
    }

    /// <summary>The mean recall of the labels that occur in the truth.</summary>
    public static double BalancedAccuracy(ReadOnlySpan<double> confusion, int labelCount)
    {
        double sum = 0;
        int present = 0;
        for (int label = 0; label < labelCount; label++)
        {
            double support = Numbers.Sum(confusion.Slice(label * labelCount, labelCount));
            if (support == 0)
                continue;
            sum += confusion[(label * labelCount) + label] / support;
            present++;
        }

        return sum / present;
    }

    /// <summary>The unweighted mean of the labels' F1.</summary>
    public static double MacroF1(ReadOnlySpan<double> confusion, int labelCount)
    {
        (double[] real, double[] said) = Margins(confusion, labelCount);
        double sum = 0;
        for (int label = 0; label < labelCount; label++)
            sum += Numbers.Divide(2 * confusion[(label * labelCount) + label], real[label] + said[label]);
        return sum / labelCount;
    }

    /// <summary>Matthews' correlation coefficient, for any number of labels (Gorodkin's R_K); 0 where it is undefined.</summary>
    public static double Matthews(ReadOnlySpan<double> confusion, int labelCount)
    {
        (double[] real, double[] said) = Margins(confusion, labelCount);
        double right = 0, together = 0, realSquares = 0, saidSquares = 0;
        for (int label = 0; label < labelCount; label++)
        {
            right += confusion[(label * labelCount) + label];
            together += real[label] * said[label];
            realSquares += real[label] * real[label];
            saidSquares += said[label] * said[label];
        }

        double all = Numbers.Sum(said);
        double spread = ((all * all) - saidSquares) * ((all * all) - realSquares);
        return spread <= 0 ? 0 : ((right * all) - together) / Math.Sqrt(spread);
    }

    /// <summary>Cohen's kappa; NaN where truth and prediction are one and the same single label.</summary>
    public static double Kappa(ReadOnlySpan<double> confusion, int labelCount)
    {
        (double[] real, double[] said) = Margins(confusion, labelCount);
        double all = Numbers.Sum(real);
        double observed = 0, expected = 0;
        for (int i = 0; i < labelCount; i++)
        {
            for (int j = 0; j < labelCount; j++)
            {
                if (i == j)
                    continue;
                observed += confusion[(i * labelCount) + j];
                expected += real[i] * said[j] / all;
            }
        }

        return 1 - (observed / expected);
    }

    private static (double[] Real, double[] Predicted) Margins(ReadOnlySpan<double> confusion, int labelCount)
    {
        double[] real = new double[labelCount];
        double[] said = new double[labelCount];
        for (int i = 0; i < confusion.Length; i++)
        {
            real[i / labelCount] += confusion[i];
            said[i % labelCount] += confusion[i];
        }

        return (real, said);
    }
}
