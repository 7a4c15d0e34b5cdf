using Verdict.SparkNlp.Tests.Archives;
using Verdict.SparkNlp.Tests.Running;
using Xunit;

namespace Verdict.SparkNlp.Tests.Laws;

/// <summary>What a process with a classifier from an archive holds in memory, at its peak too: little more than the packed weights, however often they were compressed.</summary>
[Collection(nameof(RunsAlone))]
public sealed class ResidentMemoryLaws(RandomArchive archive, ITestOutputHelper output) : IClassFixture<RandomArchive>
{
    private const double Share = 1.25;
    private const long Allowance = 64_000_000;

    [Theory]
    [InlineData("onnx", "Fp32")]
    [InlineData("onnx.zip", "Fp32")]
    [InlineData("onnx.zip", "Int8")]
    [InlineData("onnx.zip", "stage")]
    [InlineData("tensorflow.zip", "Fp32")]
    [InlineData("tensorflow.zip", "Int8")]
    [InlineData("tensorflow.zip", "stage")]
    public async Task Memory_is_the_packed_weights_and_a_little(string kind, string how)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");
        ArchiveChild child = await ArchiveChild.RunAsync(archive.PathOf(kind), how, TestContext.Current.CancellationToken);
        long packed = child.Packed + archive.WordTableBytes;
        output.WriteLine(
            $"{kind}, {how}: packed {packed / 1e6:F0} MB, resident {child.Resident / 1e6:F0} MB, at the peak {child.Peak / 1e6:F0} MB; bound {((Share * packed) + Allowance) / 1e6:F0} MB; "
            + $"open after {child.Milliseconds} ms; says {child.Logit}");
        Assert.InRange(child.Resident, packed / 4, (Share * packed) + Allowance);
        // What is unpacked is in memory as it was stored before it is packed for the engine, which may need less.
        Assert.InRange(child.Peak, packed / 4, (Share * Math.Max(packed, archive.WeightBytes)) + Allowance);
        if (how == "Fp32")
        {
            using TextClassifier classifier = TextClassifier.OpenArchive(archive.PathOf("onnx"));
            Assert.Equal(classifier.Classify(ArchiveChild.Text).Logits[0], child.Logit, 1e-4f);
        }
    }
}
