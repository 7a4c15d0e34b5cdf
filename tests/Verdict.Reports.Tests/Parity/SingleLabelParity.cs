using System.Text.Json;
using Verdict.Reports.Calibrating;
using Xunit;
using static Verdict.Reports.Tests.Parity.MetricsGolden;

namespace Verdict.Reports.Tests.Parity;

/// <summary>Every figure of every single-label entry, against scikit-learn.</summary>
public sealed class SingleLabelParity
{
    private static readonly EvaluationOptions s_options = new() { BootstrapResamples = 0 };

    public static TheoryData<string> Entries => Names(multiLabel: false);

    [Fact]
    public void The_golden_has_every_entry() => Assert.Equal((61, 12), (Names(false).Count, Names(true).Count));

    [Theory, MemberData(nameof(Entries))]
    public void Report_is_byte_for_byte(string name)
    {
        MetricsGolden golden = Named(name);
        ClassificationReport report = Evaluation.Compute(golden.Set(), s_options).Report;
        foreach (int digits in (int[])[2, 3, 4])
            Assert.Equal(golden.Expected.GetProperty($"report_{digits}").GetString(), report.ToText(digits));
    }

    [Theory, MemberData(nameof(Entries))]
    public void Figures_agree(string name)
    {
        MetricsGolden golden = Named(name);
        Evaluation found = Evaluation.Compute(golden.Set(), s_options);
        SingleLabelFigures single = found.SingleLabel!;
        Figure("accuracy", found.Accuracy);
        Figure("balanced_accuracy", single.BalancedAccuracy);
        Figure("mcc", single.Matthews);
        Figure("kappa", single.Kappa);
        Figure("log_loss", found.LogLoss);
        Figure("jaccard_macro", found.JaccardMacro);
        Figure("hamming_loss", found.HammingLoss);
        JsonElement rows = golden.Expected.GetProperty("confusion");
        for (int i = 0; i < golden.Labels.Length; i++)
            Near(Numbers(rows[i]), single.Confusion[i], $"confusion row {i}");
        Averages("prf_micro", found.Report.Micro);
        Averages("prf_macro", found.Report.Macro);
        Averages("prf_weighted", found.Report.Weighted);
        ReportFigures.Agree(golden, found.Report);
        if (golden.Has("predicted"))
            Assert.Equal(golden.Expected.GetProperty("predicted").EnumerateArray().Select(e => e.GetInt32()), golden.Set().Predicted);
        if (golden.Has("roc_auc_ovr_macro"))
            Figure("roc_auc_ovr_macro", found.RocAuc);
        if (golden.Has("roc_auc_ovr_weighted"))
            Figure("roc_auc_ovr_weighted", found.RocAucWeighted);
        if (golden.Has("ece_15"))
            Figure("ece_15", found.ExpectedCalibrationError);

        void Figure(string property, double actual) => Near(Number(golden.Expected.GetProperty(property)), actual, property);

        void Averages(string property, PrecisionRecallF1 line) =>
            Near(Numbers(golden.Expected.GetProperty(property)), [line.Precision, line.Recall, line.F1], property);
    }

