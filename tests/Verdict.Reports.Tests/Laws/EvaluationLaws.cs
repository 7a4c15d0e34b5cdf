using System.Text.Json;
using Xunit;

namespace Verdict.Reports.Tests.Laws;

/// <summary>What holds for any set of rows.</summary>
public sealed class EvaluationLaws
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory, MemberData(nameof(Seeds))]
    public void The_order_of_the_rows_does_not_matter(int seed)
    {
        EvaluationSet set = seed % 2 == 0 ? Samples.Many(2 + (seed % 4), 40 + seed, seed) : Samples.Binary(30 + seed, seed);
        int[] order = [.. Enumerable.Range(0, set.RowCount)];
        new Random(seed).Shuffle(order);
        EvaluationSet shuffled = EvaluationSet.SingleLabel(set.Labels, [.. order.Select(row => set.Truth[row])], [.. order.SelectMany(row => set.Row(set.LogitValues, row).ToArray())]);
        Same(Figures(set), Figures(shuffled));
        Assert.Equal(Calibration.Fit(set).Temperature, Calibration.Fit(shuffled).Temperature, 6);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void The_order_of_the_labels_does_not_matter_where_all_count_alike(int seed)
    {
        int labels = 3 + (seed % 3);
        EvaluationSet set = Samples.Many(labels, 60, seed);
        int[] place = [.. Enumerable.Range(0, labels)];
        new Random(seed).Shuffle(place);
        double[] logits = new double[set.LogitValues.Length];
        for (int i = 0; i < logits.Length; i++)
            logits[(i / labels * labels) + place[i % labels]] = set.LogitValues[i];
        string[] names = new string[labels];
        for (int i = 0; i < labels; i++)
            names[place[i]] = set.Labels[i];
        Same(Figures(set), Figures(EvaluationSet.SingleLabel(names, [.. set.Truth.Select(label => place[label])], logits)));
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Calibration_by_temperature_keeps_order_and_accuracy(int seed)
    {
        EvaluationSet set = Samples.Many(4, 80, seed);
        Evaluation before = Evaluation.Compute(set), after = Evaluation.Compute(set.Calibrated(Calibration.Fit(set)));
        Assert.Equal(before.Accuracy, after.Accuracy, 12);
        Assert.True(after.LogLoss <= before.LogLoss + 1e-12);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Isotonic_curves_never_fall_and_lower_the_squared_error(int seed)
    {
        EvaluationSet set = Samples.Binary(100, seed);
        EvaluationSet calibrated = set.Calibrated(Calibration.Fit(set, new CalibrationOptions { Method = CalibrationMethod.Isotonic }));
        int[] order = Verdict.Reports.Figures.Numbers.ByFallingScore(Verdict.Reports.Figures.Probabilities.Column(set.ScoreValues, 2, 1));
        for (int i = 1; i < order.Length; i++)
            Assert.True(calibrated.ScoreValues[(2 * order[i - 1]) + 1] >= calibrated.ScoreValues[(2 * order[i]) + 1]);
        Assert.True(Evaluation.Compute(calibrated).SingleLabel!.Brier <= Evaluation.Compute(set).SingleLabel!.Brier + 1e-12);
    }

    private static Dictionary<string, double> Figures(EvaluationSet set)
    {
        string json = JsonReport.Write(Evaluation.Compute(set, new EvaluationOptions { BootstrapResamples = 0 }));
        using JsonDocument document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("figures").EnumerateObject().ToDictionary(figure => figure.Name, figure => figure.Value.ValueKind == JsonValueKind.Null ? double.NaN : figure.Value.GetDouble());
    }

    private static void Same(Dictionary<string, double> expected, Dictionary<string, double> found)
    {
        Assert.Equal(expected.Keys, found.Keys);
        Assert.All(expected, figure => Assert.Equal(figure.Value, found[figure.Key], 10));
    }
}
