using Xunit;

namespace Verdict.Reports.Tests;

public sealed class EvaluationTests
{
    [Fact]
    public void Intervals_hold_the_figure_and_depend_on_the_seed_alone()
    {
        EvaluationSet set = Samples.Binary();
        Evaluation first = Evaluation.Compute(set), again = Evaluation.Compute(set), other = Evaluation.Compute(set, new EvaluationOptions { Seed = 2 });
        Assert.Equal(["accuracy", "macro_f1", "log_loss", "balanced_accuracy", "matthews", "roc_auc"], first.Intervals.Keys);
        foreach ((string name, double value) in (IEnumerable<(string, double)>)[
            ("accuracy", first.Accuracy), ("macro_f1", first.Report.Macro.F1), ("log_loss", first.LogLoss),
            ("balanced_accuracy", first.SingleLabel!.BalancedAccuracy), ("matthews", first.SingleLabel.Matthews), ("roc_auc", first.RocAuc)])
        {
            Interval interval = first.Intervals[name];
            Assert.True(interval.Low < value && value < interval.High, $"{name}: {interval} does not hold {value}");
            Assert.Equal(interval, again.Intervals[name]);
            Assert.NotEqual(interval, other.Intervals[name]);
        }
    }

    [Fact]
    public void Bootstrap_interval_of_the_accuracy_is_as_wide_as_theory_says()
    {
        Evaluation found = Evaluation.Compute(Samples.Binary(2000), new EvaluationOptions { BootstrapResamples = 4000 });
        double expected = 2 * 1.959963984540054 * Math.Sqrt(found.Accuracy * (1 - found.Accuracy) / 2000);
        Interval interval = found.Intervals["accuracy"];
        Assert.InRange((interval.High - interval.Low) / expected, 0.93, 1.07);
    }

    [Fact]
    public void Intervals_of_weighted_rows_hold_the_weighted_figure()
    {
        EvaluationSet plain = Samples.Binary();
        // Rows that are wrong count five times as much.
        EvaluationSet weighted = plain with { Weights = [.. Enumerable.Range(0, plain.RowCount).Select(row => plain.IsRight(row) ? 1.0 : 5.0)] };
        Evaluation found = Evaluation.Compute(weighted);
        Assert.InRange(found.Accuracy, found.Intervals["accuracy"].Low, found.Intervals["accuracy"].High);
        Assert.InRange(found.LogLoss, found.Intervals["log_loss"].Low, found.Intervals["log_loss"].High);
        Assert.InRange(found.RocAuc, found.Intervals["roc_auc"].Low, found.Intervals["roc_auc"].High);
        Assert.True(found.Intervals["accuracy"].High < Evaluation.Compute(plain).Intervals["accuracy"].Low);
    }

    [Fact]
    public void Multi_label_sets_have_intervals_too()
    {
        Evaluation found = Evaluation.Compute(Samples.Multi());
        Assert.InRange(found.Report.Macro.F1, found.Intervals["macro_f1"].Low, found.Intervals["macro_f1"].High);
        Assert.InRange(found.Accuracy, found.Intervals["accuracy"].Low, found.Intervals["accuracy"].High);
    }

    [Fact]
    public void Slices_split_the_rows_by_value_and_by_length()
    {
        EvaluationSet set = Samples.Binary();
        Evaluation found = Evaluation.Compute(set);
        SliceTable table = Assert.Single(found.Slices);
        Assert.Equal(("source", 3, 0), (table.Column, table.Slices.Count, table.OmittedRows));
        Assert.Equal(300, table.Slices.Sum(slice => slice.Count));
        Assert.Equal(table.Slices.OrderByDescending(slice => slice.Count), table.Slices);
        Assert.Equal(found.Accuracy, table.Slices.Sum(slice => slice.Accuracy * slice.Count) / 300, 12);
        Assert.Equal(8, found.Lengths.Count);
        Assert.All(found.Lengths, slice => Assert.InRange(slice.Count, 36, 40));
        Assert.Equal(300, found.Lengths.Sum(slice => slice.Count));

        SliceTable limited = Evaluation.Compute(set, new EvaluationOptions { SliceCount = 1 }).Slices[0];
        Assert.Equal((1, 2, 300), (limited.Slices.Count, limited.OmittedValues, limited.OmittedRows + limited.Slices[0].Count));
    }

