using OxyPlot;
using OxyPlot.SkiaSharp;
using Verdict.Reports.Plots;
using Verdict.Reports.Text;

namespace Verdict.Reports;

/// <summary>A report's plots as PNG pictures. Needs SkiaSharp's native library, and on Linux fontconfig (<c>libfontconfig1</c>) with a font; SVG needs neither.</summary>
public static class PngPlots
{
    /// <summary>Draws a plot on a light ground.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="scale">Pixels for each of the plot's own; 0.25 to 8. Default 2, for dense screens.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another scale.</exception>
    /// <exception cref="DllNotFoundException">The native library or what it needs is missing; the message says what to install.</exception>
    public static byte[] ToPng(ReportPlot plot, double scale = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 0.25);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, 8);
        PlotModel model = plot.Model;
        model.Background = Palette.Surface;
        PngExporter exporter = new()
        {
            Width = (int)Math.Round(plot.Width * scale),
            Height = (int)Math.Round(plot.Height * scale),
            Dpi = (float)(96 * scale),
            UseTextShaping = false,
        };
        try
        {
            using MemoryStream stream = new();
            exporter.Export(model, stream);
            return stream.ToArray();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new DllNotFoundException("SkiaSharp's native library cannot be loaded, so plots cannot be drawn as PNG. On Linux install fontconfig (Debian: apt-get install libfontconfig1), or write the plots as SVG, which needs no native library.", e);
        }
    }

    /// <summary>Writes a plot as a PNG file: to a temporary file first, which then takes the name.</summary>
    /// <param name="plot">The plot.</param>
    /// <param name="path">The file.</param>
    /// <param name="scale">Pixels for each of the plot's own; 0.25 to 8.</param>
    public static void Save(ReportPlot plot, string path, double scale = 2) => AtomicFile.Write(path, ToPng(plot, scale));
}
