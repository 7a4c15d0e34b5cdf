using Verdict.Labels;
using Xunit;

namespace Verdict.Tests.Labels;

public sealed class LabelHeadTests
{
    private static readonly string[] Three = ["a", "b", "c"];

    [Theory]
    [InlineData("regression", 1, Activation.None)]
    [InlineData("multi_label_classification", 3, Activation.Sigmoid)]
    [InlineData("single_label_classification", 3, Activation.Softmax)]
    [InlineData("single_label_classification", 1, Activation.Sigmoid)]
    [InlineData(null, 1, Activation.Sigmoid)]
    [InlineData(null, 2, Activation.Softmax)]
    public void Decides_as_the_pipeline_does(string? problemType, int labels, Activation expected)
    {
        LabelHead head = LabelHead.Create(Three[..labels], problemType, null);
        Assert.Equal(expected, head.Activation);
        Assert.NotEmpty(head.Reason);
        Assert.Equal(Activation.None, LabelHead.Create(Three[..labels], problemType, Activation.None).Activation);
    }

    [Fact]
    public void Huge_logits_do_not_overflow()
    {
        float[] scores = new float[3];
        LabelHead.Create(Three, null, null).Score([3e38f, 3e38f, -3e38f], scores);
        Assert.Equal([0.5f, 0.5f, 0f], scores);
        LabelHead.Create(Three, null, Activation.Sigmoid).Score([3e38f, -3e38f, 0f], scores);
        Assert.Equal([1f, 0f, 0.5f], scores);
    }

    [Fact]
    public void The_best_come_first_and_ties_keep_their_order()
    {
        LabelHead head = LabelHead.Create(Three, null, null);
        Assert.Equal([1, 0, 2], head.Top([0.2f, 0.6f, 0.2f], 0, null));
        Assert.Equal([1, 0], head.Top([0.2f, 0.6f, 0.2f], 2, null));
        Assert.Equal([1], head.Top([0.2f, 0.6f, 0.2f], 0, 0.2f));
        Assert.Equal([2], LabelHead.Create(Three, null, Activation.Sigmoid).Top([0.5f, 0.4f, 0.51f], 0, null));
    }

    [Fact]
    public void An_unknown_problem_type_is_refused() =>
        Assert.Contains("'x' is not supported", Assert.Throws<ArgumentException>(() => LabelHead.Create(Three, "x", null)).Message, StringComparison.Ordinal);
}
