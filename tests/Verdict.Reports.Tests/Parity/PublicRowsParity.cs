using Verdict.Reports.Tests.Html;
using Xunit;

namespace Verdict.Reports.Tests.Parity;

/// <summary>The figures that were published with the models, from the logits that came with them.</summary>
public sealed class PublicRowsParity
{
    [Theory]
    [InlineData("default-fr", 626, 0.9371, 0.9233, 0.9302, 0.9233, 0.9371, 0.9302)]
    [InlineData("tiny-bert-fr", 588, 0.9320, 0.8083, 0.8657, 0.8285, 0.9401, 0.8808)]
    public void Figures_are_those_of_the_models_pages(string model, int right, params double[] figures)
    {
        Evaluation evaluation = Evaluation.Compute(PublicRows.Of(model));
        Assert.Equal(right / 673.0, evaluation.Accuracy, 12);
        PrecisionRecallF1 neg = evaluation.Report.Labels[0], pos = evaluation.Report.Labels[1];
        Assert.Equal(figures, new[] { neg.Precision, neg.Recall, neg.F1, pos.Precision, pos.Recall, pos.F1 }.Select(figure => Math.Round(figure, 4)));
        Assert.Equal((339, 334), (neg.Support, pos.Support));
        Assert.Equal(673, evaluation.Lengths.Sum(slice => slice.Count));
        Assert.All(evaluation.Lengths, slice => Assert.InRange(slice.Count, 70, 98));
    }
}
