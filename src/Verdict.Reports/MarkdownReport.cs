using System.Text;
using Verdict.Reports.Plots;
using Verdict.Reports.Text;
using static Verdict.Reports.Plots.PlotParts;

namespace Verdict.Reports;

/// <summary>The report as Markdown, without plots.</summary>
public static class MarkdownReport
{
    private const int TextWidth = 200;

    /// <summary>Writes the report. Lines end with LF.</summary>
    /// <param name="evaluation">The figures.</param>
    /// <param name="details">Names, comparison, calibration.</param>
    public static string Write(Evaluation evaluation, ReportDetails? details = null)
    {
        details ??= new ReportDetails();
        StringBuilder text = new();
        text.Append($"# Evaluation{(details.Model is { } model ? $" of {Cell(model)}" : "")}\n\n");
        text.Append($"{Count(evaluation.RowCount)} rows{(details.Data is { } data ? $" of {Cell(data)}" : "")}, {evaluation.Labels.Count} labels{(evaluation.IsWeighted ? ", rows weighted" : "")}.\n\n");
        Append(text, Tables.Figures(evaluation));
        text.Append("## Labels\n\n");
        Append(text, Tables.Report(evaluation.Report));
        if (evaluation.SingleLabel is { } single && evaluation.Labels.Count <= PlotMaker.MaxMatrixLabels)
        {
            text.Append("## Confusion matrix\n\n");
            Append(text, new PlotTable(["true \\ predicted", .. evaluation.Labels], [.. evaluation.Labels.Select((label, i) => (IReadOnlyList<string>)[label, .. single.Confusion[i].Select(Count)])]));
        }

        foreach (string sentence in Sentences.Of(details))
            text.Append(Cell(sentence)).Append("\n\n");
        foreach (SliceTable slices in evaluation.Slices)
        {
            text.Append($"## By {Cell(slices.Column)}\n\n");
            Append(text, PlotMaker.SliceCells(slices.Column, slices.Slices));
            if (slices.OmittedValues > 0)
                text.Append($"{Count(slices.OmittedValues)} rarer values with {Count(slices.OmittedRows)} rows are not shown.\n\n");
        }

        if (evaluation.Lengths.Count > 0)
        {
            text.Append("## By text length\n\n");
            Append(text, PlotMaker.SliceCells("characters", evaluation.Lengths));
        }

        if (evaluation.Mistakes.Count > 0)
        {
            text.Append("## Most confident mistakes\n\n");
            Append(text, Tables.Mistakes(evaluation.Mistakes, TextWidth));
        }

        return text.ToString().TrimEnd('\n') + "\n";
    }

    /// <summary>Writes the report as a file: to a temporary file first, which then takes the name.</summary>
    public static void Save(string path, Evaluation evaluation, ReportDetails? details = null) =>
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Write(evaluation, details)));

    /// <summary>A table in Markdown.</summary>
    internal static void Append(StringBuilder text, PlotTable table)
    {
        text.Append("| ").AppendJoin(" | ", table.Headers.Select(Cell)).Append(" |\n|").Insert(text.Length, "---|", table.Headers.Count).Append('\n');
        foreach (IReadOnlyList<string> row in table.Rows)
            text.Append("| ").AppendJoin(" | ", row.Select(Cell)).Append(" |\n");
        text.Append('\n');
    }

    /// <summary>Text that means nothing in Markdown or HTML and stays on its line.</summary>
    internal static string Cell(string text)
    {
        StringBuilder clean = new(text.Length);
        foreach (char c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029')
                clean.Append(' ');
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '#' or '~' or '!' or '$')
                clean.Append('\\').Append(c);
            else if (c is '<' or '>' or '&')
                clean.Append(c switch { '<' => "&lt;", '>' => "&gt;", _ => "&amp;" });
            else
                clean.Append(c);
        }

        return clean.ToString();
    }
}
