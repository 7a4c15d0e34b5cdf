using Verdict.Kernels;
using Verdict.Models;
using Xunit;

namespace Verdict.Tests.Kernels;

/// <summary>Products of every edge shape, on every path, against the plain form.</summary>
public sealed unsafe class LinearTests
{
    private const float Untouched = 12345;

    public static TheoryData<string> Paths => KernelPaths.Available;

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_edge_shape_is_that_of_the_formula(string path)
    {
        foreach (int rows in (int[])[1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 24, 99])
        {
            foreach (int inputs in (int[])[1, 3, 16, 37, 64])
            {
                foreach (int outputs in (int[])[1, 4, 5, 8, 12, 16, 17, 32, 33, 47, 48, 49, 64, 97])
                    Check(KernelPaths.Get(path), rows, inputs, outputs, accumulate: (rows + outputs) % 2 == 0, Elementwise.Identity);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Long_sums_are_cut_without_a_trace(string path)
    {
        foreach (int inputs in (int[])[1023, 1024, 1025, 2051, 3072])
        {
            Check(KernelPaths.Get(path), 9, inputs, 50, accumulate: false, Elementwise.Gelu);
            Check(KernelPaths.Get(path), 9, inputs, 50, accumulate: true, Elementwise.Identity);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_function_is_applied_once_at_the_end(string path)
    {
        foreach (Elementwise function in Enum.GetValues<Elementwise>())
            Check(KernelPaths.Get(path), 11, 40, 57, accumulate: false, function);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_row_has_the_same_bits_whatever_stands_beside_it_and_panels_may_be_dealt(string path)
    {
        KernelSet kernels = KernelPaths.Get(path);
        using var problem = new Problem(kernels, 29, 1030, 100);
        float[] all = problem.Run(0, 29, 0, problem.Matrix.PanelCount);
        for (int row = 0; row < 29; row++)
            Assert.Equal(all.AsSpan(row * problem.Stride, 100).ToArray(), problem.Run(row, 1, 0, problem.Matrix.PanelCount).AsSpan(0, 100).ToArray());

        float[] pieces = Enumerable.Repeat(Untouched, all.Length).ToArray();
        for (int panel = 0; panel < problem.Matrix.PanelCount; panel++)
        {
            float[] piece = problem.Run(0, 29, panel, panel + 1);
            for (int i = 0; i < piece.Length; i++)
                pieces[i] = piece[i] == Untouched ? pieces[i] : piece[i];
        }

        Assert.Equal(all, pieces);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Pairs_of_rows_are_that_of_the_formula(string path)
    {
        KernelSet kernels = KernelPaths.Get(path);
        foreach (int rows in (int[])[2, 4, 10, 16, 18, 30, 514])
        {
            foreach (int inputs in (int[])[64, 127, 128, 150, 770, 2048])
            {
                if (rows * inputs > 50_000 && path == "reference")
                    continue;
                Check(kernels, rows, inputs, (2 * kernels.PanelWidth) + (rows % 3), accumulate: rows % 4 == 0, inputs == 150 ? Elementwise.Gelu : Elementwise.Identity, pairs: true);
            }

            Check(kernels, rows, 130, 5 * kernels.PanelWidth, accumulate: true, Elementwise.Identity, pairs: true);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_pair_has_the_same_bits_whatever_stands_beside_it_and_panels_may_be_dealt(string path)
    {
        KernelSet kernels = KernelPaths.Get(path);
        int outputs = (5 * kernels.PanelWidth) + 3;
        using var problem = new Problem(kernels, 40, 1030, outputs);
        float[] all = problem.Run(0, 40, 0, problem.Matrix.PanelCount, pairs: true);
        for (int row = 0; row < 40; row += 2)
            Assert.Equal(all.AsSpan(row * problem.Stride, 2 * problem.Stride).ToArray(), problem.Run(row, 2, 0, problem.Matrix.PanelCount, pairs: true));

        float[] pieces = Enumerable.Repeat(Untouched, all.Length).ToArray();
        for (int panel = 0; panel < problem.Matrix.PanelCount; panel += 2)
        {
            float[] piece = problem.Run(0, 40, panel, Math.Min(panel + 2, problem.Matrix.PanelCount), pairs: true);
            for (int i = 0; i < piece.Length; i++)
                pieces[i] = piece[i] == Untouched ? pieces[i] : piece[i];
        }

        Assert.Equal(all, pieces);
    }

    [Fact]
    public void Pairs_are_taken_where_they_pay()
    {
        foreach (KernelPath path in KernelPath.All)
        {
            var large = new FloatMatrix(768, 768, path.Kernels);
            var small = new FloatMatrix(64, 768, path.Kernels);
            var odd = new FloatMatrix(769, 768, path.Kernels);
            var narrow = new FloatMatrix(768, path.Kernels.PanelWidth, path.Kernels);
            Assert.Equal(path.Name == "reference" ? 1 : 2, large.PanelsTogether);
            Assert.All([small, odd, narrow], m => Assert.Equal(1, m.PanelsTogether));
        }
    }

    private static void Check(KernelSet kernels, int rows, int inputs, int outputs, bool accumulate, Elementwise function, bool pairs = false)
    {
        using var problem = new Problem(kernels, rows, inputs, outputs);
        float[] found = problem.Run(0, rows, 0, problem.Matrix.PanelCount, accumulate, function, pairs);

        // In pairs, up to four numbers are added before they are multiplied: what is rounded is up to four times as large. Large residuals round too.
        double tolerance = ((pairs ? 8e-6 : 2e-6) * (2 + Math.Sqrt(inputs))) + (function == Elementwise.GeluNearly ? 3e-5 : 0), relative = pairs ? 2e-7 : 0;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < problem.Stride; column++)
            {
                float value = found[(row * problem.Stride) + column];
                if (column < outputs)
                    Assert.Equal(problem.Expected(row, column, accumulate, function), value, tolerance + (relative * Math.Abs(value)));
                else if (column >= kernels.PaddedWidth(outputs))
                    Assert.Equal(Untouched, value);
            }
        }
    }

    private sealed class Problem : IDisposable
    {
        private readonly AlignedBuffer _memory = new();
        private readonly float[] _a, _weight, _bias;
        private readonly int _lda;

        public Problem(KernelSet kernels, int rows, int inputs, int outputs)
        {
            var random = new Random(rows + (inputs * 1000) + outputs);
            _lda = inputs + 3;
            Stride = kernels.PaddedWidth(outputs) + 5;
            _a = Numbers(random, rows * _lda);
            _weight = Numbers(random, outputs * inputs);
            _bias = Numbers(random, outputs);
            Matrix = new FloatMatrix(inputs, outputs, kernels);
            Matrix.Place((byte*)_memory.Ensure((Matrix.ByteCount / sizeof(float)) + 1));
            fixed (float* weight = _weight, bias = _bias)
            {
                for (int panel = 0; panel < Matrix.PanelCount; panel++)
                {
                    int first = panel * kernels.PanelWidth;
                    Matrix.SetPanel(panel, weight + (first * inputs), bias + first, Math.Min(kernels.PanelWidth, outputs - first));
                }
            }
        }

        public FloatMatrix Matrix { get; }

        public int Stride { get; }

        public float[] Run(int firstRow, int rows, int firstPanel, int endPanel, bool accumulate = false, Elementwise function = Elementwise.Identity, bool pairs = false)
        {
            float[] c = Enumerable.Repeat(Untouched, rows * Stride).ToArray();
            if (accumulate)
            {
                for (int row = 0; row < rows; row++)
                    c.AsSpan(row * Stride, Matrix.Outputs).Fill(Residual(firstRow + row));
            }

            byte[] scratch = new byte[pairs ? Matrix.ScratchBytes + 1 : 1];
            fixed (float* a = _a, target = c)
            fixed (byte* s = scratch)
            {
                if (pairs)
                    Matrix.MultiplyPairs(a + (firstRow * _lda), _lda, rows, firstPanel, endPanel, target, Stride, accumulate, function, s);
                else
                    Matrix.Multiply(a + (firstRow * _lda), _lda, rows, firstPanel, endPanel, target, Stride, accumulate, function, null);
            }

            return c;
        }

        public double Expected(int row, int column, bool accumulate, Elementwise function)
        {
            double sum = _bias[column] + (accumulate ? Residual(row) : 0);
            for (int k = 0; k < Matrix.Inputs; k++)
                sum += (double)_a[(row * _lda) + k] * _weight[(column * Matrix.Inputs) + k];
            return ReferenceKernels.Apply(function, sum);
        }

        public void Dispose() => _memory.Dispose();

        private static float Residual(int row) => (row * 0.25f) - 1;

        private static float[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() * 2) - 1))];
    }
}
