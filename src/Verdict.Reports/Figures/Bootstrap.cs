namespace Verdict.Reports.Figures;

/// <summary>Percentile bootstrap: the figures over and over on rows drawn with replacement. Each resample has its own random sequence, so threads do not matter.</summary>
internal static class Bootstrap
{
    private const double Tail = 0.025;

    /// <summary>95 % intervals by figure; empty for 0 resamples. Rows are drawn alike; a row counts by its weight as often as it was drawn.</summary>
    /// <param name="set">The rows.</param>
    /// <param name="losses">Each row's loss. <c>[rowCount]</c>.</param>
    /// <param name="resamples">How many times.</param>
    /// <param name="seed">Where the random sequences start.</param>
    public static IReadOnlyDictionary<string, Interval> Intervals(EvaluationSet set, double[] losses, int resamples, ulong seed)
    {
        if (resamples == 0)
            return new Dictionary<string, Interval>();
        string[] names = Names(set);
        double[][] values = [.. names.Select(_ => new double[resamples])];
        bool binary = !set.IsMultiLabel && set.Labels.Count == 2;
        double[] positive = binary ? Probabilities.Column(set.ScoreValues, 2, 1) : [];
        int[] order = binary ? Numbers.ByFallingScore(positive) : [];
        Parallel.For(
            0,
            resamples,
            () => new double[set.RowCount],
            (resample, _, drawn) =>
            {
                Draw(drawn, Mix(seed ^ Mix((ulong)resample + 1)));
                for (int row = 0; row < set.WeightValues.Length; row++)
                    drawn[row] *= set.WeightValues[row];
                Span<double> figures = stackalloc double[names.Length];
                Measure(set, losses, drawn, figures);
                if (binary)
                    figures[^1] = Area(set, positive, order, drawn);
                for (int i = 0; i < names.Length; i++)
                    values[i][resample] = figures[i];
                return drawn;
            },
            _ => { });

        Dictionary<string, Interval> intervals = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            // A resample in which a figure is undefined (one kind of row only) does not count.
            double[] defined = [.. values[i].Where(double.IsFinite)];
            Array.Sort(defined);
            intervals.Add(names[i], defined.Length == 0
                ? new Interval(double.NaN, double.NaN)
                : new Interval(Numbers.Quantile(defined, Tail), Numbers.Quantile(defined, 1 - Tail)));
        }

        return intervals;
    }

    private static string[] Names(EvaluationSet set)
    {
        if (set.IsMultiLabel)
            return ["accuracy", "macro_f1", "log_loss"];
        string[] single = ["accuracy", "macro_f1", "log_loss", "balanced_accuracy", "matthews"];
        return set.Labels.Count == 2 ? [.. single, "roc_auc"] : single;
    }

    private static void Measure(EvaluationSet set, double[] losses, double[] drawn, Span<double> figures)
    {
        double loss = 0, all = 0;
        for (int row = 0; row < drawn.Length; row++)
        {
            loss += drawn[row] * losses[row];
            all += drawn[row];
        }

        figures[2] = loss / all;
        int labelCount = set.Labels.Count;
        if (set.IsMultiLabel)
        {
            (figures[0], figures[1]) = MeasureSets(set, drawn, all);
            return;
        }

        double[] confusion = new double[labelCount * labelCount];
        for (int row = 0; row < drawn.Length; row++)
            confusion[(set.Truth[row] * labelCount) + set.Predicted[row]] += drawn[row];
        figures[0] = Agreement.Accuracy(confusion, labelCount);
        figures[1] = Agreement.MacroF1(confusion, labelCount);
        figures[3] = Agreement.BalancedAccuracy(confusion, labelCount);
        figures[4] = Agreement.Matthews(confusion, labelCount);
    }

    private static (double Accuracy, double MacroF1) MeasureSets(EvaluationSet set, double[] drawn, double total)
    {
        int labelCount = set.Labels.Count;
        double[] both = new double[labelCount], either = new double[labelCount];
        double right = 0;
        for (int row = 0; row < drawn.Length; row++)
        {
            if (drawn[row] == 0)
                continue;
            bool exact = true;
            for (int label = 0; label < labelCount; label++)
            {
                bool real = set.TruthSets[(row * labelCount) + label], said = set.PredictedSets[(row * labelCount) + label];
                exact &= real == said;
                both[label] += real && said ? drawn[row] : 0;
                either[label] += (real ? drawn[row] : 0) + (said ? drawn[row] : 0);
            }

            right += exact ? drawn[row] : 0;
        }

        double f1 = 0;
        for (int label = 0; label < labelCount; label++)
            f1 += Numbers.Divide(2 * both[label], either[label]) / labelCount;
        return (right / total, f1);
    }

    // The area under the ROC curve of the drawn rows, in one pass over rows by falling score.
    private static double Area(EvaluationSet set, double[] scores, int[] order, double[] drawn)
    {
        double positives = 0, negatives = 0, area = 0;
        for (int i = 0; i < order.Length;)
        {
            double newPositives = 0, newNegatives = 0, score = scores[order[i]];
            for (; i < order.Length && scores[order[i]] == score; i++)
            {
                if (set.Truth[order[i]] == 1)
                    newPositives += drawn[order[i]];
                else
                    newNegatives += drawn[order[i]];
            }

            area += newNegatives * (positives + (newPositives / 2));
            positives += newPositives;
            negatives += newNegatives;
        }

        return area / (positives * negatives);
    }

    private static void Draw(double[] drawn, ulong state)
    {
        Array.Clear(drawn);
        for (int i = 0; i < drawn.Length; i++)
        {
            state += 0x9E3779B97F4A7C15;
            // The high half of the 128-bit product is uniform over the rows to one part in 2^32 or better.
            drawn[(int)Math.BigMul(Mix(state), (ulong)drawn.Length, out _)]++;
        }
    }

    // The output function of SplitMix64 (Steele, Lea, Flood 2014).
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
