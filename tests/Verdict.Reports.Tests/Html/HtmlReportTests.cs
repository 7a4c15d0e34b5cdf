using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Verdict.Reports.Tests.Html;

public sealed partial class HtmlReportTests
{
    public static TheoryData<string> Kinds => ["binary", "many", "multi", "twelve"];

    [Theory, MemberData(nameof(Kinds))]
    public void The_page_needs_nothing_else_and_is_well_formed(string kind)
    {
        Evaluation evaluation = Evaluation.Compute(Set(kind));
        string page = HtmlReport.Write(evaluation);
        Assert.DoesNotMatch(Reference(), page);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        XElement html = Parse(page);
        string[] ids = [.. html.DescendantsAndSelf().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(html.Descendants().Attributes("aria-labelledby"), reference => Assert.Contains(reference.Value, ids));
        foreach (Match clip in ClipReference().Matches(page))
            Assert.Contains(clip.Groups[1].Value, ids);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_plot_has_words_and_numbers(string kind)
    {
        Evaluation evaluation = Evaluation.Compute(Set(kind));
        XElement[] figures = [.. Parse(HtmlReport.Write(evaluation)).Descendants("figure")];
        Assert.Equal(ReportPlot.Of(evaluation).Select(plot => plot.Name), figures.Select(figure => figure.Attribute("id")!.Value));
        foreach (XElement figure in figures)
        {
            XElement svg = figure.Element("svg")!;
            Assert.Equal("img", svg.Attribute("role")!.Value);
            Assert.True(svg.Attribute("aria-label")!.Value.Length > 60);
            Assert.NotEmpty(figure.Element("details")!.Descendants("tbody").Single().Elements("tr"));
        }
    }

    [Fact]
    public void Colours_are_the_pages_so_that_it_can_be_dark()
    {
        string page = HtmlReport.Write(Evaluation.Compute(Samples.Binary()));
        Assert.DoesNotContain("rgb(", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("(fill|stroke)[:=]\"?black"), page);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_cannot_become_markup()
    {
        const string Attack = "<script>alert('x')</script>\"' onload=\0\u0007&amp;\ud800";
        EvaluationSet set = EvaluationSet.SingleLabel([Attack, "b"], [0, 1, 0, 1], [0, 1, 1, 0, 1, 0, 0, 1]) with
        {
            Texts = [Attack, Attack + Attack, "x", ""],
            Columns = new Dictionary<string, IReadOnlyList<string>> { [Attack] = [Attack, "y", "y", "y"] },
        };
        Evaluation evaluation = Evaluation.Compute(set);
        string page = HtmlReport.Write(evaluation, new ReportDetails { Model = Attack, Data = Attack, ComparedWith = Attack, Comparison = Evaluation.Compare(set, set) });
        Assert.Empty(Parse(page).Descendants("script"));
        string markdown = MarkdownReport.Write(evaluation, new ReportDetails { Model = Attack });
        Assert.DoesNotContain("<script", markdown, StringComparison.Ordinal);
        Assert.All(ReportPlot.Of(evaluation), plot => XDocument.Parse(plot.ToSvg()));
    }

    [Fact]
    public void Pictures_are_svg_files_that_stand_alone()
    {
        string folder = Directory.CreateTempSubdirectory("pictures").FullName;
        IReadOnlyList<ReportPlot> plots = ReportPlot.Of(Evaluation.Compute(Samples.Binary()));
        Assert.Equal(["confusion", "roc", "precision-recall", "reliability", "scores", "accuracy-by-length"], plots.Select(plot => plot.Name));
        foreach (ReportPlot plot in plots)
        {
            string path = Path.Combine(folder, plot.Name + ".svg");
            plot.SaveSvg(path);
            XElement svg = XDocument.Load(path).Root!;
            Assert.Equal(("svg", "http://www.w3.org/2000/svg"), (svg.Name.LocalName, svg.Name.NamespaceName));
            Assert.DoesNotContain("var(", File.ReadAllText(path), StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_page_is_the_same_every_time() => Assert.Equal(
        HtmlReport.Write(Evaluation.Compute(Samples.Binary())),
        HtmlReport.Write(Evaluation.Compute(Samples.Binary())));

    [Fact]
    public void A_set_of_one_kind_of_row_has_a_page_too()
    {
        EvaluationSet set = EvaluationSet.SingleLabel(["a", "b"], [1, 1], [0, 1, 1, 0]);
        XElement html = Parse(HtmlReport.Write(Evaluation.Compute(set)));
        Assert.Equal(["confusion", "reliability", "scores"], html.Descendants("figure").Select(figure => figure.Attribute("id")!.Value));
    }

    // The page is written so that an XML parser can read it, but for its doctype and its four empty elements.
    private static XElement Parse(string page) => XElement.Parse(VoidElement().Replace(page.Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal), "$1/>"));

    private static EvaluationSet Set(string kind) => kind switch
    {
        "binary" => Samples.Binary(),
        "many" => Samples.Many(),
        "twelve" => Samples.Many(12, 400),
        _ => Samples.Multi(),
    };

    [GeneratedRegex("(src|href|xlink:href)=|@import|url\\((?!#)")]
    private static partial Regex Reference();

    [GeneratedRegex("url\\(#([^)]+)\\)")]
    private static partial Regex ClipReference();

    [GeneratedRegex("(<meta[^>]*)>")]
    private static partial Regex VoidElement();
}
