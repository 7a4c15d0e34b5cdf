using Verdict.Kernels;
using Xunit;

namespace Verdict.Tests.Kernels;

/// <summary>The kernels that are not products, on every path, against the plain form.</summary>
public sealed unsafe class RowKernelTests
{
    private static readonly ReferenceKernels Plain = new();

    public static TheoryData<string> Paths => KernelPaths.Available;

    internal static IEnumerable<int> Counts => [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 384, 769];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Softmax_without_its_division(string path)
    {
        foreach (int count in Counts)
        {
            foreach (float range in (float[])[0, 1, 30, 200])
            {
                float[] expected = Numbers(count, range), found = [.. expected, .. Enumerable.Repeat(float.NaN, 16)];
                fixed (float* f = found, e = expected)
                {
                    float sum = KernelPaths.Get(path).ExpRow(f, count), plain = Plain.ExpRow(e, count);
                    Assert.Equal(1, sum / plain, 1e-6);
                }

                Assert.All(found.Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-6));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Softmax_without_its_division_rounded_to_bfloat16(string path)
    {
        foreach (int count in Counts)
        {
            foreach (float range in (float[])[0, 1, 30, 200])
            {
                KernelSet kernels = KernelPaths.Get(path);
                int stride = kernels.PaddedWidth(count);
                float[][] expected = [Numbers(count, range), [.. Numbers(count, range).Reverse()], Numbers(count, range / 2)];
                float[] rows = [.. expected.SelectMany(r => r.Concat(Enumerable.Repeat(float.NaN, stride - count)))], sums = new float[3];
                ushort[] found = new ushort[3 * stride];
                fixed (float* x = rows, s = sums)
                fixed (ushort* t = found)
                    kernels.ExpRowsRounded(x, 3, count, t, s);
                for (int row = 0; row < 3; row++)
                {
                    fixed (float* e = expected[row])
                        Assert.Equal(1, sums[row] / Plain.ExpRow(e, count), 1e-5);

                    // Half of the last bit, and a hundredth of it.
                    float[] numbers = [.. found.Skip(row * stride).Take(stride).Select(h => BitConverter.UInt32BitsToSingle((uint)h << 16))];
                    for (int i = 0; i < stride; i++)
                        Assert.Equal(i < count ? expected[row][i] : 0, numbers[i], (i < count ? expected[row][i] * (1.01 / 256) : 0) + 1e-37);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void LayerNorm_of_rows_with_a_stride(string path)
    {
        foreach (int width in Counts.Where(c => c > 1))
        {
            float[] found = Numbers(3 * (width + 4), 5), expected = [.. found], weight = Numbers(width, 1), bias = Numbers(width, 2);
            fixed (float* f = found, e = expected, w = weight, b = bias)
            {
                KernelPaths.Get(path).LayerNorm(f, width + 4, 3, width, w, b, 1e-5f, null);
                Plain.LayerNorm(e, width + 4, 3, width, w, b, 1e-5f, null);
            }

            Assert.All(found.Zip(expected), p => Assert.Equal(p.Second, p.First, 2e-5));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Dot_scale_and_add(string path)
    {
        KernelSet kernels = KernelPaths.Get(path);
        foreach (int count in Counts)
        {
            float[] a = Numbers(count, 1), b = [.. Numbers(count, 1).Reverse()], scaled = new float[count];
            fixed (float* x = a, y = b, z = scaled)
            {
                Assert.Equal(Plain.Dot(x, y, count), kernels.Dot(x, y, count), 1e-4);
                kernels.Scale(x, count, 3, z);
                Assert.Equal(a.Select(v => v * 3), scaled);
                kernels.AddScaled(z, y, -0.5f, count);
            }

            Assert.All(scaled.Select((v, i) => (v, a[i], b[i])), p => Assert.Equal((p.Item2 * 3) - (p.Item3 * 0.5f), p.v, 1e-6));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Packing_puts_every_number_in_its_place_and_zeros_behind(string path)
    {
        KernelSet kernels = KernelPaths.Get(path);
        foreach (int inputs in (int[])[1, 3, 4, 6, 16, 19, 33])
        {
            foreach (int outputs in Counts.Where(c => c < 101))
            {
                int stride = inputs + 2;
                float[] source = Numbers(outputs * stride, 9), straight = new float[inputs * outputs];
                for (int k = 0; k < inputs; k++)
                {
                    for (int o = 0; o < outputs; o++)
                        straight[(k * outputs) + o] = source[(o * stride) + k];
                }

                float[] panels = Enumerable.Repeat(float.NaN, inputs * kernels.PaddedWidth(outputs)).ToArray(), same = [.. panels];
                fixed (float* s = source, t = straight, p = panels, q = same)
                {
                    kernels.PackTransposed(s, stride, inputs, outputs, p);
                    kernels.PackStraight(t, outputs, inputs, outputs, q);
                }

                Assert.Equal(panels, same);
                for (int o = 0; o < kernels.PaddedWidth(outputs); o++)
                {
                    int panel = o / kernels.PanelWidth, columns = kernels.PanelColumns(outputs, panel);
                    for (int k = 0; k < inputs; k++)
                        Assert.Equal(o < outputs ? straight[(k * outputs) + o] : 0, panels[(panel * kernels.PanelWidth * inputs) + (k * columns) + o - (panel * kernels.PanelWidth)]);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Packing_pairs_puts_two_rows_side_by_side_and_zeros_behind(string path)
    {
        var random = new Random(8);
        foreach (int rows in (int[])[1, 2, 3, 8, 13])
        {
            foreach (int columns in Counts.Where(c => c < 66))
            {
                int stride = columns + 3, width = columns + 16;
                ushort[] source = [.. Enumerable.Range(0, rows * stride).Select(_ => (ushort)random.Next(65_536))];
                uint[] expected = Enumerable.Repeat(77u, (rows + 1) / 2 * width).ToArray(), found = [.. expected];
                fixed (ushort* s = source)
                fixed (uint* e = expected, f = found)
                {
                    Plain.PackPairs(s, stride, rows, columns, width, e);
                    KernelPaths.Get(path).PackPairs(s, stride, rows, columns, width, f);
                }

                Assert.Equal(expected, found);
                for (int row = 0; row < rows; row++)
                {
                    for (int i = 0; i < width; i++)
                        Assert.Equal(i < columns ? source[(row * stride) + i] : 0u, (found[(row / 2 * width) + i] >> (16 * (row % 2))) & 0xFFFF);
                }
            }
        }
    }

    private static float[] Numbers(int count, float range)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1) * range)];
    }
}
