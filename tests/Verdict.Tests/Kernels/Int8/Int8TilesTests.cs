using Verdict.Kernels;
using Verdict.Kernels.Int8;
using Verdict.Kernels.MachineCode;
using Verdict.Models;
using Verdict.Tests.Kernels.MachineCode;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Kernels.Int8;

/// <summary>Every int8 product and everything around it gives the bits of the plain form, on every edge shape.</summary>
public sealed unsafe class Int8TilesTests
{
    public static TheoryData<string> Tiles => [.. Int8Tiles.All.Where(t => t.IsAvailable).Select(t => t.Name)];

    public static TheoryData<string> Paths => KernelPaths.Available;

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Every_tile_is_exact(string name)
    {
        Int8Tiles tiles = Int8Tiles.All.Single(t => t.Name == name);
        foreach (int rows in RowsOf(tiles))
        {
            for (int vectors = 1; vectors <= 3; vectors++)
            {
                int columns = vectors * Math.Max(tiles.ColumnMultiple, 4);
                foreach (int steps in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 17, 768])
                {
                    foreach (bool extreme in (bool[])[false, true])
                        Assert.Equal(Run(new PlainInt8Tiles(), rows, columns, steps, extreme), Run(tiles, rows, columns, steps, extreme));
                }
            }
        }
    }

    [Fact]
    public void Sums_become_the_numbers_that_the_vector_form_makes_of_them()
    {
        Int8Tiles tiles = Int8Tiles.All[0];
        Assert.SkipUnless(tiles.IsAvailable, MachineTiles.Get(TileKind.Int8).Reason);
        Assert.True(tiles.ScalesSums);
        foreach (bool accumulate in (bool[])[false, true])
        {
            foreach (int rows in RowsOf(tiles))
            {
                for (int columns = 16; columns <= 48; columns += 16)
                    CheckScaled(tiles, rows, columns, 1 + (rows * columns), accumulate);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Rows_become_the_same_bytes_on_every_path(string path)
    {
        foreach (int count in RowKernelTests.Counts)
        {
            foreach (float range in (float[])[0, 1e-44f, 1e-38f, 1e-30f, 1, 1000])
            {
                var random = new Random(count);
                float[] row = [.. Enumerable.Range(0, count).Select(_ => ((float)random.NextDouble() - 0.3f) * range)];
                float[] rows = [.. row, 7, .. row.Reverse(), 7, .. row.Select(x => x / 3), 7];
                byte[] expected = new byte[3 * (count + 3)], found = new byte[3 * (count + 3)];
                float[] numbers = new float[6], foundNumbers = new float[6];
                fixed (float* x = rows, n = numbers, o = foundNumbers)
                fixed (byte* e = expected, f = found)
                {
                    new ReferenceKernels().QuantizeRows(x, count + 1, 3, count, null, e, count + 3, n, n + 3);
                    KernelPaths.Get(path).QuantizeRows(x, count + 1, 3, count, null, f, count + 3, o, o + 3);
                    for (int i = 0; i < 3 * count; i++)
                        Assert.Equal(x[i + (i / count)], n[i / count] * (e[i + (3 * (i / count))] - n[3 + (i / count)]), 0.51 * n[i / count]);
                }

                Assert.Equal(numbers, foundNumbers);
                Assert.Equal(expected, found);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Bounds_that_are_known_give_the_same_bytes(string path)
    {
        KernelSet kernels = KernelPaths.Get(path);
        foreach (int count in RowKernelTests.Counts.Where(c => c > 1))
        {
            var random = new Random(count);
            int stride = kernels.PaddedWidth(count);
            float[] normalised = [.. Enumerable.Range(0, 3 * stride).Select(i => i % stride < count ? (float)random.NextDouble() - 0.3f : 0)], applied = [.. normalised];
            float[] ones = Enumerable.Repeat(1f, count).ToArray(), bounds = new float[3 * kernels.BoundsWidth], appliedBounds = new float[3 * kernels.BoundsWidth];
            bounds.AsSpan().Fill(float.NaN);
            fixed (float* x = normalised, y = applied, o = ones, b = bounds, c = appliedBounds)
            {
                kernels.LayerNorm(x, stride, 3, count, o, o, 1e-12f, b);
                for (int column = 0; column < stride; column += kernels.VectorWidth)
                    kernels.Apply(Elementwise.GeluNearly, y + column, stride, 3, kernels.VectorWidth, c);
                CheckBounds(kernels, x, stride, count, b);
                CheckBounds(kernels, y, stride, count, c);
            }
        }
    }

    private static void CheckBounds(KernelSet kernels, float* x, int stride, int count, float* bounds)
    {
        byte[] expected = new byte[3 * count], found = new byte[3 * count];
        float[] numbers = new float[6], foundNumbers = new float[6];
        fixed (float* n = numbers, o = foundNumbers)
        fixed (byte* e = expected, f = found)
        {
            kernels.QuantizeRows(x, stride, 3, count, null, e, count, n, n + 3);
            kernels.QuantizeRows(x, stride, 3, count, bounds, f, count, o, o + 3);
        }

        Assert.Equal(numbers, foundNumbers);
        Assert.Equal(expected, found);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_product_is_that_of_its_rounded_factors(string path)
    {
        KernelSet kernels = KernelPaths.Get(path);
        foreach ((int rows, int inputs, int outputs) in (ValueTuple<int, int, int>[])[(1, 1, 1), (3, 5, 7), (9, 64, 50), (13, 67, 97), (265, 130, 48)])
        {
            var matrix = new Int8Matrix(inputs, outputs, kernels, Int8Tiles.Choose(kernels));
            var random = new Random(rows + outputs);
            float[] a = Numbers(random, rows * inputs), weight = Numbers(random, outputs * inputs), bias = Numbers(random, outputs);
            (float[] added, float[] curved, int stride) = PackedProduct.Run(matrix, kernels, a, weight, bias);
            for (int row = 0; row < rows; row++)
            {
                double[] left = Rounded(a.AsSpan(row * inputs, inputs));
                for (int column = 0; column < outputs; column++)
                {
                    sbyte[] quantized = new sbyte[inputs];
                    double scale = Int8Matrix.QuantizeColumn(weight.AsSpan(column * inputs, inputs), quantized);
                    double sum = bias[column] + left.Zip(quantized).Sum(p => p.First * p.Second * scale);
                    Assert.Equal(sum + 0.5, added[(row * stride) + column], 2e-5);
                    Assert.Equal(ReferenceKernels.Apply(Elementwise.Gelu, sum), curved[(row * stride) + column], 2e-5);
                }

                for (int column = kernels.PaddedWidth(outputs); column < stride; column++)
                    Assert.Equal((0.5f, 0.5f), (added[(row * stride) + column], curved[(row * stride) + column]));
            }
        }
    }

    /// <summary>Every height of a tile, and several tiles with and without a rest.</summary>
    private static IEnumerable<int> RowsOf(Int8Tiles tiles) => ((int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 16, 23, 24]).Where(rows => rows <= tiles.Rows);

    private static void CheckScaled(Int8Tiles tiles, int rows, int columns, int steps, bool accumulate)
    {
        var random = new Random(steps);
        byte[] a = new byte[rows * steps * 4], panel = new byte[steps * columns * 4];
        random.NextBytes(a);
        random.NextBytes(panel);
        int[] sums = new int[rows * columns];
        float[] scales = Numbers(random, columns), columnSums = Numbers(random, columns), bias = Numbers(random, columns), rowScales = Numbers(random, rows);
        float[] zeros = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(256))], expected = Numbers(random, rows * (columns + 1)), found = [.. expected];
        fixed (byte* x = a, p = panel)
        fixed (int* y = sums)
        fixed (float* s = scales, n = columnSums, b = bias, r = rowScales, z = zeros, e = expected, f = found)
        {
            var arguments = new TileArguments { A = x, RowBytes = steps * 4, Panel = p, Steps = steps, C = (byte*)y, ResultRowBytes = columns * 4 };
            new PlainInt8Tiles().Multiply(rows, columns, &arguments);
            KernelPaths.Get("avx512").Dequantize(y, rows, r, z, new ColumnScales(s, n, b, columns), e, columns + 1, accumulate);
            arguments = arguments with
            {
                C = (byte*)f, ResultRowBytes = (columns + 1) * 4, ColumnScales = s, ColumnSums = n, Bias = b, RowScales = r, RowZeros = z, Accumulate = accumulate ? 1 : 0,
            };
            tiles.Multiply(rows, columns, &arguments);
        }

        Assert.Equal(expected, found);
        if (!accumulate && BFloat16Matrix.TilesFor(KernelPaths.Get("avx512")) is not null)
            CheckRounded(tiles, rows, columns, steps, a, panel, expected);
    }

    /// <summary>The same as bfloat16: what <see cref="KernelSet.RoundRow"/> makes of the numbers, and nothing beside them.</summary>
    private static void CheckRounded(Int8Tiles tiles, int rows, int columns, int steps, byte[] a, byte[] panel, float[] numbers)
    {
        // The same numbers again: CheckScaled draws them after the bytes.
        var random = new Random(steps);
        random.NextBytes(new byte[a.Length]);
        random.NextBytes(new byte[panel.Length]);
        float[] scales = Numbers(random, columns), columnSums = Numbers(random, columns), bias = Numbers(random, columns), rowScales = Numbers(random, rows);
        float[] zeros = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(256))];
        ushort[] expected = new ushort[numbers.Length], found = new ushort[numbers.Length];
        fixed (byte* x = a, p = panel)
        fixed (ushort* e = expected, f = found)
        fixed (float* s = scales, n = columnSums, b = bias, r = rowScales, z = zeros, y = numbers)
        {
            new ReferenceKernels().RoundRow(y, numbers.Length, e);
            var arguments = new TileArguments
            {
                A = x, RowBytes = steps * 4, Panel = p, Steps = steps, C = (byte*)f, ResultRowBytes = (columns + 1) * 2,
                ColumnScales = s, ColumnSums = n, Bias = b, RowScales = r, RowZeros = z, Rounded = 1,
            };
            tiles.Multiply(rows, columns, &arguments);
        }

        for (int i = columns; i < found.Length; i += columns + 1)
            expected[i] = 0;
        Assert.Equal(expected, found);
    }

    private static double[] Rounded(ReadOnlySpan<float> row) => ShortPrecision.Row([.. row.ToArray().Select(x => (double)x)], Precision.Int8);

    private static int[] Run(Int8Tiles tiles, int rows, int columns, int steps, bool extreme)
    {
        var random = new Random(steps);
        int rowBytes = (steps * 4) + 8, resultColumns = columns + 2;
        byte[] a = new byte[rows * rowBytes], panel = new byte[steps * columns * 4];
        random.NextBytes(a);
        random.NextBytes(panel);
        if (extreme)
        {
            Array.Fill(a, (byte)255);
            Array.Fill(panel, unchecked((byte)-127));
        }

        int[] c = Enumerable.Repeat(77, rows * resultColumns).ToArray();
        fixed (byte* x = a, p = panel)
        fixed (int* y = c)
        {
            var arguments = new TileArguments { A = x, RowBytes = rowBytes, Panel = p, Steps = steps, C = (byte*)y, ResultRowBytes = resultColumns * 4 };
            tiles.Multiply(rows, columns, &arguments);
        }

        return c;
    }

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
