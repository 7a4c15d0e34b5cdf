using Verdict.Labels;
using Verdict.Reports.Figures;

namespace Verdict.Reports;

/// <summary>
/// What an evaluation works on: for each row the true label (or labels) and what the model said, and optionally the texts, columns to
/// slice by, and weights. Immutable; arrays that were given are copied.
/// </summary>
public sealed partial record EvaluationSet
{
    private readonly IReadOnlyList<string>? _texts;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _columns = new Dictionary<string, IReadOnlyList<string>>();
    private readonly double[] _weights = [];

    private EvaluationSet(IReadOnlyList<string> labels, Activation activation, int rowCount)
    {
        Labels = labels;
        Activation = activation;
        RowCount = rowCount;
    }

    /// <summary>The labels in the model's order.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Softmax where labels exclude each other, sigmoid where they do not.</summary>
    public Activation Activation { get; }

    /// <summary>How many rows there are.</summary>
    public int RowCount { get; }

    /// <summary>Whether a row may have any number of labels.</summary>
    public bool IsMultiLabel => Activation == Activation.Sigmoid;

    /// <summary>The texts, for slices by length and for mistakes that one can read; <see langword="null"/> where they are not known. Length <see cref="RowCount"/>.</summary>
    /// <exception cref="ArgumentException">Another number of texts than rows.</exception>
    public IReadOnlyList<string>? Texts
    {
        get => _texts;
        init => _texts = value is null ? null : Checked(value, "texts");
    }

    /// <summary>Columns to slice by: a name, and a value for each row.</summary>
    /// <exception cref="ArgumentException">Another number of values than rows.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Columns
    {
        get => _columns;
        init => _columns = value.ToDictionary(column => column.Key, column => Checked(column.Value, $"values of column '{column.Key}'"), StringComparer.Ordinal);
    }

    /// <summary>How much each row counts; empty (the default) means all alike. McNemar's test, Wilson's intervals and bins of equally many rows do not use weights.</summary>
    /// <exception cref="ArgumentException">Another number of weights than rows, a weight that is negative or not finite, or none above 0.</exception>
    public IReadOnlyList<double> Weights
    {
        get => _weights;
        init
        {
            _weights = value.Count == 0 ? [] : [.. Checked(value, "weights")];
            int wrong = Array.FindIndex(_weights, weight => !(weight >= 0 && double.IsFinite(weight)));
            if (wrong >= 0)
                throw new ArgumentException($"The weight of row {wrong} is {_weights[wrong]}; weights must be finite and at least 0.", nameof(Weights));
            if (_weights.Length > 0 && Numbers.Sum(_weights) == 0)
                throw new ArgumentException("All weights are 0; at least one row must count.", nameof(Weights));
        }
    }

    /// <summary>Row weights or nothing.</summary>
    internal double[] WeightValues => _weights;

    /// <summary>True label by row; empty for multi-label sets. <c>[rowCount]</c>.</summary>
    internal int[] Truth { get; private init; } = [];

    /// <summary>Predicted label by row; empty for multi-label sets. <c>[rowCount]</c>.</summary>
    internal int[] Predicted { get; private init; } = [];

    /// <summary>Whether each label is true; empty for single-label sets. <c>[rowCount, labelCount]</c>.</summary>
    internal bool[] TruthSets { get; private init; } = [];

    /// <summary>Whether each label was predicted; empty for single-label sets. <c>[rowCount, labelCount]</c>.</summary>
    internal bool[] PredictedSets { get; private init; } = [];

    /// <summary>The model's raw outputs. <c>[rowCount, labelCount]</c>.</summary>
    internal double[] LogitValues { get; private init; } = [];

    /// <summary>The scores, calibrated where a calibration was applied. <c>[rowCount, labelCount]</c>.</summary>
    internal double[] ScoreValues { get; private init; } = [];

    /// <summary>Rows that have exactly one of several labels.</summary>
    /// <param name="labels">The labels in the model's order; at least two, all different.</param>
    /// <param name="truth">The true label of each row, as an index into <paramref name="labels"/>. <c>[rowCount]</c>.</param>
    /// <param name="logits">The model's raw outputs. <c>[rowCount, labelCount]</c>.</param>
    /// <exception cref="ArgumentException">There is no row, lengths do not fit, a label is unknown or a logit is not finite.</exception>
    public static EvaluationSet SingleLabel(IReadOnlyList<string> labels, ReadOnlySpan<int> truth, ReadOnlySpan<double> logits)
    {
        if (labels.Count < 2)
            throw new ArgumentException($"A set whose labels exclude each other needs at least two labels, not {labels.Count}. For one label use MultiLabel.", nameof(labels));
        string[] names = CheckLabels(labels);
        CheckRows(truth.Length, names.Length, logits);
        for (int row = 0; row < truth.Length; row++)
        {
            if ((uint)truth[row] >= (uint)names.Length)
                throw new ArgumentException($"Row {row} has label number {truth[row]}, but there are {names.Length} labels, counted from 0.", nameof(truth));
        }

        double[] scores = Probabilities.FromLogits(logits, names.Length, Activation.Softmax);
        return new EvaluationSet(names, Activation.Softmax, truth.Length)
        {
            Truth = truth.ToArray(),
            LogitValues = logits.ToArray(),
            ScoreValues = scores,
            Predicted = Best(scores, names.Length),
        };
    }

