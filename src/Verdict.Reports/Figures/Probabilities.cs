using Verdict.Labels;

namespace Verdict.Reports.Figures;

/// <summary>From logits to scores in double precision.</summary>
internal static class Probabilities
{
    /// <summary>Applies the activation to every row.</summary>
    /// <param name="logits"><c>[rowCount, labelCount]</c>.</param>
    /// <param name="labelCount">Columns.</param>
    /// <param name="activation">Softmax or sigmoid.</param>
    /// <param name="temperature">What logits are divided by first.</param>
    /// <returns><c>[rowCount, labelCount]</c>.</returns>
    public static double[] FromLogits(ReadOnlySpan<double> logits, int labelCount, Activation activation, double temperature = 1)
    {
        double[] scores = new double[logits.Length];
        for (int start = 0; start < logits.Length; start += labelCount)
            FromLogits(logits.Slice(start, labelCount), scores.AsSpan(start, labelCount), activation, temperature);
        return scores;
    }

    /// <summary>Applies the activation to one row.</summary>
    /// <param name="logits"><c>[labelCount]</c>.</param>
    /// <param name="scores"><c>[labelCount]</c>.</param>
    /// <param name="activation">Softmax or sigmoid.</param>
    /// <param name="temperature">What logits are divided by first.</param>
    public static void FromLogits(ReadOnlySpan<double> logits, Span<double> scores, Activation activation, double temperature)
    {
        if (activation == Activation.Sigmoid)
        {
            for (int i = 0; i < logits.Length; i++)
                scores[i] = 1 / (1 + Math.Exp(-logits[i] / temperature));
            return;
        }

        double highest = double.NegativeInfinity;
        foreach (double logit in logits)
            highest = Math.Max(highest, logit / temperature);
        for (int i = 0; i < logits.Length; i++)
            scores[i] = Math.Exp((logits[i] / temperature) - highest);
        double sum = Numbers.Sum(scores);
        for (int i = 0; i < logits.Length; i++)
            scores[i] /= sum;
    }

    /// <summary>One label's scores.</summary>
    /// <returns><c>[rowCount]</c>.</returns>
    public static double[] Column(ReadOnlySpan<double> matrix, int columnCount, int column)
    {
        double[] values = new double[matrix.Length / columnCount];
        for (int row = 0; row < values.Length; row++)
            values[row] = matrix[(row * columnCount) + column];
        return values;
    }
}
