using Verdict.Labels;
using Verdict.Reports.Calibrating;
using Verdict.Reports.Figures;

namespace Verdict.Reports;

/// <summary>
/// A correction of a model's scores and decisions, fitted on rows whose labels are known, kept as a small JSON file beside the model
/// and applied to what the model says later. Immutable; may be shared by any number of threads.
/// </summary>
public sealed partial class Calibration
{
    /// <summary>The name that the file has beside a model.</summary>
    public const string FileName = "calibration.json";

    // One map a label; one for the last label alone where two labels exclude each other; none under other methods.
    private readonly IsotonicMap[] _maps;
    private readonly double[] _thresholds;

    private Calibration(IReadOnlyList<string> labels, Activation activation, double temperature, IsotonicMap[] maps, double[] thresholds, CalibrationFit fit)
    {
        Labels = labels;
        Activation = activation;
        Temperature = temperature;
        _maps = maps;
        _thresholds = thresholds;
        Fitted = fit;
    }

    /// <summary>The labels in the model's order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Softmax where labels exclude each other, sigmoid where they do not.</summary>
    public Activation Activation { get; }

    /// <summary>What logits are divided by; 1 where the method is another one.</summary>
    public double Temperature { get; }

    /// <summary>One threshold a label, or empty. A label passes when its score is at least its threshold.</summary>
    public IReadOnlyList<double> Thresholds => _thresholds;

    /// <summary>What it was fitted on and what that brought.</summary>
    public CalibrationFit Fitted { get; }

    /// <summary>Fits a calibration. Use rows that were not used for training, and others than those that the final figures are measured on.</summary>
    /// <param name="set">Rows with their truth and logits.</param>
    /// <param name="options">What to fit; <see langword="null"/> for a temperature alone.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message lists every fault.</exception>
    public static Calibration Fit(EvaluationSet set, CalibrationOptions? options = null)
    {
        options ??= new CalibrationOptions();
        options.Check();
        double temperature = options.Method == CalibrationMethod.Temperature ? TemperatureFit.Fit(set).Temperature : 1;
        IsotonicMap[] maps = options.Method == CalibrationMethod.Isotonic ? FitMaps(set) : [];
        CalibrationFit fit = new() { Method = options.Method, Rule = options.Thresholds, RowCount = set.RowCount };
        Calibration scoresOnly = new(set.Labels, set.Activation, temperature, maps, [], fit);
        EvaluationSet corrected = set.Calibrated(scoresOnly);
        double[] thresholds = options.Thresholds == ThresholdRule.None ? [] : FitThresholds(corrected, options);
        fit = fit with
        {
            LogLossBefore = MeanLoss(set),
            LogLossAfter = MeanLoss(corrected),
        };
        return new Calibration(set.Labels, set.Activation, temperature, maps, thresholds, fit);
    }

    /// <summary>Turns one row's logits into calibrated scores.</summary>
    /// <param name="logits">The model's raw outputs. <c>[labelCount]</c>.</param>
    /// <param name="scores">Where the scores go. <c>[labelCount]</c>.</param>
    /// <exception cref="ArgumentException">Another number of logits or scores than labels.</exception>
    public void Apply(ReadOnlySpan<double> logits, Span<double> scores)
    {
        if (logits.Length != Labels.Count || scores.Length != Labels.Count)
            throw new ArgumentException($"The calibration is for {Labels.Count} labels, but there are {logits.Length} logits and {scores.Length} scores.");
        Probabilities.FromLogits(logits, scores, Activation, Temperature);
        if (_maps.Length == 0)
            return;
        if (_maps.Length == 1 && scores.Length == 2)
        {
            scores[1] = _maps[0].Map(scores[1]);
            scores[0] = 1 - scores[1];
            return;
        }

        for (int label = 0; label < scores.Length; label++)
            scores[label] = _maps[label].Map(scores[label]);
        if (Activation != Activation.Softmax)
            return;
        double sum = Numbers.Sum(scores);
        for (int label = 0; label < scores.Length; label++)
            scores[label] = sum > 0 ? scores[label] / sum : 1.0 / scores.Length;
    }

