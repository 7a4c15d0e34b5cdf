namespace Verdict.Reports.Figures;

/// <summary>How often what was predicted with a given confidence is right.</summary>
internal static class Reliability
{
    /// <summary>How many equal bins the diagrams and the calibration error have.</summary>
    public const int BinCount = 15;

    /// <summary>Bins of equal width over [0, 1]: a value on an edge belongs to the lower bin; empty bins are left out.</summary>
    public static ReliabilityBin[] Uniform(ReadOnlySpan<bool> isTrue, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights, int binCount) =>
        Bins(isTrue, scores, weights, Edges(binCount));

    /// <summary>Bins that hold equally many rows, as far as equal scores allow; empty bins are left out.</summary>
    public static ReliabilityBin[] Quantile(ReadOnlySpan<bool> isTrue, ReadOnlySpan<double> scores, int binCount)
    {
        double[] sorted = scores.ToArray();
        Array.Sort(sorted);
        double[] edges = Edges(binCount);
        for (int i = 0; i < edges.Length; i++)
            edges[i] = Numbers.Quantile(sorted, edges[i] * 100 / 100);
        return Bins(isTrue, scores, [], edges);
    }

    /// <summary>Expected calibration error: Σ share of rows · |mean confidence − share right| over the bins.</summary>
    public static double ExpectedError(ReadOnlySpan<ReliabilityBin> bins)
    {
        double all = 0, error = 0;
        foreach (ReliabilityBin bin in bins)
        {
            all += bin.Weight;
            error += bin.Weight * Math.Abs(bin.MeanScore - bin.FractionTrue);
        }

        return error / all;
    }

    private static double[] Edges(int binCount)
    {
        double[] edges = new double[binCount + 1];
        double width = 1.0 / binCount;
        for (int i = 0; i < binCount; i++)
            edges[i] = i * width;
        edges[binCount] = 1;
        return edges;
    }

    private static ReliabilityBin[] Bins(ReadOnlySpan<bool> isTrue, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights, double[] edges)
    {
        int count = edges.Length - 1;
        double[] sums = new double[count], trues = new double[count], totals = new double[count];
        for (int row = 0; row < scores.Length; row++)
        {
            int bin = 0;
            while (bin < count - 1 && edges[bin + 1] < scores[row])
                bin++;
            double weight = weights.IsEmpty ? 1 : weights[row];
            sums[bin] += weight * scores[row];
            trues[bin] += isTrue[row] ? weight : 0;
            totals[bin] += weight;
        }

        List<ReliabilityBin> bins = [];
        for (int bin = 0; bin < count; bin++)
        {
            if (totals[bin] > 0)
                bins.Add(new ReliabilityBin(edges[bin], edges[bin + 1], totals[bin], sums[bin] / totals[bin], trues[bin] / totals[bin]));
        }

        return [.. bins];
    }
}
