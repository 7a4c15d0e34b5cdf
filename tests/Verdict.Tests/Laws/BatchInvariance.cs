using Verdict.Models;
using Verdict.Tests.Kernels;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Laws;

/// <summary>A text gets the same logits, to the last bit, alone and in any batch, any order, any number of threads.</summary>
public sealed class BatchInvariance
{
    public static TheoryData<string> Paths => KernelPaths.Available;

    public static MatrixTheoryData<string, Precision> PathsAndPrecisions => new(KernelPaths.Names, Enum.GetValues<Precision>());

    [Theory]
    [MemberData(nameof(PathsAndPrecisions))]
    public void Neither_company_nor_threads_change_a_bit(string path, Precision precision) =>
        CheckBits(new RandomBert(hidden: 60, layers: 2, heads: 3, inner: 130), path, precision);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Nor_do_they_where_rows_are_computed_in_pairs(string path) =>
        Assert.Equal(path != "reference", CheckBits(new RandomBert(hidden: 192, layers: 2, heads: 3, inner: 208), path, Precision.Fp32));

    /// <summary>Returns whether the model computes rows in pairs.</summary>
    private static bool CheckBits(RandomBert bert, string path, Precision precision)
    {
        using BertModel model = BertModel.Load(bert.Configuration, bert.Parameters, KernelPaths.Get(path), 2, precision);
        int[][] texts = [.. ((int[])[3, 1, 17, 40, 2, 100, 33, 8, 64, 5, 32, 31, 101]).Select(bert.Text)];
        float[][] alone = [.. texts.Select(t => Assert.Single(Run(model, 1, false, [[t]])))];
        Assert.All(alone, logits => Assert.All(logits, x => Assert.True(float.IsFinite(x))));
        Assert.NotEqual(alone[0], alone[1]);

        foreach ((int threads, bool shared) in (ValueTuple<int, bool>[])[(1, false), (2, false), (2, true), (3, true)])
        {
            Assert.Equal(alone, Run(model, threads, shared, [texts]));
            Assert.Equal(alone.Reverse(), Run(model, threads, shared, [[.. texts.Reverse()]]));
            Assert.Equal(alone, Run(model, threads, shared, [.. texts.Chunk(3)]));
            Assert.Equal(alone, Run(model, threads, shared, [.. texts.Select(t => new[] { t })]));
        }

        return model.PairsRows;
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Random_models_give_what_the_plain_formulas_give(string path)
    {
        foreach ((int hidden, int heads, int inner, int layers) in (ValueTuple<int, int, int, int>[])[(12, 3, 20, 1), (48, 2, 100, 2), (64, 1, 33, 1), (192, 3, 200, 2)])
        {
            var bert = new RandomBert(hidden, layers, heads, inner, labels: 2);
            using BertModel model = BertModel.Load(bert.Configuration, bert.Parameters, KernelPaths.Get(path), 1);
            int[][] texts = [bert.Text(1), bert.Text(30), bert.Text(70)];
            var plain = new PlainBert(bert.Configuration, bert.Parameters);
            float[][] found = Run(model, 1, false, [texts]);
            for (int i = 0; i < texts.Length; i++)
                Assert.All(found[i].Zip(plain.Run(texts[i], new int[texts[i].Length])["logits"]), p => Assert.Equal(p.Second, p.First, 2e-5));
        }
    }

    private static float[][] Run(BertModel model, int threads, bool shared, int[][][] batches)
    {
        using var runner = new ModelRunner(model, threads, 128);
        float[][][] results = new float[batches.Length][][];
        runner.Run(
            batches.Length,
            shared,
            (index, batch) =>
            {
                foreach (int[] text in batches[index])
                    batch.Add(text, new int[text.Length]);
            },
            (index, logits) => results[index] = logits.ToArray().Chunk(model.LabelCount).ToArray(),
            TestContext.Current.CancellationToken);
        return [.. results.SelectMany(r => r)];
    }
}