    /// <summary>The same prediction with calibrated scores and the decisions that follow from them.</summary>
    /// <param name="prediction">What the model said.</param>
    /// <param name="options">The classifier's options: how many labels <see cref="Prediction.Top"/> may hold, and a threshold that goes before this calibration's; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">The prediction has another number of logits than the calibration has labels.</exception>
    public Prediction Apply(Prediction prediction, ClassifierOptions? options = null)
    {
        double[] logits = [.. prediction.Logits.Select(logit => (double)logit)];
        double[] scores = new double[logits.Length];
        Apply(logits, scores);
        int best = Best(scores);
        LabelScore[] all = [.. Labels.Select((label, i) => new LabelScore(label, (float)scores[i]))];
        bool exclusive = Activation == Activation.Softmax;
        IEnumerable<int> top = Enumerable.Range(0, scores.Length)
            .Where(i => options?.Threshold is { } bound ? scores[i] > bound : exclusive || Labels.Count == 1 || Passes(i, scores[i]))
            .OrderByDescending(i => exclusive && i == best)
            .ThenByDescending(i => scores[i]);
        if (options?.TopK > 0)
            top = top.Take(options.TopK);
        return prediction with { Label = Labels[best], Score = all[best].Score, Scores = all, Top = [.. top.Select(i => all[i])] };
    }

    /// <summary>
    /// The label that a row gets. Without thresholds the one with the highest score. With thresholds: of two labels that exclude each
    /// other the last one when it passes; of more, the one whose score is highest in relation to its threshold; the first one among equals.
    /// </summary>
    /// <param name="scores">Calibrated scores. <c>[labelCount]</c>.</param>
    public int Best(ReadOnlySpan<double> scores)
    {
        if (Activation == Activation.Softmax && _thresholds.Length == 2)
            return scores[1] >= _thresholds[1] ? 1 : 0;
        bool relative = Activation == Activation.Softmax && _thresholds.Length > 0;
        (int best, double highest) = (0, double.NegativeInfinity);
        for (int label = 0; label < scores.Length; label++)
        {
            double value = relative ? scores[label] / Math.Max(_thresholds[label], 1e-12) : scores[label];
            if (value > highest)
                (best, highest) = (label, value);
        }

        return best;
    }

    /// <summary>Whether a label that does not exclude others is given: its score is at least its threshold, or without thresholds above 0.5.</summary>
    public bool Passes(int label, double score) => _thresholds.Length > 0 ? score >= _thresholds[label] : score > 0.5;

    internal void CheckFits(IReadOnlyList<string> labels, Activation activation)
    {
        if (!labels.SequenceEqual(Labels, StringComparer.Ordinal) || activation != Activation)
            throw new ArgumentException($"The calibration is for {Activation} over {string.Join(", ", Labels)}, not for {activation} over {string.Join(", ", labels)}. Fit one for this model.");
    }

    private static IsotonicMap[] FitMaps(EvaluationSet set)
    {
        int labelCount = set.Labels.Count;
        bool pair = !set.IsMultiLabel && labelCount == 2;
        IsotonicMap[] maps = new IsotonicMap[pair ? 1 : labelCount];
        for (int i = 0; i < maps.Length; i++)
        {
            int label = pair ? 1 : i;
            maps[i] = IsotonicMap.Fit(set.TruthOf(label), Probabilities.Column(set.ScoreValues, labelCount, label), set.WeightValues);
        }

        return maps;
    }

    private static double[] FitThresholds(EvaluationSet set, CalibrationOptions options)
    {
        int labelCount = set.Labels.Count;
        double[] thresholds = new double[labelCount];
        for (int label = 0; label < labelCount; label++)
        {
            ScoreSteps steps = ScoreSteps.Of(set.TruthOf(label), Probabilities.Column(set.ScoreValues, labelCount, label), set.WeightValues);
            thresholds[label] = options.Thresholds == ThresholdRule.F1
                ? Figures.Thresholds.ByF1(steps).Threshold
                : Figures.Thresholds.ByCost(steps, options.FalsePositiveCost, options.FalseNegativeCost).Threshold;
        }

        // Of two labels that exclude each other one threshold decides.
        if (!set.IsMultiLabel && labelCount == 2)
            thresholds[0] = 1 - thresholds[1];
        return thresholds;
    }

    private static double MeanLoss(EvaluationSet set) => Numbers.Mean(
        set.IsMultiLabel
            ? Losses.CrossEntropies(set.TruthSets, set.ScoreValues, set.Labels.Count)
            : Losses.LogLosses(set.Truth, set.ScoreValues, set.Labels.Count),
        set.WeightValues);
}
