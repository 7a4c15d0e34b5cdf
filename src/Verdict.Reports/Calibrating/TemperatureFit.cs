using Verdict.Labels;
using Verdict.Reports.Figures;

namespace Verdict.Reports.Calibrating;

/// <summary>The temperature that makes logits' probabilities fit the truth best.</summary>
internal static class TemperatureFit
{
    /// <summary>The temperatures that are tried.</summary>
    public const double Lowest = 0.05, Highest = 20;

    /// <summary>Minimises the mean negative log-likelihood over the logarithm of the temperature. A set that the logits separate without error ends near a bound.</summary>
    /// <returns>The temperature and the likelihood there.</returns>
    public static (double Temperature, double NegativeLogLikelihood) Fit(EvaluationSet set)
    {
        (double logarithm, double lowest) = BoundedMinimum.Find(at => NegativeLogLikelihood(set, Math.Exp(at)), Math.Log(Lowest), Math.Log(Highest));
        return (Math.Exp(logarithm), lowest);
    }

    /// <summary>The mean negative log-likelihood of the truth at a temperature; for several labels that do not exclude each other, their mean.</summary>
    public static double NegativeLogLikelihood(EvaluationSet set, double temperature)
    {
        int labelCount = set.Labels.Count;
        double[] values = new double[set.RowCount];
        double[] scaled = new double[labelCount];
        for (int row = 0; row < values.Length; row++)
        {
            ReadOnlySpan<double> logits = set.LogitValues.AsSpan(row * labelCount, labelCount);
            values[row] = set.Activation == Activation.Softmax
                ? Softmax(logits, scaled, set.Truth[row], temperature)
                : Sigmoid(logits, set.TruthSets.AsSpan(row * labelCount, labelCount), temperature);
        }

        return Numbers.Mean(values, set.WeightValues);
    }

    private static double Softmax(ReadOnlySpan<double> logits, Span<double> scaled, int truth, double temperature)
    {
        double highest = double.NegativeInfinity;
        foreach (double logit in logits)
            highest = Math.Max(highest, logit / temperature);
        for (int i = 0; i < logits.Length; i++)
            scaled[i] = Math.Exp((logits[i] / temperature) - highest);
        return -((logits[truth] / temperature) - highest - Math.Log(Numbers.Sum(scaled)));
    }

    private static double Sigmoid(ReadOnlySpan<double> logits, ReadOnlySpan<bool> truth, double temperature)
    {
        double sum = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            // softplus of the margin, without overflow
            double against = (truth[i] ? -logits[i] : logits[i]) / temperature;
            sum += Math.Max(against, 0) + Math.Log(1 + Math.Exp(-Math.Abs(against)));
        }

        return sum / logits.Length;
    }
}