    /// <summary>Rows that have any number of labels. A label is predicted where its score exceeds 0.5.</summary>
    /// <param name="labels">The labels in the model's order; at least one, all different.</param>
    /// <param name="truth">Whether each label is true. <c>[rowCount, labelCount]</c>.</param>
    /// <param name="logits">The model's raw outputs. <c>[rowCount, labelCount]</c>.</param>
    /// <exception cref="ArgumentException">There is no row, lengths do not fit or a logit is not finite.</exception>
    public static EvaluationSet MultiLabel(IReadOnlyList<string> labels, ReadOnlySpan<bool> truth, ReadOnlySpan<double> logits)
    {
        string[] names = CheckLabels(labels);
        int rowCount = logits.Length / names.Length;
        CheckRows(rowCount, names.Length, logits);
        if (truth.Length != logits.Length)
            throw new ArgumentException($"There are {truth.Length} truth values for {logits.Length} logits; both must be rows times labels.", nameof(truth));
        double[] scores = Probabilities.FromLogits(logits, names.Length, Activation.Sigmoid);
        return new EvaluationSet(names, Activation.Sigmoid, rowCount)
        {
            TruthSets = truth.ToArray(),
            LogitValues = logits.ToArray(),
            ScoreValues = scores,
            PredictedSets = Array.ConvertAll(scores, score => score > 0.5),
        };
    }

    /// <summary>The same rows with the scores and decisions that a calibration makes of their logits.</summary>
    /// <exception cref="ArgumentException">The calibration is for other labels or another activation.</exception>
    public EvaluationSet Calibrated(Calibration calibration)
    {
        calibration.CheckFits(Labels, Activation);
        int labelCount = Labels.Count;
        double[] scores = new double[LogitValues.Length];
        bool[] sets = new bool[PredictedSets.Length];
        int[] best = new int[Predicted.Length];
        for (int row = 0; row < RowCount; row++)
        {
            Span<double> score = scores.AsSpan(row * labelCount, labelCount);
            calibration.Apply(LogitValues.AsSpan(row * labelCount, labelCount), score);
            for (int label = 0; IsMultiLabel && label < labelCount; label++)
                sets[(row * labelCount) + label] = calibration.Passes(label, score[label]);
            if (!IsMultiLabel)
                best[row] = calibration.Best(score);
        }

        return this with { ScoreValues = scores, PredictedSets = sets, Predicted = best };
    }

    /// <summary>Whether a row was predicted entirely right.</summary>
    internal bool IsRight(int row) => IsMultiLabel
        ? Row(TruthSets, row).SequenceEqual(Row(PredictedSets, row))
        : Truth[row] == Predicted[row];

    /// <summary>One row of a matrix with a column a label.</summary>
    internal ReadOnlySpan<T> Row<T>(T[] matrix, int row) => matrix.AsSpan(row * Labels.Count, Labels.Count);

    /// <summary>Whether one label is true, by row.</summary>
    internal bool[] TruthOf(int label)
    {
        bool[] values = new bool[RowCount];
        for (int row = 0; row < values.Length; row++)
            values[row] = IsMultiLabel ? TruthSets[(row * Labels.Count) + label] : Truth[row] == label;
        return values;
    }

    // The first label with the highest score, by row.
    private static int[] Best(double[] scores, int labelCount)
    {
        int[] best = new int[scores.Length / labelCount];
        for (int row = 0; row < best.Length; row++)
        {
            for (int label = 1; label < labelCount; label++)
            {
                if (scores[(row * labelCount) + label] > scores[(row * labelCount) + best[row]])
                    best[row] = label;
            }
        }

        return best;
    }

    private IReadOnlyList<T> Checked<T>(IReadOnlyList<T> values, string what) => values.Count == RowCount
        ? values
        : throw new ArgumentException($"There are {values.Count} {what} for {RowCount} rows.");
}
