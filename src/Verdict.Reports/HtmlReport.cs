using System.Text;
using Verdict.Reports.Html;
using Verdict.Reports.Plots;
using Verdict.Reports.Text;
using static Verdict.Reports.Html.HtmlText;
using static Verdict.Reports.Plots.PlotParts;

namespace Verdict.Reports;

/// <summary>The report as one HTML page that needs nothing else: no network, no script, no file beside it. Light or dark as the reader's system asks.</summary>
public static class HtmlReport
{
    private const int TextWidth = 400;

    /// <summary>Writes the page. Everything that comes from data is escaped.</summary>
    /// <param name="evaluation">The figures.</param>
    /// <param name="details">Names, comparison, calibration.</param>
    public static string Write(Evaluation evaluation, ReportDetails? details = null)
    {
        details ??= new ReportDetails();
        string title = details.Model is { } model ? $"Evaluation of {model}" : "Evaluation";
        StringBuilder page = new();
        page.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Escape(title)}</title>
            <style>
            {PageStyle.Css}
            </style>
            </head>
            <body>
            <main>
            <header>
            <h1>{Escape(title)}</h1>
            <p>{Count(evaluation.RowCount)} rows{(details.Data is { } data ? $" of {Escape(data)}" : "")} · {evaluation.Labels.Count} labels{(evaluation.MultiLabel is null ? "" : ", any number a row")}{(evaluation.IsWeighted ? " · rows weighted" : "")}</p>
            </header>

            """.ReplaceLineEndings("\n"));
        AppendTiles(page, evaluation);
        foreach (string sentence in Sentences.Of(details))
            page.Append($"<p class=\"note\">{Escape(sentence)}</p>\n");
        Section(page, "labels", "Labels", Table(Tables.Report(evaluation.Report), "Precision, recall and F1 by label", strongFrom: evaluation.Labels.Count));
        page.Append("<section aria-labelledby=\"plots\">\n<h2 id=\"plots\">Plots</h2>\n<div class=\"plots\">\n");
        foreach (ReportPlot plot in ReportPlot.Of(evaluation))
            AppendPlot(page, plot);
        page.Append("</div>\n</section>\n");
        for (int i = 0; i < evaluation.Slices.Count; i++)
        {
            SliceTable slices = evaluation.Slices[i];
            string rest = slices.OmittedValues > 0 ? $"<p>{Count(slices.OmittedValues)} rarer values with {Count(slices.OmittedRows)} rows are not shown.</p>\n" : "";
            Section(page, $"slice-{i + 1}", $"By {slices.Column}", Table(PlotMaker.SliceCells(slices.Column, slices.Slices), $"Accuracy by {slices.Column}") + rest);
        }

        Section(page, "figures", "All figures", Table(Tables.Figures(evaluation), "Every figure with its interval", textColumn: evaluation.Intervals.Count > 0 ? 3 : 2));
        if (evaluation.Mistakes.Count > 0)
            Section(page, "mistakes", "Most confident mistakes", Table(Tables.Mistakes(evaluation.Mistakes, TextWidth), "Wrong predictions with the highest scores; rows are counted from 0", textColumn: 4));
        page.Append("<footer><p>Intervals are 95 % percentile bootstrap intervals; those of slices are Wilson's. A figure without a denominator is 0, as in scikit-learn. Made with Verdict.</p></footer>\n</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>Writes the page as a file: to a temporary file first, which then takes the name.</summary>
    public static void Save(string path, Evaluation evaluation, ReportDetails? details = null) =>
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(Write(evaluation, details)));

    private static void AppendTiles(StringBuilder page, Evaluation evaluation)
    {
        page.Append("<ul class=\"tiles\" aria-label=\"Main figures\">\n");
        foreach (Figure figure in FigureList.Of(evaluation).Where(figure => figure.Key is "accuracy" or "macro_f1" or "roc_auc" or "log_loss" or "expected_calibration_error"))
        {
            string interval = evaluation.Intervals.TryGetValue(figure.Key, out Interval found) ? $"{Shown(found.Low)} – {Shown(found.High)}" : figure.Meaning;
            page.Append($"<li><span class=\"name\">{Escape(figure.Name)}</span><strong>{Shown(figure.Value)}</strong><span class=\"range\">{Escape(interval)}</span></li>\n");

            string Shown(double value) => figure.Key == "accuracy" ? Percent(value) : Number(value);
        }

        page.Append("</ul>\n");
    }

    private static void AppendPlot(StringBuilder page, ReportPlot plot) => page
        .Append($"<figure id=\"{plot.Name}\">\n<h3>{Escape(plot.Title)}</h3>\n")
        .Append(plot.ToInlineSvg().Trim())
        .Append($"\n<figcaption>{Escape(plot.Description)}</figcaption>\n<details><summary>Numbers behind the plot</summary>\n")
        .Append(Table(plot.Table, $"Numbers behind the plot: {plot.Title}"))
        .Append("</details>\n</figure>\n");

    private static void Section(StringBuilder page, string id, string title, string content) =>
        page.Append($"<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{Escape(title)}</h2>\n{content}</section>\n");

    // The scrolling frame can take the focus, so that it scrolls by keyboard too.
    private static string Table(PlotTable table, string caption, int textColumn = -1, int strongFrom = int.MaxValue)
    {
        StringBuilder html = new($"<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{Escape(caption)}\"><table>\n<caption>{Escape(caption)}</caption>\n<thead><tr>");
        for (int column = 0; column < table.Headers.Count; column++)
            html.Append($"<th scope=\"col\"{(column == textColumn ? " class=\"text\"" : "")}>{Escape(table.Headers[column])}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        for (int row = 0; row < table.Rows.Count; row++)
        {
            html.Append(row >= strongFrom ? "<tr class=\"average\">" : "<tr>");
            for (int column = 0; column < table.Rows[row].Count; column++)
            {
                string cell = Escape(table.Rows[row][column]);
                html.Append(column == 0 ? $"<th scope=\"row\">{cell}</th>" : $"<td{(column == textColumn ? " class=\"text\"" : "")}>{cell}</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody>\n</table></div>\n").ToString();
    }
}
