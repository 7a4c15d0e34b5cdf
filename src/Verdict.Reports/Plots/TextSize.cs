using OxyPlot;

namespace Verdict.Reports.Plots;

/// <summary>
/// Tells OxyPlot how much room text takes. Its own measure counts in points where SVG counts in pixels (96 to 72), and in Helvetica's
/// widths, than which the reader's font may be wider.
/// </summary>
internal sealed class TextSize : RenderContextBase
{
    private const double Widening = 96.0 / 72 * 1.06;
    private readonly PdfRenderContext _helvetica = new(1, 1, OxyColors.Undefined);

    /// <summary>Nothing is drawn, so nothing is clipped.</summary>
    public override int ClipCount => 0;

    /// <summary>The room that a text takes, in pixels.</summary>
    public override OxySize MeasureText(string? text, string? fontFamily, double fontSize, double fontWeight)
    {
        OxySize size = _helvetica.MeasureText(text, fontFamily, fontSize, fontWeight);
        return new OxySize(size.Width * Widening, size.Height * Widening);
    }

    /// <summary>Draws nothing: this only measures.</summary>
    public override void PushClip(OxyRect clippingRectangle)
    {
    }

    /// <summary>Draws nothing: this only measures.</summary>
    public override void PopClip()
    {
    }

    /// <summary>Draws nothing: this only measures.</summary>
    public override void DrawText(ScreenPoint p, string? text, OxyColor fill, string? fontFamily, double fontSize, double fontWeight, double rotation, HorizontalAlignment horizontalAlignment, VerticalAlignment verticalAlignment, OxySize? maxSize)
    {
    }

    /// <summary>Draws nothing: this only measures.</summary>
    public override void DrawLine(IList<ScreenPoint> points, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin)
    {
    }

    /// <summary>Draws nothing: this only measures.</summary>
    public override void DrawPolygon(IList<ScreenPoint> points, OxyColor fill, OxyColor stroke, double thickness, EdgeRenderingMode edgeRenderingMode, double[]? dashArray, LineJoin lineJoin)
    {
    }
}
