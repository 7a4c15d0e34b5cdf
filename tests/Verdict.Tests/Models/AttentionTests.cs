using Verdict.Kernels;
using Verdict.Kernels.MachineCode;
using Verdict.Models;
using Verdict.Tests.Kernels;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Models;

/// <summary>Attention of one head against its formula, in fp32 on every path, in pairs of bfloat16 and with scores of whole numbers, for texts and heads that fill no tile.</summary>
public sealed unsafe class AttentionTests
{
    public static TheoryData<string> Paths => KernelPaths.Available;

    [Theory]
    [MemberData(nameof(Paths))]
    public void In_fp32_it_is_the_formula(string path)
    {
        foreach (int headSize in (int[])[5, 32, 64])
        {
            foreach (int length in (int[])[1, 2, 7, 24, 25, 49, 130])
                Check(KernelPaths.Get(path), null, headSize, length, 2e-5);
        }
    }

    [Fact]
    public void In_pairs_it_is_the_formula_of_the_rounded_factors()
    {
        KernelSet kernels = KernelPaths.Get("avx512");
        MachineTiles? tiles = BFloat16Matrix.TilesFor(kernels);
        Assert.SkipWhen(tiles is null, MachineTiles.Get(TileKind.BFloat16).Reason);
        foreach (int headSize in (int[])[2, 6, 16, 20, 32, 64, 96])
        {
            // A weight that lies near the middle between two bfloat16 numbers may be rounded either way: 1/256 of one weight.
            foreach (int length in (int[])[1, 2, 3, 15, 16, 17, 24, 25, 47, 49, 130])
                Check(kernels, tiles, headSize, length, 2e-3);
        }
    }

    [Fact]
    public void With_scores_of_whole_numbers_it_is_the_formula_of_the_rounded_factors()
    {
        KernelSet kernels = KernelPaths.Get("avx512");
        MachineTiles? tiles = BFloat16Matrix.TilesFor(kernels), words = Int16Matrix.TilesFor(kernels);
        Assert.SkipWhen(words is null, MachineTiles.Get(TileKind.Int16).Reason);
        foreach (int headSize in (int[])[1, 5, 16, 20, 32, 64, 96])
        {
            foreach (int length in (int[])[1, 2, 3, 15, 16, 17, 24, 25, 47, 49, 130])
                Check(kernels, tiles, headSize, length, 2e-3, words);
        }
    }

    private static void Check(KernelSet kernels, MachineTiles? tiles, int headSize, int length, double tolerance, MachineTiles? words = null)
    {
        var random = new Random(headSize + length);
        int stride = kernels.PaddedWidth(3 * headSize) + 5;
        float[] rows = [.. Enumerable.Range(0, length * stride).Select(_ => (float)((random.NextDouble() * 2) - 1))], before = [.. rows];
        using var scratch = new AlignedBuffer();
        var attention = new Attention(kernels, headSize, headSize, tiles, words);
        attention.Scratch = scratch.Ensure(attention.ScratchFloats(length));
        fixed (float* query = rows)
        {
            if (tiles is null || words is not null)
                attention.Run(query, query + headSize, query + (2 * headSize), stride, length);
            else
                RunRounded(attention, kernels, query, stride, headSize, length);
        }

        double[][] expected = Formula(before, stride, headSize, length, tiles is not null, words is not null);
        for (int row = 0; row < length; row++)
        {
            for (int column = 0; column < stride; column++)
            {
                double right = column < headSize ? expected[row][column] : before[(row * stride) + column];
                Assert.Equal(right, rows[(row * stride) + column], column < headSize ? tolerance : 0);
            }
        }
    }

    /// <summary>Rounds the rows elsewhere, and puts the context where <see cref="Attention.Run"/> would.</summary>
    private static void RunRounded(Attention attention, KernelSet kernels, float* rows, int stride, int headSize, int length)
    {
        int roundedStride = (3 * headSize) + 2;
        ushort[] rounded = new ushort[length * roundedStride];
        fixed (ushort* query = rounded)
        {
            for (int row = 0; row < length; row++)
                kernels.RoundRow(rows + (row * stride), 3 * headSize, query + (row * roundedStride));
            attention.RunRounded(query, query + headSize, query + (2 * headSize), roundedStride, length, rows, stride);
        }
    }

    private static double[][] Formula(float[] rows, int stride, int headSize, int length, bool paired, bool words)
    {
        double[] Part(int row, int part)
        {
            double[] numbers = [.. rows.Skip((row * stride) + (part * headSize)).Take(headSize).Select(x => (double)x)];
            return words && part < 2 ? ShortPrecision.Words(numbers) : Rounded(numbers);
        }

        double[] Rounded(double[] numbers) => paired ? ShortPrecision.Row(numbers, Precision.Bf16) : numbers;
        double[][] queries = [.. Enumerable.Range(0, length).Select(i => Part(i, 0))], keys = [.. Enumerable.Range(0, length).Select(i => Part(i, 1))], values = [.. Enumerable.Range(0, length).Select(i => Part(i, 2))];
        double[][] result = new double[length][];
        for (int i = 0; i < length; i++)
        {
            double[] scores = [.. keys.Select(k => k.Zip(queries[i], (x, y) => x * y).Sum())];
            double highest = scores.Max();
            double[] weights = [.. scores.Select(s => Math.Exp(s - highest))], rounded = Rounded(weights);
            result[i] = [.. Enumerable.Range(0, headSize).Select(d => values.Zip(rounded, (v, w) => v[d] * w).Sum() / weights.Sum())];
        }

        return result;
    }
}