    [Fact]
    public void Equal_lengths_stay_together()
    {
        EvaluationSet set = EvaluationSet.SingleLabel(["a", "b"], [0, 0, 1, 1], new double[8]) with { Texts = ["x", "x", "x", "yyyy"] };
        Assert.Equal(["1", "4"], Evaluation.Compute(set).Lengths.Select(slice => slice.Name));
    }

    [Fact]
    public void The_most_confident_mistakes_come_first()
    {
        double[] logits = [0, 3, 0, 5, 2, 0, 0, 1];
        EvaluationSet set = EvaluationSet.SingleLabel(["a", "b"], [0, 0, 0, 1], logits) with { Texts = ["one", "two", "three", "four"] };
        IReadOnlyList<Mistake> mistakes = Evaluation.Compute(set).Mistakes;
        Assert.Equal([(1, "a", "b", "two"), (0, "a", "b", "one")], mistakes.Select(mistake => (mistake.Row, mistake.Truth, mistake.Predicted, mistake.Text!)));
        Assert.Equal(1 / (1 + Math.Exp(-5)), mistakes[0].Confidence, 12);
        Assert.Single(Evaluation.Compute(set, new EvaluationOptions { MistakeCount = 1 }).Mistakes);
    }

    [Fact]
    public void Weights_count_like_repeated_rows()
    {
        int[] truth = [0, 1, 1, 0], repeated = [0, 1, 1, 1, 0];
        double[] logits = [1, 0, 0, 1, 1, 0, 0.2, 0.4], twice = [1, 0, 0, 1, 1, 0, 1, 0, 0.2, 0.4];
        Evaluation weighted = Evaluation.Compute(EvaluationSet.SingleLabel(["a", "b"], truth, logits) with { Weights = [1, 1, 2, 1] });
        Evaluation plain = Evaluation.Compute(EvaluationSet.SingleLabel(["a", "b"], repeated, twice));
        Assert.Equal(plain.Accuracy, weighted.Accuracy, 12);
        Assert.Equal(plain.LogLoss, weighted.LogLoss, 12);
        Assert.Equal(plain.RocAuc, weighted.RocAuc, 12);
        Assert.Equal(plain.SingleLabel!.Matthews, weighted.SingleLabel!.Matthews, 12);
        Assert.Equal(plain.ExpectedCalibrationError, weighted.ExpectedCalibrationError, 12);
        Assert.Equal(plain.SingleLabel.Brier, weighted.SingleLabel.Brier, 12);
    }

    [Fact]
    public void Wrong_options_are_all_listed_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Evaluation.Compute(Samples.Binary(), new EvaluationOptions { BootstrapResamples = -1, MistakeCount = -1, SliceCount = 0 }));
        Assert.Contains("BootstrapResamples is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("MistakeCount is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("SliceCount is 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_that_saw_different_rows_are_not_compared()
    {
        Assert.Contains("300 rows, the second 299", Assert.Throws<ArgumentException>(() => Evaluation.Compare(Samples.Binary(300), Samples.Binary(299))).Message, StringComparison.Ordinal);
        Assert.Contains("same truth", Assert.Throws<ArgumentException>(() => Evaluation.Compare(Samples.Binary(), Samples.Binary(seed: 2))).Message, StringComparison.Ordinal);
        Assert.Contains("must be the same", Assert.Throws<ArgumentException>(() => Evaluation.Compare(Samples.Binary(), Samples.Many(rows: 300))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3.841458820694124, 0.05)]
    [InlineData(10.827566170662733, 0.001)]
    [InlineData(30, 4.3204630578274955e-08)]
    public void Chi_square_tail_is_right_on_both_sides_of_its_seam(double value, double expected) =>
        Assert.Equal(1, Verdict.Reports.Figures.Significance.ChiSquare1(value) / expected, 9);
}
