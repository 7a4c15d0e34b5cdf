using Verdict.Labels;
using Xunit;

namespace Verdict.Reports.Tests;

public sealed class EvaluationSetTests
{
    private static readonly string[] s_labels = ["neg", "pos"];

    [Fact]
    public void Wrong_input_is_refused_with_its_place()
    {
        Assert.Contains("at least two labels, not 1", Refused(() => EvaluationSet.SingleLabel(["a"], [0], [0])), StringComparison.Ordinal);
        Assert.Contains("'a' occurs twice", Refused(() => EvaluationSet.SingleLabel(["a", "a"], [0], [0, 0])), StringComparison.Ordinal);
        Assert.Contains("no row", Refused(() => EvaluationSet.SingleLabel(s_labels, [], [])), StringComparison.Ordinal);
        Assert.Contains("3 logits for 1 rows and 2 labels", Refused(() => EvaluationSet.SingleLabel(s_labels, [0], [0, 0, 0])), StringComparison.Ordinal);
        Assert.Contains("Row 1 has label number 2", Refused(() => EvaluationSet.SingleLabel(s_labels, [0, 2], [0, 0, 0, 0])), StringComparison.Ordinal);
        Assert.Contains("row 1, label 0 is NaN", Refused(() => EvaluationSet.SingleLabel(s_labels, [0, 1], [0, 0, double.NaN, 0])), StringComparison.Ordinal);
        Assert.Contains("1 texts for 2 rows", Refused(() => EvaluationSet.SingleLabel(s_labels, [0, 1], new double[4]) with { Texts = ["x"] }), StringComparison.Ordinal);
        Assert.Contains("'c' for 2 rows", Refused(() => EvaluationSet.SingleLabel(s_labels, [0, 1], new double[4]) with { Columns = new Dictionary<string, IReadOnlyList<string>> { ["c"] = ["x"] } }), StringComparison.Ordinal);
        Assert.Contains("weight of row 1 is -1", Refused(() => EvaluationSet.SingleLabel(s_labels, [0, 1], new double[4]) with { Weights = [1, -1] }), StringComparison.Ordinal);
        Assert.Contains("All weights are 0", Refused(() => EvaluationSet.SingleLabel(s_labels, [0, 1], new double[4]) with { Weights = [0, 0] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_become_rows()
    {
        EvaluationSet set = EvaluationSet.FromPredictions(Samples.Model(Activation.Softmax, s_labels), ["pos", "neg"], [Samples.Prediction(0, 2), Samples.Prediction(0, 1)]);
        Assert.Equal([1, 0], set.Truth);
        Assert.Equal([1, 1], set.Predicted);

        EvaluationSet multi = EvaluationSet.FromPredictions(Samples.Model(Activation.Sigmoid, s_labels), ["pos, neg", ""], [Samples.Prediction(-1, 2), Samples.Prediction(0, 1)]);
        Assert.Equal([true, true, false, false], multi.TruthSets);
        Assert.Equal([false, true, false, true], multi.PredictedSets);
    }

    [Fact]
    public void An_unknown_label_is_named_with_those_the_model_knows() => Assert.Contains(
        "Row 0 has the label '1', which the model does not know. Its labels are neg, pos",
        Refused(() => EvaluationSet.FromPredictions(Samples.Model(Activation.Softmax, s_labels), ["1"], [Samples.Prediction(0, 2)])),
        StringComparison.Ordinal);

    private static string Refused(Func<object> action) => Assert.Throws<ArgumentException>(action).Message;
}
