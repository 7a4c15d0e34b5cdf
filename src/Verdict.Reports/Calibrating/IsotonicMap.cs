using Verdict.Reports.Figures;

namespace Verdict.Reports.Calibrating;

/// <summary>A rising, piecewise linear map from scores to probabilities, flat outside its first and last point. Immutable.</summary>
internal sealed class IsotonicMap
{
    // Scores closer than this are one (the decimal resolution of doubles, as scikit-learn has it).
    private const double Resolution = 1e-15;

    /// <summary>A map through given points.</summary>
    /// <param name="x">Rising scores.</param>
    /// <param name="y">Values that never fall.</param>
    public IsotonicMap(double[] x, double[] y)
    {
        X = x;
        Y = y;
    }

    /// <summary>The rising scores at which the map bends.</summary>
    public double[] X { get; }

    /// <summary>The values there.</summary>
    public double[] Y { get; }

    /// <summary>The rising map with the least squared error, by pooling adjacent violators.</summary>
    /// <param name="isTrue"><c>[rowCount]</c>.</param>
    /// <param name="scores"><c>[rowCount]</c>.</param>
    /// <param name="weights"><c>[rowCount]</c> or empty.</param>
    public static IsotonicMap Fit(ReadOnlySpan<bool> isTrue, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        int[] order = Numbers.ByFallingScore(scores);
        Array.Reverse(order);
        List<double> x = [], y = [], mass = [];
        foreach (int row in order)
        {
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (x.Count == 0 || scores[row] - x[^1] >= Resolution)
            {
                x.Add(scores[row]);
                y.Add(0);
                mass.Add(0);
            }

            y[^1] += isTrue[row] ? weight : 0;
            mass[^1] += weight;
        }

        double[] pooled = Pool(y, mass);
        return Thin([.. x], pooled);
    }

    /// <summary>The map's value.</summary>
    public double Map(double score)
    {
        int above = Array.BinarySearch(X, score);
        if (above >= 0)
            return Y[above];
        above = ~above;
        if (above == 0)
            return Y[0];
        if (above == X.Length)
            return Y[^1];
        double slope = (Y[above] - Y[above - 1]) / (X[above] - X[above - 1]);
        return Y[above - 1] + (slope * (score - X[above - 1]));
    }

    // Blocks of (sum, mass, count); a block that is not above the one before it joins it.
    private static double[] Pool(List<double> sums, List<double> masses)
    {
        List<(double Sum, double Mass, int Count)> blocks = [];
        for (int i = 0; i < sums.Count; i++)
        {
            // A point without weight says nothing; it takes its neighbours' value.
            (double Sum, double Mass, int Count) block = (sums[i], masses[i], 1);
            while (blocks.Count > 0 && (block.Mass == 0 || blocks[^1].Mass == 0 || blocks[^1].Sum / blocks[^1].Mass >= block.Sum / block.Mass))
            {
                (double sum, double mass, int count) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                block = (sum + block.Sum, mass + block.Mass, count + block.Count);
            }

            blocks.Add(block);
        }

        double[] values = new double[sums.Count];
        int at = 0;
        foreach ((double sum, double mass, int count) in blocks)
        {
            values.AsSpan(at, count).Fill(mass == 0 ? 0 : sum / mass);
            at += count;
        }

        return values;
    }

    // Points inside a flat stretch change nothing.
    private static IsotonicMap Thin(double[] x, double[] y)
    {
        List<double> keptX = [], keptY = [];
        for (int i = 0; i < x.Length; i++)
        {
            if (i > 0 && i < x.Length - 1 && y[i] == y[i - 1] && y[i] == y[i + 1])
                continue;
            keptX.Add(x[i]);
            keptY.Add(y[i]);
        }

        return new IsotonicMap([.. keptX], [.. keptY]);
    }
}
