namespace Verdict.Reports.Figures;

/// <summary>
/// One label's rows by falling score: after each distinct score, how much true and false weight lies at or above it.
/// The ROC and precision–recall curves and the best thresholds are read off these steps.
/// </summary>
internal sealed class ScoreSteps
{
    private ScoreSteps(double[] thresholds, double[] truePositives, double[] falsePositives)
    {
        Thresholds = thresholds;
        TruePositives = truePositives;
        FalsePositives = falsePositives;
    }

    /// <summary>The distinct scores, falling.</summary>
    public double[] Thresholds { get; }

    /// <summary>Weight of true rows whose score is at least the threshold.</summary>
    public double[] TruePositives { get; }

    /// <summary>Weight of other rows whose score is at least the threshold.</summary>
    public double[] FalsePositives { get; }

    /// <summary>Weight of all true rows.</summary>
    public double Positives => TruePositives[^1];

    /// <summary>Weight of all other rows.</summary>
    public double Negatives => FalsePositives[^1];

    /// <summary>Sorts and sums.</summary>
    /// <param name="isTrue"><c>[rowCount]</c>.</param>
    /// <param name="scores"><c>[rowCount]</c>.</param>
    /// <param name="weights"><c>[rowCount]</c> or empty.</param>
    public static ScoreSteps Of(ReadOnlySpan<bool> isTrue, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        int[] order = Numbers.ByFallingScore(scores);
        List<double> thresholds = [], trues = [], falses = [];
        double positive = 0, negative = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int row = order[i];
            double weight = weights.IsEmpty ? 1 : weights[row];
            if (isTrue[row])
                positive += weight;
            else
                negative += weight;
            if (i + 1 < order.Length && scores[order[i + 1]] == scores[row])
                continue;
            thresholds.Add(scores[row]);
            trues.Add(positive);
            falses.Add(negative);
        }

        return new ScoreSteps([.. thresholds], [.. trues], [.. falses]);
    }

    /// <summary>The ROC curve from (0, 0) to (1, 1), one point a distinct score. NaN where there is no true or no other row.</summary>
    public RocCurve Roc()
    {
        int count = Thresholds.Length + 1;
        double[] falseRate = new double[count], trueRate = new double[count], thresholds = new double[count];
        thresholds[0] = double.PositiveInfinity;
        Array.Copy(Thresholds, 0, thresholds, 1, Thresholds.Length);
        for (int i = 0; i < count; i++)
        {
            falseRate[i] = (i == 0 ? 0 : FalsePositives[i - 1]) / Negatives;
            trueRate[i] = (i == 0 ? 0 : TruePositives[i - 1]) / Positives;
        }

        double area = 0;
        for (int i = 1; i < count; i++)
            area += (falseRate[i] - falseRate[i - 1]) * (trueRate[i] + trueRate[i - 1]) / 2;
        return new RocCurve { FalsePositiveRate = falseRate, TruePositiveRate = trueRate, Thresholds = thresholds, Area = area };
    }

    /// <summary>The precision–recall curve by rising threshold, closed by (precision 1, recall 0). Recall is 1 where there is no true row.</summary>
    public PrecisionRecallCurve PrecisionRecall()
    {
        int count = Thresholds.Length;
        double[] precision = new double[count + 1], recall = new double[count + 1], thresholds = new double[count];
        for (int i = 0; i < count; i++)
        {
            int falling = count - 1 - i;
            thresholds[i] = Thresholds[falling];
            precision[i] = Numbers.Divide(TruePositives[falling], TruePositives[falling] + FalsePositives[falling]);
            recall[i] = Positives == 0 ? 1 : TruePositives[falling] / Positives;
        }

        precision[count] = 1;
        double area = 0;
        for (int i = 0; i < count; i++)
            area += (recall[i] - recall[i + 1]) * precision[i];
        return new PrecisionRecallCurve { Precision = precision, Recall = recall, Thresholds = thresholds, AveragePrecision = Math.Max(0, area) };
    }
}
