using Verdict.Kernels;
using Verdict.Kernels.MachineCode;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Kernels.MachineCode;

/// <summary>Products in 16-bit whole numbers: the rows, every tile bit by bit, whole products, and what no sum may do.</summary>
public sealed unsafe class Int16MatrixTests
{
    [Fact]
    public void Every_tile_is_the_sum_of_the_products()
    {
        MachineTiles tiles = Tiles(out _);
        foreach (int rows in Enumerable.Range(1, MachineTiles.MostRows))
        {
            foreach (int vectors in Enumerable.Range(1, MachineTiles.MostVectors))
            {
                foreach (int steps in (int[])[1, 2, 3, 4, 5, 8, 9, 384])
                    CheckTile(tiles, rows, vectors, steps);
            }
        }
    }

    [Fact]
    public void Every_product_is_that_of_its_rounded_factors()
    {
        MachineTiles tiles = Tiles(out KernelSet kernels);
        foreach ((int rows, int inputs, int outputs) in (ValueTuple<int, int, int>[])[(1, 1, 1), (3, 5, 7), (9, 64, 50), (13, 67, 97), (100, 131, 48), (10, 3073, 17)])
        {
            var random = new Random(rows + outputs);
            float[] a = Numbers(random, rows * inputs), weight = Numbers(random, outputs * inputs), bias = Numbers(random, outputs);
            (float[] added, float[] curved, int stride) = Multiply(kernels, tiles, a, weight, bias, inputs);
            double[][] left = Words(a, inputs), right = Words(weight, inputs);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < outputs; column++)
                {
                    double sum = bias[column] + left[row].Zip(right[column], (x, y) => x * y).Sum(), tolerance = 1e-6 + (1e-6 * Math.Abs(sum));
                    Assert.Equal(sum + 0.5, added[(row * stride) + column], tolerance);
                    Assert.Equal(ReferenceKernels.Apply(Elementwise.Gelu, sum), curved[(row * stride) + column], tolerance);
                }
            }
        }
    }

    [Fact]
    public void A_row_becomes_32767_long()
    {
        Tiles(out _);
        var random = new Random(3);
        foreach (int count in RowKernelTests.Counts)
        {
            foreach (float size in (float[])[1e-12f, 1e-3f, 1, 1e3f, 1e15f])
            {
                float[] row = [.. Numbers(random, count).Select(x => x * size)];
                (short[] found, float scale) = Divide(row);
                double[] expected = ShortPrecision.Words([.. row.Select(x => (double)x)]);
                Assert.All(found.Zip(expected), p => Assert.Equal(p.Second, p.First * (double)scale, 1.01 * scale));
                Assert.All(found.Zip(row), p => Assert.Equal(p.Second, p.First * (double)scale, 0.51 * scale));
                Assert.InRange(Math.Sqrt(found.Sum(x => (double)x * x)), short.MaxValue - Math.Sqrt(count), short.MaxValue + Math.Sqrt(count));
            }
        }
    }

    [Fact]
    public void Nothing_stays_nothing_and_what_is_no_number_stays_none()
    {
        Tiles(out _);
        foreach (int count in (int[])[1, 16, 70])
        {
            Assert.All(Divide(new float[count]).Words, x => Assert.Equal(0, x));
            Assert.All(Divide([.. Enumerable.Repeat(1e-20f, count)]).Words, x => Assert.Equal(0, x));
            foreach (float odd in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f])
                Assert.False(float.IsFinite(Divide([.. Enumerable.Repeat(1f, count - 1), odd]).Scale));
        }
    }

    /// <summary>The worst there is: every product has the same sign and both rows have one direction. Were a sum to leave 32 bits, its sign would turn.</summary>
    [Fact]
    public void No_sum_leaves_32_bits()
    {
        MachineTiles tiles = Tiles(out KernelSet kernels);
        foreach (int inputs in (int[])[1, 2, 384, 3072, Int16Matrix.MostInputs])
        {
            foreach (float x in (float[])[1, 1.00001f, 0.7f, -3])
            {
                float[] row = [.. Enumerable.Repeat(x, inputs)];
                (float[] added, _, _) = Multiply(kernels, tiles, row, row, [0], inputs);
                double exact = (double)x * x * inputs;
                Assert.Equal(1, (added[0] - 0.5) / exact, 0.01);
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new Int16Matrix(Int16Matrix.MostInputs + 1, 1, kernels, tiles));
    }

    private static MachineTiles Tiles(out KernelSet kernels)
    {
        kernels = KernelPaths.Get("avx512");
        MachineTiles? tiles = Int16Matrix.TilesFor(kernels);
        Assert.SkipWhen(tiles is null, MachineTiles.Get(TileKind.Int16).Reason);
        return tiles!;
    }

    private static (float[] Added, float[] Curved, int Stride) Multiply(KernelSet kernels, MachineTiles tiles, float[] a, float[] weight, float[] bias, int inputs)
    {
        var matrix = new Int16Matrix(inputs, weight.Length / inputs, kernels, tiles);
        return PackedProduct.Run(matrix, kernels, a, weight, bias);
    }

    private static void CheckTile(MachineTiles tiles, int rows, int vectors, int steps)
    {
        var random = new Random(steps);
        int columns = vectors * 16, stride = columns + 4, width = (steps * 2) + 6;
        short[] a = [.. Enumerable.Range(0, rows * width).Select(_ => (short)random.Next(-1500, 1500))];
        short[] b = [.. Enumerable.Range(0, steps * columns * 2).Select(_ => (short)random.Next(-1500, 1500))];
        int[] c = new int[rows * stride];
        fixed (short* x = a, p = b)
        fixed (int* y = c)
        {
            var arguments = new TileArguments { A = (byte*)x, RowBytes = width * 2, Panel = (byte*)p, Steps = steps, C = (byte*)y, ResultRowBytes = stride * 4 };
            tiles.Multiply(rows, vectors, &arguments);
        }

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < stride; column++)
            {
                int sum = 0;
                for (int k = 0; column < columns && k < steps * 2; k++)
                    sum += a[(row * width) + k] * b[(((k / 2 * columns) + column) * 2) + (k % 2)];
                Assert.Equal(sum, c[(row * stride) + column]);
            }
        }
    }

    private static (short[] Words, float Scale) Divide(float[] row)
    {
        short[] words = new short[row.Length];
        fixed (float* x = row)
        fixed (short* y = words)
            return (words, WordRows.Divide(x, row.Length, y));
    }

    private static double[][] Words(float[] rows, int width) => [.. rows.Chunk(width).Select(Divide).Select(d => d.Words.Select(x => x * (double)d.Scale).ToArray())];

    private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
}
