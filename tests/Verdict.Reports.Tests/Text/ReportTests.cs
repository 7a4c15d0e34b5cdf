using System.Text.Json;
using Xunit;

namespace Verdict.Reports.Tests.Text;

public sealed class ReportTests
{
    [Fact]
    public void The_text_report_begins_with_the_classification_report()
    {
        Evaluation evaluation = Evaluation.Compute(Samples.Binary());
        string text = TextReport.Write(evaluation, digits: 3);
        Assert.StartsWith(evaluation.Report.ToText(3) + "\naccuracy ", text, StringComparison.Ordinal);
        Assert.Contains("confusion (rows: true, columns: predicted)", text, StringComparison.Ordinal);
        Assert.Contains("most confident mistakes", text, StringComparison.Ordinal);
        Assert.Contains("source A", text, StringComparison.Ordinal);
        Assert.Contains("characters", text, StringComparison.Ordinal);
        Assert.All(text, c => Assert.False(char.IsControl(c) && c != '\n'));
    }

    [Fact]
    public void A_terminal_does_not_obey_a_label()
    {
        EvaluationSet set = EvaluationSet.SingleLabel(["\u001b[2J", "b\r"], [0, 1], [0, 1, 1, 0]) with { Texts = ["\u001b[31m", "x\ty"] };
        Assert.All(TextReport.Write(Evaluation.Compute(set), new ReportDetails { Model = "\u0007" }), c => Assert.False(char.IsControl(c) && c != '\n'));
    }

    [Fact]
    public void Comparison_and_calibration_are_said_in_words()
    {
        EvaluationSet first = Samples.Binary();
        double[] opposite = [.. first.LogitValues.Select(logit => -logit)];
        ReportDetails details = new()
        {
            Model = "one",
            ComparedWith = "two",
            Comparison = Evaluation.Compare(first, EvaluationSet.SingleLabel(first.Labels, first.Truth, opposite)),
            Calibration = Calibration.Fit(first, new CalibrationOptions { Thresholds = ThresholdRule.F1 }),
        };
        string text = TextReport.Write(Evaluation.Compute(first), details);
        Assert.Contains("the difference is significant at 5 %: one is better", text, StringComparison.Ordinal);
        Assert.Contains("logits are divided by a temperature of ", text, StringComparison.Ordinal);
        Assert.Contains("thresholds by F1: neg 0.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Markdown_tables_are_whole()
    {
        string markdown = MarkdownReport.Write(Evaluation.Compute(Samples.Many()), new ReportDetails { Model = "a_model", Data = "rows|columns" });
        Assert.StartsWith("# Evaluation of a\\_model\n\n200 rows of rows\\|columns, 5 labels.\n\n| figure |", markdown, StringComparison.Ordinal);
        string[] lines = markdown.Split('\n');
        for (int i = 1; i < lines.Length; i++)
        {
            if (lines[i].StartsWith('|') && lines[i - 1].StartsWith('|'))
                Assert.Equal(lines[i - 1].Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|'), lines[i].Replace("\\|", "", StringComparison.Ordinal).Count(c => c == '|'));
        }
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("many")]
    [InlineData("multi")]
    public void Json_holds_every_figure_at_full_precision(string kind)
    {
        EvaluationSet set = kind switch { "binary" => Samples.Binary(5000), "many" => Samples.Many(), _ => Samples.Multi() };
        Evaluation evaluation = Evaluation.Compute(set);
        using JsonDocument json = JsonDocument.Parse(JsonReport.Write(evaluation, new ReportDetails { Comparison = Evaluation.Compare(set, set), Calibration = Calibration.Fit(set) }));
        JsonElement root = json.RootElement, figures = root.GetProperty("figures");
        Assert.Equal(evaluation.Accuracy, figures.GetProperty("accuracy").GetDouble());
        Assert.Equal(evaluation.LogLoss, figures.GetProperty("log_loss").GetDouble());
        Assert.Equal(evaluation.ExpectedCalibrationError, figures.GetProperty("expected_calibration_error").GetDouble());
        Assert.Equal(evaluation.RowCount, root.GetProperty("rows").GetInt32());
        Assert.Equal(evaluation.Report.Macro.F1, root.GetProperty("report").GetProperty("macro").GetProperty("f1").GetDouble());
        Assert.All(root.GetProperty("intervals_95").EnumerateObject(), interval => Assert.True(figures.TryGetProperty(interval.Name, out _), interval.Name));
        Assert.Equal(evaluation.Mistakes.Count, root.GetProperty("mistakes").GetArrayLength());
        JsonElement roc = root.GetProperty("per_label")[1].GetProperty("roc");
        Assert.Equal(evaluation.PerLabel[1].ComputeRoc().Thresholds.Count, roc.GetProperty("points").GetInt32());
        Assert.Equal(Math.Min(1000, roc.GetProperty("points").GetInt32()), roc.GetProperty("thresholds").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, roc.GetProperty("thresholds")[0].ValueKind);
        Assert.Equal(1, roc.GetProperty("true_positive_rate").EnumerateArray().Last().GetDouble());
        Assert.Equal(1, root.GetProperty("comparison").GetProperty("exact_p").GetDouble());
    }

    [Fact]
    public void Undefined_figures_are_null_in_json_and_a_dash_for_people()
    {
        Evaluation evaluation = Evaluation.Compute(EvaluationSet.SingleLabel(["a", "b"], [1, 1], [0, 1, 0, 1]));
        using JsonDocument json = JsonDocument.Parse(JsonReport.Write(evaluation));
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("figures").GetProperty("roc_auc").ValueKind);
        Assert.Matches("ROC AUC +–", TextReport.Write(evaluation));
    }
}
