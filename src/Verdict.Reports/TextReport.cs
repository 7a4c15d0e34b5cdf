using System.Text;
using Verdict.Reports.Text;
using static Verdict.Reports.Plots.PlotParts;

namespace Verdict.Reports;

/// <summary>The report for a terminal.</summary>
public static class TextReport
{
    private const int TextWidth = 100;

    /// <summary>Writes the report; it begins with scikit-learn's classification report, byte for byte, but for control characters in labels. Lines end with LF.</summary>
    /// <param name="evaluation">The figures.</param>
    /// <param name="details">Names, comparison, calibration.</param>
    /// <param name="digits">Digits in the classification report, 0 to 100.</param>
    public static string Write(Evaluation evaluation, ReportDetails? details = null, int digits = 2)
    {
        details ??= new ReportDetails();
        StringBuilder text = new(evaluation.Report.ToText(digits));
        text.Append('\n');
        foreach (Figure figure in FigureList.Of(evaluation))
        {
            text.Append(figure.Name.PadRight(22)).Append(Number(figure.Value, 4).PadLeft(8));
            if (evaluation.Intervals.TryGetValue(figure.Key, out Interval interval))
                text.Append($"   95 %: {Number(interval.Low, 4)} – {Number(interval.High, 4)}");
            text.Append('\n');
        }

        AppendConfusion(text, evaluation);
        foreach (SliceTable table in evaluation.Slices)
            AppendSlices(text, table.Column, table.Slices, table.OmittedValues, table.OmittedRows);
        if (evaluation.Lengths.Count > 0)
            AppendSlices(text, "characters", evaluation.Lengths, 0, 0);
        foreach (string line in Sentences.Of(details))
            text.Append('\n').Append(line).Append('\n');
        AppendMistakes(text, evaluation);
        return Harmless(text);
    }

    private static void AppendConfusion(StringBuilder text, Evaluation evaluation)
    {
        if (evaluation.SingleLabel is not { } single || evaluation.Labels.Count > Plots.PlotMaker.MaxMatrixLabels)
            return;
        text.Append("\nconfusion (rows: true, columns: predicted)\n");
        int first = evaluation.Labels.Max(PythonNumbers.CodePoints);
        int[] widths = [.. evaluation.Labels.Select((label, i) => Math.Max(PythonNumbers.CodePoints(label), single.Confusion.Max(row => Count(row[i]).Length)))];
        text.Append(' ', first);
        for (int i = 0; i < widths.Length; i++)
            text.Append("  ").AppendRight(evaluation.Labels[i], widths[i]);
        text.Append('\n');
        for (int row = 0; row < widths.Length; row++)
        {
            text.AppendRight(evaluation.Labels[row], first);
            for (int i = 0; i < widths.Length; i++)
                text.Append("  ").AppendRight(Count(single.Confusion[row][i]), widths[i]);
            text.Append('\n');
        }
    }

    private static void AppendSlices(StringBuilder text, string column, IReadOnlyList<Slice> slices, int omittedValues, int omittedRows)
    {
        int width = Math.Max(PythonNumbers.CodePoints(OneLine(column, 40)), slices.Max(slice => PythonNumbers.CodePoints(OneLine(slice.Name, 40))));
        text.Append('\n').AppendRight(OneLine(column, 40), width).Append("      rows   accuracy        95 % interval   macro F1\n");
        foreach (Slice slice in slices)
        {
            text.AppendRight(OneLine(slice.Name, 40), width).Append(Count(slice.Count).PadLeft(10)).Append(Percent(slice.Accuracy, 2).PadLeft(11))
                .Append($"{Percent(slice.AccuracyInterval.Low, 2)} – {Percent(slice.AccuracyInterval.High, 2)}".PadLeft(21)).Append(Number(slice.MacroF1, 4).PadLeft(11)).Append('\n');
        }

        if (omittedValues > 0)
            text.Append($"{Count(omittedValues)} rarer values with {Count(omittedRows)} rows are not shown\n");
    }

    private static void AppendMistakes(StringBuilder text, Evaluation evaluation)
    {
        if (evaluation.Mistakes.Count == 0)
            return;
        text.Append("\nmost confident mistakes (rows counted from 0)\n");
        foreach (Mistake mistake in evaluation.Mistakes)
        {
            text.Append($"row {mistake.Row}: {Number(mistake.Confidence, 4)} {mistake.Predicted}, truly {mistake.Truth}");
            if (mistake.Text is { } words)
                text.Append(": ").Append(OneLine(words, TextWidth));
            text.Append('\n');
        }
    }

    // Labels come from a model's files: a terminal shall not obey them.
    private static string Harmless(StringBuilder text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) && text[i] != '\n')
                text[i] = '\uFFFD';
        }

        return text.ToString();
    }

    private static string OneLine(string text, int limit)
    {
        ReadOnlySpan<char> beginning = text.AsSpan(0, Math.Min(text.Length, limit));
        if (beginning.Length > 0 && char.IsHighSurrogate(beginning[^1]))
            beginning = beginning[..^1];
        string clean = string.Concat(beginning.ToString().Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
        return text.Length > beginning.Length ? clean + "…" : clean;
    }
}