    [Theory, MemberData(nameof(Entries))]
    public void Two_label_figures_agree(string name)
    {
        MetricsGolden golden = Named(name);
        if (golden.Labels.Length != 2)
        {
            Assert.False(golden.Has("brier"));
            return;
        }

        EvaluationSet set = golden.Set();
        Evaluation found = Evaluation.Compute(set, s_options);
        LabelEvaluation positive = found.PerLabel[1];
        JsonElement expected = golden.Expected;
        Near(Number(expected.GetProperty("brier")), found.SingleLabel!.Brier, "brier");
        Near(Number(expected.GetProperty("roc_auc")), found.RocAuc, "roc_auc");
        Near(Number(expected.GetProperty("average_precision")), found.AveragePrecision, "average_precision");
        Near(Number(expected.GetProperty("best_f1").GetProperty("f1")), positive.BestF1.Value, "best_f1");
        Near(Number(expected.GetProperty("best_f1").GetProperty("threshold")), positive.BestF1.Threshold, "best_f1 threshold");
        Bins("calibration_uniform", positive.Reliability);
        Bins("calibration_quantile", positive.ReliabilityByQuantile);
        if (golden.Has("roc"))
        {
            RocCurve foundRoc = positive.ComputeRoc();
            PrecisionRecallCurve foundPr = positive.ComputePrecisionRecall();
            JsonElement roc = expected.GetProperty("roc"), pr = expected.GetProperty("pr");
            Near(Numbers(roc.GetProperty("thresholds"), double.PositiveInfinity), foundRoc.Thresholds, "roc thresholds");
            Near(Numbers(roc.GetProperty("fpr")), foundRoc.FalsePositiveRate, "fpr");
            Near(Numbers(roc.GetProperty("tpr")), foundRoc.TruePositiveRate, "tpr");
            Near(Numbers(pr.GetProperty("thresholds")), foundPr.Thresholds, "pr thresholds");
            Near(Numbers(pr.GetProperty("precision")), foundPr.Precision, "precision");
            Near(Numbers(pr.GetProperty("recall")), foundPr.Recall, "recall");
        }

        if (golden.Has("isotonic"))
        {
            JsonElement isotonic = expected.GetProperty("isotonic");
            IsotonicMap map = IsotonicMap.Fit(set.TruthOf(1), Verdict.Reports.Figures.Probabilities.Column(set.ScoreValues, 2, 1), []);
            Near(Numbers(isotonic.GetProperty("x")), map.X, "isotonic x");
            Near(Numbers(isotonic.GetProperty("y")), map.Y, "isotonic y");
            Near(Numbers(isotonic.GetProperty("grid_values")), [.. Numbers(isotonic.GetProperty("grid")).Select(map.Map)], "isotonic grid");
        }

        void Bins(string property, IReadOnlyList<ReliabilityBin> bins)
        {
            Near(Numbers(expected.GetProperty(property).GetProperty("fraction_positive")), [.. bins.Select(bin => bin.FractionTrue)], $"{property} fraction");
            Near(Numbers(expected.GetProperty(property).GetProperty("mean_predicted")), [.. bins.Select(bin => bin.MeanScore)], $"{property} mean");
        }
    }

    [Theory, MemberData(nameof(Entries))]
    public void Temperature_agrees(string name)
    {
        MetricsGolden golden = Named(name);
        if (!golden.Has("temperature"))
            return;
        (double temperature, double likelihood) = TemperatureFit.Fit(golden.Set());
        Near(Number(golden.Expected.GetProperty("temperature")), temperature, "temperature", 1e-4);
        Near(Number(golden.Expected.GetProperty("temperature_nll")), likelihood, "temperature_nll");
    }

    [Theory, MemberData(nameof(Entries))]
    public void McNemar_agrees(string name)
    {
        MetricsGolden golden = Named(name);
        if (!golden.Has("mcnemar"))
            return;
        JsonElement expected = golden.Expected.GetProperty("mcnemar");
        EvaluationSet first = golden.Set();
        // A model that says the other predictions: a logit of 1 for what it says.
        int labelCount = golden.Labels.Length;
        int[] other = [.. expected.GetProperty("other_predicted").EnumerateArray().Select(e => e.GetInt32())];
        double[] logits = new double[other.Length * labelCount];
        for (int row = 0; row < other.Length; row++)
            logits[(row * labelCount) + other[row]] = 1;
        ModelComparison found = Evaluation.Compare(first, EvaluationSet.SingleLabel(golden.Labels, first.Truth, logits));
        Assert.Equal(expected.GetProperty("first_only_right").GetInt64(), found.FirstOnlyRight);
        Assert.Equal(expected.GetProperty("second_only_right").GetInt64(), found.SecondOnlyRight);
        Near(Number(expected.GetProperty("exact_p")), found.ExactProbability, "exact_p");
        Near(Number(expected.GetProperty("chi2_corrected")), found.ChiSquare, "chi2_corrected");
        Near(Number(expected.GetProperty("chi2_p")), found.ChiSquareProbability, "chi2_p");
    }
}
