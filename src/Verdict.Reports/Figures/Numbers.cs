namespace Verdict.Reports.Figures;

/// <summary>Sums in NumPy's order, so that figures agree with scikit-learn to the last bit wherever a printed digit may depend on it.</summary>
internal static class Numbers
{
    private const int Block = 128;
    private const int Lanes = 8;

    /// <summary>The sum, in pairs and with eight running sums, as <c>numpy.sum</c> adds contiguous numbers.</summary>
    public static double Sum(ReadOnlySpan<double> values)
    {
        if (values.Length < Lanes)
        {
            double plain = 0;
            foreach (double value in values)
                plain += value;
            return plain;
        }

        if (values.Length > Block)
        {
            int half = values.Length / 2;
            half -= half % Lanes;
            return Sum(values[..half]) + Sum(values[half..]);
        }

        Span<double> lanes = stackalloc double[Lanes];
        values[..Lanes].CopyTo(lanes);
        int i = Lanes;
        for (; i + Lanes <= values.Length; i += Lanes)
        {
            for (int lane = 0; lane < Lanes; lane++)
                lanes[lane] += values[i + lane];
        }

        double sum = ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
        for (; i < values.Length; i++)
            sum += values[i];
        return sum;
    }

    /// <summary>The mean; NaN of nothing.</summary>
    public static double Mean(ReadOnlySpan<double> values) => Sum(values) / values.Length;

    /// <summary>The mean weighted by <paramref name="weights"/>, or the plain mean where there are none.</summary>
    public static double Mean(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        if (weights.IsEmpty)
            return Mean(values);
        double[] products = new double[values.Length];
        for (int i = 0; i < products.Length; i++)
            products[i] = values[i] * weights[i];
        return Sum(products) / Sum(weights);
    }

    /// <summary>A quotient that is 0 where the denominator is 0: scikit-learn's <c>zero_division=0</c>.</summary>
    public static double Divide(double numerator, double denominator) => denominator == 0 ? 0 : numerator / denominator;

    /// <summary>The number below which the share <paramref name="quantile"/> of sorted values lies, linear between neighbours, computed as <c>numpy.percentile</c> does.</summary>
    public static double Quantile(ReadOnlySpan<double> sorted, double quantile)
    {
        double place = quantile * (sorted.Length - 1);
        int below = Math.Clamp((int)Math.Floor(place), 0, sorted.Length - 1);
        int above = Math.Min(below + 1, sorted.Length - 1);
        double share = place - below;
        double step = sorted[above] - sorted[below];
        return share >= 0.5 ? sorted[above] - (step * (1 - share)) : sorted[below] + (step * share);
    }

    /// <summary>Row numbers by falling score; rows of equal score keep their order.</summary>
    public static int[] ByFallingScore(ReadOnlySpan<double> scores)
    {
        double[] keys = new double[scores.Length];
        int[] rows = new int[scores.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            keys[i] = -scores[i];
            rows[i] = i;
        }

        Array.Sort(keys, rows);
        for (int start = 0; start < rows.Length;)
        {
            int end = start + 1;
            while (end < rows.Length && keys[end] == keys[start])
                end++;
            if (end - start > 1)
                Array.Sort(rows, start, end - start);
            start = end;
        }

        return rows;
    }
}
