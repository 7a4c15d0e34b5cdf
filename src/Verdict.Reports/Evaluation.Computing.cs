using Verdict.Reports.Figures;

namespace Verdict.Reports;

public sealed partial record Evaluation
{
    private const int LabelBins = 10, HistogramBins = 20;

    /// <summary>Computes every figure. Safe to call from any number of threads.</summary>
    /// <param name="set">The rows.</param>
    /// <param name="options">How much to look at; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message lists every fault.</exception>
    public static Evaluation Compute(EvaluationSet set, EvaluationOptions? options = null)
    {
        options ??= new EvaluationOptions();
        options.Check();
        int labelCount = set.Labels.Count;
        double[] weights = set.WeightValues;
        LabelCounts counts = set.IsMultiLabel
            ? LabelCounts.Multi(set.TruthSets, set.PredictedSets, labelCount, weights)
            : LabelCounts.Single(set.Truth, set.Predicted, labelCount, weights);
        double[] jaccards = new double[labelCount];
        for (int i = 0; i < labelCount; i++)
            jaccards[i] = Numbers.Divide(counts.Both[i], counts.Real[i] + counts.Predicted[i] - counts.Both[i]);

        LabelEvaluation[] perLabel = new LabelEvaluation[labelCount];
        Parallel.For(0, labelCount, label => perLabel[label] = ComputeLabel(set, counts, label));
        ReliabilityBin[] reliability = ComputeReliability(set);
        double[] losses = set.IsMultiLabel
            ? Losses.CrossEntropies(set.TruthSets, set.ScoreValues, labelCount)
            : Losses.LogLosses(set.Truth, set.ScoreValues, labelCount);
        bool binary = !set.IsMultiLabel && labelCount == 2;
        double[] areas = [.. perLabel.Select(label => label.RocAuc)];
        return new Evaluation
        {
            Labels = set.Labels,
            Activation = set.Activation,
            RowCount = set.RowCount,
            IsWeighted = weights.Length > 0,
            Report = ClassificationReport.Of(counts, set.Labels, set.IsMultiLabel, set.IsMultiLabel ? SampleFigures.Of(set) : null),
            Accuracy = Numbers.Mean(ByRow(set, row => set.IsRight(row) ? 1 : 0), weights),
            HammingLoss = Numbers.Mean(ByRow(set, row => SampleFigures.WrongShare(set, row)), weights),
            JaccardMacro = Numbers.Mean(jaccards),
            LogLoss = Numbers.Mean(losses, weights),
            RocAuc = binary ? areas[1] : Numbers.Mean(areas),
            RocAucWeighted = binary ? areas[1] : WeightedArea(areas, counts.Real),
            AveragePrecision = binary ? perLabel[1].AveragePrecision : perLabel.Average(label => label.AveragePrecision),
            SingleLabel = set.IsMultiLabel ? null : ComputeSingle(set),
            MultiLabel = set.IsMultiLabel ? ComputeMulti(set) : null,
            PerLabel = perLabel,
            Reliability = reliability,
            ExpectedCalibrationError = Figures.Reliability.ExpectedError(reliability),
            Intervals = Bootstrap.Intervals(set, losses, options.BootstrapResamples, options.Seed),
            Slices = [.. set.Columns.Select(column => Slicing.ByColumn(set, column.Key, column.Value, options.SliceCount))],
            Lengths = Slicing.ByLength(set),
            Mistakes = MistakeFinder.MostConfident(set, options.MistakeCount),
        };
    }

    /// <summary>Compares two models' answers for the same rows by McNemar's test.</summary>
    /// <exception cref="ArgumentException">The sets differ in rows, labels or truth.</exception>
    public static ModelComparison Compare(EvaluationSet first, EvaluationSet second) => ModelComparison.Of(first, second);

    private static double[] ByRow(EvaluationSet set, Func<int, double> value)
    {
        double[] values = new double[set.RowCount];
        for (int row = 0; row < values.Length; row++)
            values[row] = value(row);
        return values;
    }

