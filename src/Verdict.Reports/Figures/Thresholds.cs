namespace Verdict.Reports.Figures;

/// <summary>The best threshold of one label among the observed scores; a row is positive when its score is at least the threshold.</summary>
internal static class Thresholds
{
    /// <summary>The threshold with the highest F1; the smallest among equals.</summary>
    public static BestThreshold ByF1(ScoreSteps steps)
    {
        (double best, int at) = (-1, 0);
        for (int i = 0; i < steps.Thresholds.Length; i++)
        {
            double f1 = Numbers.Divide(2 * steps.TruePositives[i], steps.Positives + steps.TruePositives[i] + steps.FalsePositives[i]);
            if (f1 >= best)
                (best, at) = (f1, i);
        }

        return new BestThreshold(steps.Thresholds[at], best);
    }

    /// <summary>
    /// The threshold with the lowest total cost; the smallest among equals. Never saying the label is possible too: then the threshold is
    /// the next number above the highest score.
    /// </summary>
    public static BestThreshold ByCost(ScoreSteps steps, double falsePositiveCost, double falseNegativeCost)
    {
        double best = steps.Positives * falseNegativeCost, threshold = double.BitIncrement(steps.Thresholds[0]);
        for (int i = 0; i < steps.Thresholds.Length; i++)
        {
            double cost = (steps.FalsePositives[i] * falsePositiveCost) + ((steps.Positives - steps.TruePositives[i]) * falseNegativeCost);
            if (cost <= best)
                (best, threshold) = (cost, steps.Thresholds[i]);
        }

        return new BestThreshold(threshold, best);
    }
}
