using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Xunit;

namespace Verdict.Reports.Tests;

public sealed class PngPlotsTests
{
    [Fact]
    public void Every_plot_is_a_picture_of_its_size()
    {
        Assert.SkipWhen(OperatingSystem.IsLinux() && !NativeLibrary.TryLoad("libfontconfig.so.1", out _), "SkiaSharp needs libfontconfig.so.1, which is not installed (Debian: libfontconfig1)");
        string folder = Directory.CreateTempSubdirectory("pictures").FullName;
        foreach (ReportPlot plot in ReportPlot.Of(Evaluation.Compute(Samples.Binary())))
        {
            string path = Path.Combine(folder, plot.Name + ".png");
            PngPlots.Save(plot, path);
            byte[] png = File.ReadAllBytes(path);
            Assert.Equal(0x89504E47u, BinaryPrimitives.ReadUInt32BigEndian(png));
            Assert.Equal(((uint)(2 * plot.Width), (uint)(2 * plot.Height)), (BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(20))));
            // An empty picture of that size takes less than 5 kB.
            Assert.True(png.Length > 15_000, $"{plot.Name} has only {png.Length} bytes");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_scale_out_of_range_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => PngPlots.ToPng(ReportPlot.Of(Evaluation.Compute(Samples.Binary()))[0], 9));
}
