using Verdict.Labels;

namespace Verdict.Reports;

public sealed partial record EvaluationSet
{
    /// <summary>Rows from a classifier's predictions and the true labels' names.</summary>
    /// <param name="model">The classifier's model: its labels and its activation.</param>
    /// <param name="truth">Each row's true label; for a model whose labels do not exclude each other, the true labels joined by <paramref name="separator"/>. <c>[rowCount]</c>.</param>
    /// <param name="predictions">What the classifier said. <c>[rowCount]</c>.</param>
    /// <param name="separator">What stands between several true labels of one row.</param>
    /// <exception cref="ArgumentException">A label is not one of the model's, lengths do not fit, or the model does regression.</exception>
    public static EvaluationSet FromPredictions(ModelInformation model, IReadOnlyList<string> truth, IReadOnlyList<Prediction> predictions, char separator = ',')
    {
        if (model.Activation == Activation.None)
            throw new ArgumentException("The model does regression; an evaluation needs a model that gives labels.", nameof(model));
        if (truth.Count != predictions.Count)
            throw new ArgumentException($"There are {truth.Count} true labels for {predictions.Count} predictions.", nameof(truth));
        int labelCount = model.Labels.Count;
        double[] logits = new double[truth.Count * labelCount];
        for (int row = 0; row < truth.Count; row++)
        {
            IReadOnlyList<float> values = predictions[row].Logits;
            if (values.Count != labelCount)
                throw new ArgumentException($"Prediction {row} has {values.Count} logits, but the model has {labelCount} labels.", nameof(predictions));
            for (int label = 0; label < labelCount; label++)
                logits[(row * labelCount) + label] = values[label];
        }

        if (model.Activation == Activation.Softmax)
        {
            int[] single = new int[truth.Count];
            for (int row = 0; row < single.Length; row++)
                single[row] = IndexOf(truth[row], row);
            return SingleLabel(model.Labels, single, logits);
        }

        bool[] sets = new bool[logits.Length];
        for (int row = 0; row < truth.Count; row++)
        {
            foreach (string name in truth[row].Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                sets[(row * labelCount) + IndexOf(name, row)] = true;
        }

        return MultiLabel(model.Labels, sets, logits);

        int IndexOf(string name, int row)
        {
            for (int label = 0; label < labelCount; label++)
            {
                if (model.Labels[label] == name)
                    return label;
            }

            throw new ArgumentException($"Row {row} has the label '{name}', which the model does not know. Its labels are {string.Join(", ", model.Labels)}; map yours to these.", nameof(truth));
        }
    }

    private static string[] CheckLabels(IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
            throw new ArgumentException("There is no label.", nameof(labels));
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (string label in labels)
        {
            if (!seen.Add(label))
                throw new ArgumentException($"The label '{label}' occurs twice; labels must differ.", nameof(labels));
        }

        return [.. labels];
    }

    private static void CheckRows(int rowCount, int labelCount, ReadOnlySpan<double> logits)
    {
        if (rowCount == 0)
            throw new ArgumentException("There is no row to evaluate.", nameof(logits));
        if (logits.Length != (long)rowCount * labelCount)
            throw new ArgumentException($"There are {logits.Length} logits for {rowCount} rows and {labelCount} labels; there must be {(long)rowCount * labelCount}.", nameof(logits));
        for (int i = 0; i < logits.Length; i++)
        {
            if (!double.IsFinite(logits[i]))
                throw new ArgumentException($"The logit of row {i / labelCount}, label {i % labelCount} is {logits[i]}; logits must be finite.", nameof(logits));
        }
    }
}
