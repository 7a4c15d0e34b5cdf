using static Verdict.Reports.Plots.PlotParts;

namespace Verdict.Reports.Text;

/// <summary>What every report says in words about comparison and calibration.</summary>
internal static class Sentences
{
    public static IEnumerable<string> Of(ReportDetails details)
    {
        if (details.Comparison is { } comparison)
            yield return Comparison(comparison, details.Model ?? "this model", details.ComparedWith ?? "the other model");
        if (details.Calibration is { } calibration)
            yield return Calibration(calibration);
    }

    private static string Comparison(ModelComparison comparison, string first, string second)
    {
        string verdict = comparison.ExactProbability < 0.05
            ? $"the difference is significant at 5 %: {(comparison.FirstOnlyRight > comparison.SecondOnlyRight ? first : second)} is better"
            : "the difference is not significant at 5 %";
        return $"McNemar's test: {first} has {Percent(comparison.FirstAccuracy, 2)} right, {second} {Percent(comparison.SecondAccuracy, 2)}. "
            + $"{Count(comparison.FirstOnlyRight)} rows are right only with {first}, {Count(comparison.SecondOnlyRight)} only with {second}: "
            + $"p = {Probability(comparison.ExactProbability)} (exact), {Probability(comparison.ChiSquareProbability)} (chi-square {Number(comparison.ChiSquare)} with continuity correction); {verdict}.";
    }

    private static string Calibration(Calibration calibration)
    {
        string method = calibration.Fitted.Method switch
        {
            CalibrationMethod.Temperature => $"logits are divided by a temperature of {Number(calibration.Temperature, 4)}",
            CalibrationMethod.Isotonic => "scores go through isotonic curves",
            _ => "scores are left as they are",
        };
        string thresholds = calibration.Thresholds.Count == 0
            ? ""
            : $"; thresholds by {(calibration.Fitted.Rule == ThresholdRule.F1 ? "F1" : "cost")}: {string.Join(", ", calibration.Labels.Select((label, i) => $"{label} {Number(calibration.Thresholds[i], 4)}"))}";
        return $"Calibration: {method}{thresholds}. Fitted on {Count(calibration.Fitted.RowCount)} rows, whose log loss went from {Number(calibration.Fitted.LogLossBefore, 4)} to {Number(calibration.Fitted.LogLossAfter, 4)}.";
    }

    private static string Probability(double value) => value < 0.0001 ? value.ToString("0.0e+00", System.Globalization.CultureInfo.InvariantCulture) : Number(value, 4);
}
