using Xunit;

namespace Verdict.Reports.Tests;

/// <summary>Sets with more labels than a page has room for.</summary>
public sealed class ManyLabelsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_thousand_labels_give_every_report(bool multi)
    {
        EvaluationSet set = multi ? Samples.Multi(1000, 60) : Samples.Many(1000, 60);
        Evaluation evaluation = Evaluation.Compute(set, new EvaluationOptions { BootstrapResamples = 20 });
        Assert.Equal(1000, evaluation.PerLabel.Count);
        string page = HtmlReport.Write(evaluation);
        // ROC, precision and recall, reliability, six histograms; ROC has labels with and without an area.
        Assert.InRange(ReportPlot.Of(evaluation).Count, 7, 9);
        Assert.Contains(multi ? "tag 999" : "label 999", page, StringComparison.Ordinal);
        Assert.Contains(multi ? "tag 999" : "label 999", TextReport.Write(evaluation), StringComparison.Ordinal);
        Assert.NotEmpty(MarkdownReport.Write(evaluation));
        Assert.NotEmpty(JsonReport.Write(evaluation));
        Assert.DoesNotContain("id=\"confusion\"", page, StringComparison.Ordinal);
    }
}