    private static LabelEvaluation ComputeLabel(EvaluationSet set, LabelCounts counts, int label)
    {
        double[] scores = Probabilities.Column(set.ScoreValues, set.Labels.Count, label);
        bool[] isTrue = set.TruthOf(label);
        double[] weights = set.WeightValues;
        ScoreSteps steps = ScoreSteps.Of(isTrue, scores, weights);
        double[] with = new double[HistogramBins], without = new double[HistogramBins];
        for (int row = 0; row < scores.Length; row++)
            (isTrue[row] ? with : without)[Math.Clamp((int)(scores[row] * HistogramBins), 0, HistogramBins - 1)] += weights.Length == 0 ? 1 : weights[row];
        double all = weights.Length == 0 ? set.RowCount : Numbers.Sum(weights);
        return new LabelEvaluation(() => ScoreSteps.Of(set.TruthOf(label), Probabilities.Column(set.ScoreValues, set.Labels.Count, label), set.WeightValues))
        {
            Label = set.Labels[label],
            TruePositives = counts.Both[label],
            FalsePositives = counts.Predicted[label] - counts.Both[label],
            FalseNegatives = counts.Real[label] - counts.Both[label],
            TrueNegatives = all - counts.Predicted[label] - counts.Real[label] + counts.Both[label],
            RocAuc = steps.Roc().Area,
            AveragePrecision = steps.PrecisionRecall().AveragePrecision,
            BestF1 = Thresholds.ByF1(steps),
            Reliability = Figures.Reliability.Uniform(isTrue, scores, weights, LabelBins),
            ReliabilityByQuantile = Figures.Reliability.Quantile(isTrue, scores, LabelBins),
            ScoresWithLabel = with,
            ScoresWithoutLabel = without,
        };
    }

    private static ReliabilityBin[] ComputeReliability(EvaluationSet set)
    {
        int labelCount = set.Labels.Count;
        if (set.IsMultiLabel)
        {
            double[] spread = set.WeightValues.Length == 0 ? [] : [.. set.WeightValues.SelectMany(weight => Enumerable.Repeat(weight, labelCount))];
            return Figures.Reliability.Uniform(set.TruthSets, set.ScoreValues, spread, Figures.Reliability.BinCount);
        }

        bool[] right = new bool[set.RowCount];
        double[] confidence = ByRow(set, row => set.Row(set.ScoreValues, row)[set.Predicted[row]]);
        for (int row = 0; row < right.Length; row++)
            right[row] = set.IsRight(row);
        return Figures.Reliability.Uniform(right, confidence, set.WeightValues, Figures.Reliability.BinCount);
    }

    private static SingleLabelFigures ComputeSingle(EvaluationSet set)
    {
        int labelCount = set.Labels.Count;
        double[] confusion = Agreement.Confusion(set.Truth, set.Predicted, labelCount, set.WeightValues);
        return new SingleLabelFigures
        {
            BalancedAccuracy = Agreement.BalancedAccuracy(confusion, labelCount),
            Matthews = Agreement.Matthews(confusion, labelCount),
            Kappa = Agreement.Kappa(confusion, labelCount),
            Confusion = [.. confusion.Chunk(labelCount)],
            Brier = Numbers.Mean(Losses.Brier(set.Truth, set.ScoreValues, labelCount), set.WeightValues),
        };
    }

    private static MultiLabelFigures ComputeMulti(EvaluationSet set)
    {
        int labelCount = set.Labels.Count;
        return new MultiLabelFigures
        {
            JaccardSamples = Numbers.Mean(ByRow(set, row => SampleFigures.Jaccard(set, row)), set.WeightValues),
            CoverageError = Rankings.CoverageError(set.TruthSets, set.ScoreValues, labelCount),
            RankingLoss = Rankings.RankingLoss(set.TruthSets, set.ScoreValues, labelCount),
            LabelRankingAveragePrecision = Rankings.AveragePrecision(set.TruthSets, set.ScoreValues, labelCount),
        };
    }

    private static double WeightedArea(double[] areas, double[] supports)
    {
        double[] counted = new double[areas.Length];
        for (int i = 0; i < areas.Length; i++)
            counted[i] = supports[i] == 0 ? 0 : areas[i];
        return Numbers.Sum(supports) == 0 ? double.NaN : Numbers.Mean(counted, supports);
    }
}
