using System.Diagnostics;

namespace Verdict.Benchmarks;

/// <summary>One way of doing a piece of work.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Run">Does it once.</param>
internal sealed record Contender(string Name, Action Run);

/// <summary>Times contenders in turn, A B A B …, so that a machine whose speed drifts drifts for all of them.</summary>
internal static class Measurement
{
    /// <summary>Median seconds of ours and of the baseline, and the median of the rounds' ratios baseline / ours (above 1: we are faster).</summary>
    public static (double Ours, double Baseline, double Ratio) Alternate(Contender ours, Contender baseline, int rounds)
    {
        ours.Run();
        baseline.Run();
        double[] a = new double[rounds], b = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            a[i] = Seconds(ours);
            b[i] = Seconds(baseline);
        }

        return (Median(a), Median(b), Median([.. a.Zip(b, (x, y) => y / x)]));
    }

    /// <summary>The contender with the shortest of a few runs; who needs a quarter more than the best in the first is out of the race.</summary>
    public static Contender Fastest(IReadOnlyList<Contender> contenders, int runs)
    {
        foreach (Contender contender in contenders)
            contender.Run();
        double[] best = [.. contenders.Select(Seconds)];
        int[] racing = [.. Enumerable.Range(0, contenders.Count).Where(i => best[i] < 1.25 * best.Min())];
        for (int run = 1; run < runs && racing.Length > 1; run++)
        {
            foreach (int i in racing)
                best[i] = Math.Min(best[i], Seconds(contenders[i]));
        }

        return contenders[Array.IndexOf(best, best.Min())];
    }

    /// <summary>The middle value.</summary>
    public static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double Seconds(Contender contender)
    {
        long start = Stopwatch.GetTimestamp();
        contender.Run();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
