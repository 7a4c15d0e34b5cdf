using System.Buffers.Binary;
using Xunit;

namespace Verdict.Reports.Tests.Html;

public sealed class HtmlReportBrowserTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("page").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("binary")]
    [InlineData("many")]
    [InlineData("multi")]
    public async Task The_page_opens_offline_without_an_error(string kind)
    {
        using Browser browser = Browser.Find();
        EvaluationSet set = kind switch { "binary" => Samples.Binary(), "many" => Samples.Many(), _ => Samples.Multi() };
        string page = Path.Combine(_folder, "page.html"), picture = Path.Combine(_folder, "page.png");
        Evaluation evaluation = Evaluation.Compute(set);
        HtmlReport.Save(page, evaluation, new ReportDetails { Model = "<img src=x onerror=alert(1)>" });

        (string dom, string log) = await browser.RunAsync(page, "--dump-dom");
        // A violation of the page's own policy, a broken reference or a script's error would each be a line of the console.
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
        Assert.Equal(ReportPlot.Of(evaluation).Count, dom.Split("<svg").Length - 1);
        Assert.DoesNotContain("<img", dom, StringComparison.Ordinal);
        Assert.EndsWith("</html>", dom.TrimEnd(), StringComparison.Ordinal);

        await browser.RunAsync(page, "--window-size=1240,2400", $"--screenshot={picture}");
        byte[] png = File.ReadAllBytes(picture);
        Assert.Equal(0x89504E47u, BinaryPrimitives.ReadUInt32BigEndian(png));
        Assert.Equal((1240u, 2400u), (BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(20))));
        // An empty page of that size takes less than 20 kB.
        Assert.True(png.Length > 80_000, $"the picture has only {png.Length} bytes");
    }
}
