using OxyPlot;

namespace Verdict.Reports.Plots;

/// <summary>
/// The plots' colours. A picture that stands alone has the light ones; inside the page each becomes a CSS variable, so that the page
/// can be light or dark. Every colour here is therefore different from every other.
/// </summary>
internal static class Palette
{
    private static readonly (OxyColor Color, string Variable)[] s_named =
    [
        (OxyColor.FromRgb(11, 11, 11), "--ink"),
        (OxyColor.FromRgb(82, 81, 78), "--muted"),
        (OxyColor.FromRgb(225, 224, 217), "--grid"),
        (OxyColor.FromRgb(252, 252, 251), "--surface"),
        (OxyColor.FromRgb(42, 120, 214), "--s1"),
        (OxyColor.FromRgb(235, 104, 52), "--s2"),
        (OxyColor.FromRgb(27, 175, 122), "--s3"),
        (OxyColor.FromRgb(237, 161, 0), "--s4"),
        (OxyColor.FromRgb(232, 123, 164), "--s5"),
        (OxyColor.FromRgb(0, 131, 0), "--s6"),
        (OxyColor.FromRgb(74, 58, 167), "--s7"),
        (OxyColor.FromRgb(227, 73, 72), "--s8"),
    ];

    /// <summary>Text and points.</summary>
    public static OxyColor Ink => s_named[0].Color;

    /// <summary>Axis labels and reference lines.</summary>
    public static OxyColor Muted => s_named[1].Color;

    /// <summary>Grid lines.</summary>
    public static OxyColor Grid => s_named[2].Color;

    /// <summary>Paper.</summary>
    public static OxyColor Surface => s_named[3].Color;

    /// <summary>How many series have a colour of their own.</summary>
    public static int SeriesCount => s_named.Length - 4;

    /// <summary>The colour of a series.</summary>
    public static OxyColor Series(int index) => s_named[4 + (index % SeriesCount)].Color;

    /// <summary>Replaces the colours of an SVG by the page's variables.</summary>
    public static string ToVariables(string svg)
    {
        foreach ((OxyColor color, string variable) in s_named)
            svg = svg.Replace($"rgb({color.R},{color.G},{color.B})", $"var({variable})", StringComparison.Ordinal);
        return svg;
    }
}
