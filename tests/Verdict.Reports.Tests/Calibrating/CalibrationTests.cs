using Xunit;

namespace Verdict.Reports.Tests.Calibrating;

public sealed class CalibrationTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("calibration").FullName;

    public static TheoryData<CalibrationMethod, ThresholdRule, string> Kinds()
    {
        TheoryData<CalibrationMethod, ThresholdRule, string> data = [];
        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            foreach (ThresholdRule rule in Enum.GetValues<ThresholdRule>())
            {
                foreach (string kind in (string[])["binary", "many", "multi"])
                    data.Add(method, rule, kind);
            }
        }

        return data;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, MemberData(nameof(Kinds))]
    public void Save_then_load_is_the_identity(CalibrationMethod method, ThresholdRule rule, string kind)
    {
        EvaluationSet set = Set(kind);
        Calibration fitted = Calibration.Fit(set, new CalibrationOptions { Method = method, Thresholds = rule, FalseNegativeCost = 3 });
        fitted.Save(_folder);
        Calibration loaded = Calibration.Load(_folder);
        EvaluationSet expected = set.Calibrated(fitted), found = set.Calibrated(loaded);
        Assert.Equal(expected.ScoreValues, found.ScoreValues);
        Assert.Equal(expected.Predicted, found.Predicted);
        Assert.Equal(expected.PredictedSets, found.PredictedSets);
        Assert.Equal(fitted.Fitted, loaded.Fitted);
        Assert.Equal([Path.Combine(_folder, Calibration.FileName)], Directory.GetFileSystemEntries(_folder));
        byte[] first = File.ReadAllBytes(Path.Combine(_folder, Calibration.FileName));
        loaded.Save(_folder);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(_folder, Calibration.FileName)));
    }

    [Theory]
    [InlineData("binary")]
    [InlineData("many")]
    [InlineData("multi")]
    public void A_temperature_never_makes_the_loss_worse_and_heals_what_was_scaled(string kind)
    {
        EvaluationSet set = Set(kind);
        Calibration calibration = Calibration.Fit(set);
        Assert.True(calibration.Fitted.LogLossAfter <= calibration.Fitted.LogLossBefore);
        double[] tripled = [.. set.LogitValues.Select(logit => 3 * logit)];
        EvaluationSet scaled = set.IsMultiLabel
            ? EvaluationSet.MultiLabel(set.Labels, set.TruthSets, tripled)
            : EvaluationSet.SingleLabel(set.Labels, set.Truth, tripled);
        Assert.Equal(3 * calibration.Temperature, Calibration.Fit(scaled).Temperature, 4);
    }

    [Fact]
    public void An_isotonic_curve_leaves_no_calibration_error_on_its_own_rows()
    {
        EvaluationSet set = Samples.Binary(1000);
        Calibration calibration = Calibration.Fit(set, new CalibrationOptions { Method = CalibrationMethod.Isotonic });
        LabelEvaluation positive = Evaluation.Compute(set.Calibrated(calibration)).PerLabel[1];
        Assert.All(positive.Reliability, bin => Assert.Equal(bin.MeanScore, bin.FractionTrue, 9));
    }

    [Fact]
    public void Thresholds_reach_the_best_f1_and_the_lowest_cost()
    {
        EvaluationSet set = Samples.Binary();
        Evaluation plain = Evaluation.Compute(set);
        Calibration byF1 = Calibration.Fit(set, new CalibrationOptions { Method = CalibrationMethod.None, Thresholds = ThresholdRule.F1 });
        Assert.Equal(plain.PerLabel[1].BestF1.Value, Evaluation.Compute(set.Calibrated(byF1)).Report.Labels[1].F1, 12);

        Calibration byCost = Calibration.Fit(set, new CalibrationOptions { Thresholds = ThresholdRule.Cost, FalsePositiveCost = 1, FalseNegativeCost = 20 });
        Assert.True(Cost(set.Calibrated(byCost)) < Cost(set));
        Assert.True(byCost.Thresholds[1] < 0.5);

        static double Cost(EvaluationSet set)
        {
            LabelEvaluation positive = Evaluation.Compute(set, new EvaluationOptions { BootstrapResamples = 0 }).PerLabel[1];
            return positive.FalsePositives + (20 * positive.FalseNegatives);
        }
    }

    [Fact]
    public void A_label_that_is_never_worth_its_cost_is_never_given()
    {
        EvaluationSet set = EvaluationSet.MultiLabel(["a"], [false, false, true], [3, 2, 1]);
        Calibration calibration = Calibration.Fit(set, new CalibrationOptions { Method = CalibrationMethod.None, Thresholds = ThresholdRule.Cost });
        Assert.Equal([false, false, false], set.Calibrated(calibration).PredictedSets);
    }

    [Fact]
    public void A_prediction_gets_calibrated_scores_and_label()
    {
        EvaluationSet set = Samples.Binary();
        Calibration calibration = Calibration.Fit(set, new CalibrationOptions { Thresholds = ThresholdRule.Cost, FalseNegativeCost = 20 });
        float margin = (float)(Math.Log(calibration.Thresholds[1] / (1 - calibration.Thresholds[1])) * calibration.Temperature);
        Prediction justAbove = calibration.Apply(Samples.Prediction(0, margin + 1e-3f)), justBelow = calibration.Apply(Samples.Prediction(0, margin - 1e-3f));
        Assert.Equal(("pos", "neg"), (justAbove.Label, justBelow.Label));
        Assert.Equal(["pos", "neg"], justAbove.Top.Select(top => top.Label));
        Assert.Equal(calibration.Thresholds[1], justAbove.Score, 2);
        Assert.Equal(1, justAbove.Scores.Sum(score => score.Score), 5);
        Assert.Single(calibration.Apply(Samples.Prediction(0, 1), new ClassifierOptions { TopK = 1 }).Top);
    }

    [Fact]
    public void Another_models_calibration_is_refused()
    {
        Calibration calibration = Calibration.Fit(Samples.Binary());
        Assert.Contains("Softmax over neg, pos, not for Sigmoid over tag 0", Assert.Throws<ArgumentException>(() => Samples.Multi().Calibrated(calibration)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => calibration.Apply(Samples.Prediction(1, 2, 3)));
    }

    [Fact]
    public void A_missing_file_says_what_to_do() =>
        Assert.Contains("Fit one first", Assert.Throws<FileNotFoundException>(() => Calibration.Load(_folder)).Message, StringComparison.Ordinal);

    private static EvaluationSet Set(string kind) => kind switch
    {
        "binary" => Samples.Binary(),
        "many" => Samples.Many(),
        _ => Samples.Multi(),
    };
}
