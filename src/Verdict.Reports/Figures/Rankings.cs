namespace Verdict.Reports.Figures;

/// <summary>Multi-label figures of how the labels of a row are ranked by their scores.</summary>
internal static class Rankings
{
    /// <summary>How many labels, best first, one must take on average to have every true one; rows without a true label count 0.</summary>
    public static double CoverageError(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labelCount)
    {
        double[] values = new double[truth.Length / labelCount];
        for (int row = 0; row < values.Length; row++)
        {
            ReadOnlySpan<bool> real = truth.Slice(row * labelCount, labelCount);
            ReadOnlySpan<double> score = scores.Slice(row * labelCount, labelCount);
            double lowest = double.PositiveInfinity;
            for (int label = 0; label < labelCount; label++)
                lowest = real[label] ? Math.Min(lowest, score[label]) : lowest;
            foreach (double value in score)
                values[row] += value >= lowest ? 1 : 0;
        }

        return Numbers.Mean(values);
    }

    /// <summary>The share of pairs of a true and another label in which the other one scores at least as high; rows without such pairs count 0.</summary>
    public static double RankingLoss(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labelCount)
    {
        double[] values = new double[truth.Length / labelCount];
        for (int row = 0; row < values.Length; row++)
        {
            ReadOnlySpan<bool> real = truth.Slice(row * labelCount, labelCount);
            ReadOnlySpan<double> score = scores.Slice(row * labelCount, labelCount);
            int pairs = 0, wrong = 0;
            for (int i = 0; i < labelCount; i++)
            {
                for (int j = 0; real[i] && j < labelCount; j++)
                {
                    if (real[j])
                        continue;
                    pairs++;
                    wrong += score[j] >= score[i] ? 1 : 0;
                }
            }

            values[row] = Numbers.Divide(wrong, pairs);
        }

        return Numbers.Mean(values);
    }

    /// <summary>Label ranking average precision: for each true label, the share of true ones among those that score at least as high; rows in which all or none are true count 1.</summary>
    public static double AveragePrecision(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, int labelCount)
    {
        double[] values = new double[truth.Length / labelCount];
        for (int row = 0; row < values.Length; row++)
            values[row] = AveragePrecision(truth.Slice(row * labelCount, labelCount), scores.Slice(row * labelCount, labelCount));
        return Numbers.Mean(values);
    }

    private static double AveragePrecision(ReadOnlySpan<bool> real, ReadOnlySpan<double> score)
    {
        int relevant = real.Count(true);
        if (relevant == 0 || relevant == real.Length)
            return 1;
        double sum = 0;
        for (int i = 0; i < real.Length; i++)
        {
            if (!real[i])
                continue;
            int atLeast = 0, trueAtLeast = 0;
            for (int j = 0; j < real.Length; j++)
            {
                if (score[j] < score[i])
                    continue;
                atLeast++;
                trueAtLeast += real[j] ? 1 : 0;
            }

            sum += (double)trueAtLeast / atLeast;
        }

        return sum / relevant;
    }
}
