using Verdict.Labels;
using Verdict.Testing;
using Xunit;

namespace Verdict.Reports.Tests;

/// <summary>The code of <c>docs/guides/evaluate.md</c>, block by block: what stands here is compiled and run, and a test compares it with the guide.</summary>
public sealed class GuideCode : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("guide").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Needs a model's folder, so it is only compiled; the rest runs on a sample set.</summary>
    internal static EvaluationSet Begin(IReadOnlyList<string> texts, IReadOnlyList<string> truth)
    {
        // <classify>
        using var classifier = TextClassifier.Open("my-model");
        IReadOnlyList<Prediction> predictions = classifier.Classify(texts);
        EvaluationSet set = EvaluationSet.FromPredictions(classifier.Model, truth, predictions) with { Texts = texts };
        // </classify>
        return set;
    }

    [Fact]
    public void The_blocks_run()
    {
        string folder = _folder;
        EvaluationSet set = Samples.Binary(), other = Samples.Binary(), rowsForFitting = Samples.Binary(seed: 3);
        Prediction prediction = Samples.Prediction(0, 1);
        ModelInformation model = Samples.Model(Activation.Softmax, "neg", "pos");

        // <evaluate>
        Evaluation evaluation = Evaluation.Compute(set);
        Console.Write(evaluation.Report.ToText());                        // scikit-learn's classification_report
        Console.WriteLine(evaluation.Accuracy);
        Console.WriteLine(evaluation.Intervals["accuracy"]);              // 95 % bootstrap interval

        Console.Write(TextReport.Write(evaluation));
        File.WriteAllText(Path.Combine(folder, "report.json"), JsonReport.Write(evaluation));
        MarkdownReport.Save(Path.Combine(folder, "report.md"), evaluation);
        HtmlReport.Save(Path.Combine(folder, "report.html"), evaluation, new ReportDetails { Model = "my-model", Data = "test.csv" });
        foreach (ReportPlot plot in ReportPlot.Of(evaluation))
            plot.SaveSvg(Path.Combine(folder, plot.Name + ".svg"));
        // </evaluate>
        Assert.Equal(9, Directory.GetFiles(folder).Length);

        // <compare>
        ModelComparison comparison = Evaluation.Compare(set, other);
        Console.WriteLine(comparison.ExactProbability);
        HtmlReport.Save(Path.Combine(folder, "report.html"), evaluation, new ReportDetails { Model = "my-model", Comparison = comparison, ComparedWith = "other-model" });
        // </compare>
        Assert.Equal(1, comparison.ExactProbability);

        // <calibrate>
        Calibration calibration = Calibration.Fit(rowsForFitting, new CalibrationOptions { Method = CalibrationMethod.Temperature, Thresholds = ThresholdRule.F1 });
        calibration.Save(folder);                                         // writes calibration.json into the model's folder
        Evaluation calibrated = Evaluation.Compute(set.Calibrated(calibration));

        Calibration saved = Calibration.Load(folder);
        Prediction corrected = saved.Apply(prediction);                   // other scores, perhaps another label
        // </calibrate>
        Assert.True(calibrated.LogLoss > 0);
        Assert.Equal("pos", corrected.Label);

        // <card>
        ModelCardDetails details = new() { Name = "my_model", Language = "fr", License = "Apache-2.0", Example = "j'ai bien aime le film harry potter!" };
        ModelCard.Save(Path.Combine(folder, "README.md"), model, details, evaluation);
        // </card>
        Assert.Contains("## Benchmarking", File.ReadAllText(Path.Combine(folder, "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_guide_shows_what_runs_here()
    {
        string guide = File.ReadAllText(Path.Combine(RepositoryPaths.Root, "docs", "guides", "evaluate.md")).ReplaceLineEndings("\n");
        string[] lines = File.ReadAllLines(Path.Combine(RepositoryPaths.Root, "tests", "Verdict.Reports.Tests", "GuideCode.cs"));
        foreach (string block in (string[])["classify", "evaluate", "compare", "calibrate", "card"])
        {
            int start = Array.FindIndex(lines, line => line.Trim() == $"// <{block}>"), end = Array.FindIndex(lines, line => line.Trim() == $"// </{block}>");
            string code = string.Join('\n', lines[(start + 1)..end].Select(line => line.Length > 8 ? line[8..] : line.Trim()));
            Assert.Contains($"```csharp\n{code}\n```\n", guide, StringComparison.Ordinal);
        }
    }
}
