using System.Text.Json;
using Xunit;
using static Verdict.Reports.Tests.Parity.MetricsGolden;

namespace Verdict.Reports.Tests.Parity;

/// <summary>Every figure of every multi-label entry, against scikit-learn.</summary>
public sealed class MultiLabelParity
{
    public static TheoryData<string> Entries => Names(multiLabel: true);

    [Theory, MemberData(nameof(Entries))]
    public void Figures_agree(string name)
    {
        MetricsGolden golden = Named(name);
        EvaluationSet set = golden.Set();
        Evaluation found = Evaluation.Compute(set, new EvaluationOptions { BootstrapResamples = 0 });
        MultiLabelFigures multi = found.MultiLabel!;
        Assert.Equal(golden.Expected.GetProperty("predicted").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(e => e.GetInt32() == 1)), set.PredictedSets);
        Figure("subset_accuracy", found.Accuracy);
        Figure("hamming_loss", found.HammingLoss);
        Figure("jaccard_samples", multi.JaccardSamples);
        Figure("roc_auc_macro", found.RocAuc);
        Figure("average_precision_macro", found.AveragePrecision);
        Figure("coverage_error", multi.CoverageError);
        Figure("ranking_loss", multi.RankingLoss);
        Figure("lrap", multi.LabelRankingAveragePrecision);
        Averages("prf_micro", found.Report.Micro);
        Averages("prf_macro", found.Report.Macro);
        Averages("prf_weighted", found.Report.Weighted);
        Averages("prf_samples", found.Report.Samples!.Value);
        ReportFigures.Agree(golden, found.Report);
        foreach (int digits in (int[])[2, 4])
            Assert.Equal(golden.Expected.GetProperty($"report_{digits}").GetString(), found.Report.ToText(digits));
        JsonElement matrices = golden.Expected.GetProperty("confusion");
        for (int i = 0; i < golden.Labels.Length; i++)
        {
            LabelEvaluation label = found.PerLabel[i];
            Near([label.TrueNegatives, label.FalsePositives, label.FalseNegatives, label.TruePositives], [.. Numbers(matrices[i][0]), .. Numbers(matrices[i][1])], $"confusion of {label.Label}");
        }

        void Figure(string property, double actual) => Near(Number(golden.Expected.GetProperty(property)), actual, property);

        void Averages(string property, PrecisionRecallF1 line) =>
            Near(Numbers(golden.Expected.GetProperty(property)), [line.Precision, line.Recall, line.F1], property);
    }
}
