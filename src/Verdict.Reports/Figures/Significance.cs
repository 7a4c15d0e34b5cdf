namespace Verdict.Reports.Figures;

/// <summary>Tail probabilities that McNemar's test and the intervals need.</summary>
internal static class Significance
{
    /// <summary>Half the width of a two-sided 95 % interval of the normal distribution, in standard deviations.</summary>
    public const double Normal95 = 1.959963984540054;

    /// <summary>The two-sided exact binomial probability, with p = 1/2, of a split at least as uneven as this one.</summary>
    public static double Binomial(long first, long second)
    {
        long smaller = Math.Min(first, second), all = first + second;
        if (first == second)
            return 1;
        double logTerm = -all * Math.Log(2), sum = 0;
        for (long k = 0; k <= smaller; k++)
        {
            sum += Math.Exp(logTerm);
            logTerm += Math.Log((all - k) / (double)(k + 1));
        }

        return Math.Min(1, 2 * sum);
    }

    /// <summary>The probability that a chi-square variable of one degree of freedom exceeds <paramref name="value"/>.</summary>
    public static double ChiSquare1(double value) => ComplementaryError(Math.Sqrt(value / 2));

    /// <summary>Wilson's 95 % interval of a share.</summary>
    public static Interval Wilson(double successes, double trials)
    {
        const double z = Normal95;
        double share = successes / trials, scale = 1 + (z * z / trials);
        double centre = (share + (z * z / (2 * trials))) / scale;
        double half = z * Math.Sqrt((share * (1 - share) / trials) + (z * z / (4 * trials * trials))) / scale;
        return new Interval(Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    // erfc: its Taylor series below 2.5, its continued fraction (by Lentz's method) above; both reach 1e-14 there.
    private static double ComplementaryError(double x)
    {
        if (x < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum) && n < 200; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return 1 - (2 / Math.Sqrt(Math.PI) * sum);
        }

        double fraction = x, c = x, d = 0;
        for (int n = 1; n < 500; n++)
        {
            d = 1 / (x + (n / 2.0 * d));
            c = x + (n / 2.0 / c);
            double change = c * d;
            fraction *= change;
            if (Math.Abs(change - 1) < 1e-16)
                break;
        }

        return Math.Exp(-x * x) / (Math.Sqrt(Math.PI) * fraction);
    }
}
