using Verdict.Reports.Plots;
using static Verdict.Reports.Plots.PlotParts;

namespace Verdict.Reports.Text;

/// <summary>The tables that the Markdown report and the page share.</summary>
internal static class Tables
{
    public static PlotTable Figures(Evaluation evaluation)
    {
        bool intervals = evaluation.Intervals.Count > 0;
        return new PlotTable(
            intervals ? ["figure", "value", "95 % interval", "meaning"] : ["figure", "value", "meaning"],
            [.. FigureList.Of(evaluation).Select(figure => (IReadOnlyList<string>)(intervals
                ? [figure.Name, Number(figure.Value, 4), evaluation.Intervals.TryGetValue(figure.Key, out Interval interval) ? $"{Number(interval.Low, 4)} – {Number(interval.High, 4)}" : "", figure.Meaning]
                : [figure.Name, Number(figure.Value, 4), figure.Meaning]))]);
    }

    public static PlotTable Report(ClassificationReport report)
    {
        PrecisionRecallF1[] averages = report.Samples is { } samples
            ? [report.Micro, report.Macro, report.Weighted, samples]
            : [report.Micro, report.Macro, report.Weighted];
        return new PlotTable(
            ["label", "precision", "recall", "F1", "support"],
            [.. report.Labels.Concat(averages).Select(line => (IReadOnlyList<string>)[line.Name, Number(line.Precision, 4), Number(line.Recall, 4), Number(line.F1, 4), Count(line.Support)])]);
    }

    public static PlotTable Mistakes(IReadOnlyList<Mistake> mistakes, int textLimit)
    {
        bool texts = mistakes.Any(mistake => mistake.Text is not null);
        return new PlotTable(
            texts ? ["row", "score", "predicted", "true", "text"] : ["row", "score", "predicted", "true"],
            [.. mistakes.Select(mistake => (IReadOnlyList<string>)(texts
                ? [Count(mistake.Row), Number(mistake.Confidence, 4), mistake.Predicted, mistake.Truth, Beginning(mistake.Text ?? "", textLimit)]
                : [Count(mistake.Row), Number(mistake.Confidence, 4), mistake.Predicted, mistake.Truth]))]);
    }

    private static string Beginning(string text, int limit)
    {
        if (text.Length <= limit)
            return text;
        int end = char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
        return text[..end] + "…";
    }
}
