using System.Globalization;
using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Verdict.Reports.Plots;

/// <summary>What the plots have in common.</summary>
internal static class PlotParts
{
    private const int MaxPoints = 400;

    // Text is measured with the font whose widths OxyPlot knows, and written with what the reader's system has.
    private const string MeasuredFont = "Arial", WrittenFont = "system-ui, -apple-system, Helvetica, Arial, sans-serif";

    /// <summary>An empty plot in the house's style.</summary>
    public static PlotModel Model() => new()
    {
        DefaultFont = MeasuredFont,
        DefaultFontSize = 13,
        TextColor = Palette.Muted,
        PlotAreaBorderThickness = new OxyThickness(0),
        PlotAreaBorderColor = OxyColors.Undefined,
        Padding = new OxyThickness(4, 10, 14, 4),
        Culture = CultureInfo.InvariantCulture,
    };

    /// <summary>The SVG of a plot.</summary>
    public static string Svg(PlotModel model, int width, int height)
    {
        SvgExporter exporter = new() { Width = width, Height = height, IsDocument = false, TextMeasurer = new TextSize() };
        string svg = exporter.ExportToString(model).Replace($"font-family=\"{MeasuredFont}\"", $"font-family=\"{WrittenFont}\"", StringComparison.Ordinal);
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
    }

    /// <summary>An axis of numbers with a light grid.</summary>
    public static LinearAxis Axis(AxisPosition position, string title, double low, double high, bool grid = true) => new()
    {
        Position = position,
        Title = title,
        TitleColor = Palette.Muted,
        Minimum = low,
        Maximum = high,
        MajorGridlineStyle = grid ? LineStyle.Solid : LineStyle.None,
        MajorGridlineColor = Palette.Grid,
        MajorGridlineThickness = 1,
        MinorTickSize = 0,
        TickStyle = TickStyle.None,
        AxislineStyle = LineStyle.None,
        AxisTitleDistance = 8,
    };

    /// <summary>An axis from 0 to 1 in fifths, with room for lines that run along its ends.</summary>
    public static LinearAxis Share(AxisPosition position, string title)
    {
        LinearAxis axis = Axis(position, title, -0.012, 1.012);
        axis.MajorStep = 0.2;
        axis.StringFormat = "0.0";
        return axis;
    }

    /// <summary>An axis whose whole numbers have names.</summary>
    public static LinearAxis Names(AxisPosition position, string title, IReadOnlyList<string> names)
    {
        LinearAxis axis = Axis(position, title, -0.5, names.Count - 0.5, grid: false);
        axis.MajorStep = 1;
        axis.LabelFormatter = value => Math.Abs(value - Math.Round(value)) < 1e-6 && value > -0.5 && value < names.Count - 0.5 ? Short(names[(int)Math.Round(value)]) : "";
        return axis;
    }

    /// <summary>A line through points, thinned where they lie closer than one could see.</summary>
    public static LineSeries Line(string? title, OxyColor color, IReadOnlyList<double> x, IReadOnlyList<double> y, double thickness = 2)
    {
        LineSeries line = new() { Title = title, Color = color, StrokeThickness = thickness, LineJoin = LineJoin.Round };
        DataPoint last = DataPoint.Undefined;
        for (int i = 0; i < x.Count; i++)
        {
            bool near = i > 0 && i < x.Count - 1 && Math.Abs(x[i] - last.X) < 1.0 / MaxPoints && Math.Abs(y[i] - last.Y) < 1.0 / MaxPoints;
            if (near || double.IsNaN(x[i]) || double.IsNaN(y[i]))
                continue;
            last = new DataPoint(x[i], y[i]);
            line.Points.Add(last);
        }

        return line;
    }

    /// <summary>A dashed line for comparison.</summary>
    public static LineAnnotation Reference(double slope, double intercept) => new()
    {
        Type = LineAnnotationType.LinearEquation,
        Slope = slope,
        Intercept = intercept,
        Color = Palette.Muted,
        StrokeThickness = 1,
        LineStyle = LineStyle.Dash,
    };

    /// <summary>Words inside the plot.</summary>
    public static TextAnnotation Words(string text, double x, double y, OxyColor color, HorizontalAlignment horizontal = HorizontalAlignment.Center, VerticalAlignment vertical = VerticalAlignment.Middle, double size = 13, bool bold = false, bool ground = false) => new()
    {
        Text = text,
        TextPosition = new DataPoint(x, y),
        TextColor = color,
        TextHorizontalAlignment = horizontal,
        TextVerticalAlignment = vertical,
        StrokeThickness = 0,
        Stroke = OxyColors.Undefined,
        Background = ground ? OxyColor.FromAColor(200, Palette.Surface) : OxyColors.Undefined,
        FontSize = size,
        FontWeight = bold ? FontWeights.Bold : FontWeights.Normal,
    };

    /// <summary>A filled rectangle.</summary>
    public static RectangleAnnotation Box(double left, double right, double bottom, double top, OxyColor fill) => new()
    {
        MinimumX = left,
        MaximumX = right,
        MinimumY = bottom,
        MaximumY = top,
        Fill = fill,
        Stroke = Palette.Surface,
        StrokeThickness = 1,
    };

    /// <summary>A legend inside the plot.</summary>
    public static Legend Legend(LegendPosition position) => new()
    {
        LegendPosition = position,
        LegendPlacement = LegendPlacement.Inside,
        LegendTextColor = Palette.Ink,
        LegendBackground = OxyColor.FromAColor(220, Palette.Surface),
        LegendBorder = OxyColors.Undefined,
        LegendFontSize = 12,
        LegendLineSpacing = 3,
        LegendSymbolLength = 18,
    };

    /// <summary>A label that fits, without characters that XML does not know.</summary>
    public static string Short(string text, int limit = 18)
    {
        char[] clean = [.. text.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c >= '\uFFFE' ? '\uFFFD' : c)];
        return clean.Length <= limit ? new string(clean) : string.Concat(clean.AsSpan(0, limit - 1), "…");
    }

    /// <summary>A number with a fixed number of digits; a dash where there is none.</summary>
    public static string Number(double value, int digits = 3) => double.IsFinite(value) ? value.ToString("F" + digits, CultureInfo.InvariantCulture) : "–";

    /// <summary>A count with separators, or a weight with two digits.</summary>
    public static string Count(double value) => value == Math.Floor(value) ? value.ToString("N0", CultureInfo.InvariantCulture) : value.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage.</summary>
    public static string Percent(double share, int digits = 1) => double.IsFinite(share) ? (100 * share).ToString("F" + digits, CultureInfo.InvariantCulture) + " %" : "–";
}
