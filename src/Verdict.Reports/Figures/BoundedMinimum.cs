namespace Verdict.Reports.Figures;

/// <summary>Brent's method for the minimum of a function of one variable between two bounds: golden sections and parabolas, no derivative.</summary>
internal static class BoundedMinimum
{
    private const double RootOfEpsilon = 1.4901161193847656e-8;
    private static readonly double s_golden = 0.5 * (3 - Math.Sqrt(5));

    /// <summary>Where the function is lowest, to about <paramref name="tolerance"/>, and how low it is there.</summary>
    public static (double At, double Value) Find(Func<double, double> function, double low, double high, double tolerance = 1e-10)
    {
        double best = low + (s_golden * (high - low)), second = best, third = best;
        double bestValue = function(best), secondValue = bestValue, thirdValue = bestValue;
        double step = 0, lastStep = 0;
        for (int count = 0; count < 500; count++)
        {
            double middle = 0.5 * (low + high);
            double near = (RootOfEpsilon * Math.Abs(best)) + (tolerance / 3), twice = 2 * near;
            if (Math.Abs(best - middle) <= twice - (0.5 * (high - low)))
                break;
            if (!TryParabola(out double parabola))
            {
                lastStep = best >= middle ? low - best : high - best;
                step = s_golden * lastStep;
            }
            else
            {
                lastStep = step;
                step = parabola;
                double reached = best + step;
                if (reached - low < twice || high - reached < twice)
                    step = middle >= best ? near : -near;
            }

            double at = best + (Math.Max(Math.Abs(step), near) * (step >= 0 ? 1 : -1));
            Take(at, function(at));

            bool TryParabola(out double move)
            {
                move = 0;
                if (Math.Abs(lastStep) <= near)
                    return false;
                double r = (best - second) * (bestValue - thirdValue), q = (best - third) * (bestValue - secondValue);
                double p = ((best - third) * q) - ((best - second) * r);
                q = 2 * (q - r);
                p = q > 0 ? -p : p;
                q = Math.Abs(q);
                if (Math.Abs(p) >= Math.Abs(0.5 * q * lastStep) || p <= q * (low - best) || p >= q * (high - best))
                    return false;
                move = p / q;
                return true;
            }
        }

        return (best, bestValue);

        void Take(double at, double value)
        {
            if (value <= bestValue)
            {
                (low, high) = at >= best ? (best, high) : (low, best);
                (third, thirdValue, second, secondValue) = (second, secondValue, best, bestValue);
                (best, bestValue) = (at, value);
                return;
            }

            (low, high) = at < best ? (at, high) : (low, at);
            if (value <= secondValue || second == best)
                (third, thirdValue, second, secondValue) = (second, secondValue, at, value);
            else if (value <= thirdValue || third == best || third == second)
                (third, thirdValue) = (at, value);
        }
    }
}
