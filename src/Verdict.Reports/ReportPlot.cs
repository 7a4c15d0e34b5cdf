using System.Text;
using OxyPlot;
using Verdict.Reports.Plots;

namespace Verdict.Reports;

/// <summary>One plot of a report. Writing it as a picture is safe from one thread at a time.</summary>
public sealed class ReportPlot
{
    internal ReportPlot(string name, string title, string description, PlotModel model, int width, int height, PlotTable table)
    {
        Name = name;
        Title = title;
        Description = description;
        Model = model;
        Width = width;
        Height = height;
        Table = table;
    }

    /// <summary>A name that can be a file's: <c>confusion</c>, <c>roc</c>, <c>precision-recall</c>, <c>reliability</c>, <c>scores</c> (or <c>scores-1</c>, …) and <c>accuracy-by-length</c>.</summary>
    public string Name { get; }

    /// <summary>What it shows, in a line.</summary>
    public string Title { get; }

    /// <summary>What one sees in it, in words, for those who cannot see it.</summary>
    public string Description { get; }

    /// <summary>Width in pixels at 96 dots an inch.</summary>
    public int Width { get; }

    /// <summary>Height in pixels at 96 dots an inch.</summary>
    public int Height { get; }

    internal PlotModel Model { get; }

    internal PlotTable Table { get; }

    /// <summary>The plots of an evaluation, in the order in which a report shows them.</summary>
    public static IReadOnlyList<ReportPlot> Of(Evaluation evaluation) => PlotMaker.All(evaluation);

    /// <summary>The plot as a complete SVG file with a white ground.</summary>
    public string ToSvg()
    {
        Model.Background = Palette.Surface;
        return PlotParts.Svg(Model, Width, Height) + "\n";
    }

    /// <summary>Writes the plot as an SVG file.</summary>
    public void SaveSvg(string path) => Text.AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToSvg()));

    /// <summary>The plot for the page: no ground, the page's colours, identifiers of its own.</summary>
    internal string ToInlineSvg()
    {
        Model.Background = OxyColors.Undefined;
        string svg = PlotParts.Svg(Model, Width, Height);
        string body = Palette.ToVariables(svg[(svg.IndexOf('>', StringComparison.Ordinal) + 1)..])
            .Replace("id=\"clipPath", $"id=\"{Name}-clip", StringComparison.Ordinal)
            .Replace("url(#clipPath", $"url(#{Name}-clip", StringComparison.Ordinal);
        return $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html.HtmlText.Escape(Description)}\">{body}";
    }
}
