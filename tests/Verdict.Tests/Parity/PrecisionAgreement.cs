using System.Globalization;
using Verdict.Batching;
using Verdict.Files;
using Verdict.Kernels;
using Verdict.Models;
using Verdict.Testing;
using Verdict.Tokenization;
using Verdict.Weights;
using Xunit;

namespace Verdict.Tests.Parity;

/// <summary>A trained model on real texts: its published logits in fp32, and how far the short precisions may lie from them.</summary>
public sealed class PrecisionAgreement
{
    [Fact]
    public void Fp32_logits_are_those_of_Hugging_Face() =>
        Assert.All(Logits(Precision.Fp32, 4), p => Assert.All(p.Found.Zip(p.Expected), x => Assert.Equal(x.Second, x.First, 1e-4)));

    [Fact]
    public void Bf16_probabilities_are_within_a_hundredth()
    {
        (float[] Found, double[] Expected)[] all = Logits(Precision.Bf16, 1);
        Assert.True(all.Length > 600);
        Assert.All(all, p => Assert.Equal(Probability(p.Expected), Probability(p.Found), 0.01));
    }

    [Fact]
    public void Int8_agrees_on_99_labels_of_100()
    {
        (float[] Found, double[] Expected)[] all = Logits(Precision.Int8, 1);
        Assert.True(all.Length > 600);
        Assert.InRange(all.Count(p => p.Found[1] > p.Found[0] == p.Expected[1] > p.Expected[0]) / (double)all.Length, 0.99, 1);
    }

    private static double Probability(IEnumerable<double> logits) => 1 / (1 + Math.Exp(logits.First() - logits.Last()));

    private static double Probability(IEnumerable<float> logits) => Probability(logits.Select(x => (double)x));

    private static (float[] Found, double[] Expected)[] Logits(Precision precision, int step)
    {
        string folder = RepositoryPaths.Shared("models", "default-fr"), data = RepositoryPaths.Shared("data", "allocine", "test-public.csv");
        double[][] expected = [.. File.ReadLines(Path.Combine(folder, "public-logits.csv")).Skip(1).Select(l => l.Split(',').Skip(1).Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray())];
        string[] texts = [.. ReviewRows.Read(data).Select(r => r.Text)];
        Assert.Equal(expected.Length, texts.Length);

        using ModelFiles files = ModelFiles.FromFolder(folder);
        BertConfiguration configuration = BertConfiguration.Read(HuggingFaceConfig.Read(files));
        using BertModel model = BertModel.Load(configuration, BertParameters.Read(SafetensorsReader.Read(files), configuration), KernelPath.Current.Path.Kernels, 2, precision);
        using var runner = new ModelRunner(model, 2, 512);
        int[] rows = [.. Enumerable.Range(0, texts.Length).Where(i => i % step == 0)];
        Encoding[] encodings = [.. Tokenizer.Open(folder).EncodeBatch([.. rows.Select(i => texts[i])], new EncodingOptions { MaxLength = configuration.MaxPositions })];
        BatchPlan plan = BatchPlanner.Plan([.. encodings.Select(e => e.InputIds.Count)], 512, 2);
        float[][] found = new float[rows.Length][];
        runner.Run(
            plan.Batches.Length,
            plan.Shared,
            (index, batch) =>
            {
                foreach (int i in plan.Batches[index])
                    batch.Add([.. encodings[i].InputIds], [.. encodings[i].TypeIds]);
            },
            (index, logits) =>
            {
                for (int s = 0; s < plan.Batches[index].Length; s++)
                    found[plan.Batches[index][s]] = logits.Slice(s * 2, 2).ToArray();
            },
            TestContext.Current.CancellationToken);
        return [.. rows.Select((row, i) => (found[i], expected[row]))];
    }
}
