using System.Globalization;
using Verdict.Kernels;
using Verdict.Kernels.Int8;
using Verdict.Kernels.MachineCode;
using Verdict.Models;

namespace Verdict.Benchmarks;

/// <summary>
/// How near to the machine's peak each shape of product comes, and where the time of a layer goes, on one thread.
/// Times are the processor's, the best of several short runs, since other programs may share it.
/// </summary>
internal static class PeakBench
{
    private const int Tokens = 512, TextLength = 128;

    /// <summary>The verb <c>peak</c>.</summary>
    /// <param name="args">Kernel paths to measure; none means the one in use.</param>
    public static int Run(string[] args)
    {
        double fp32 = PeakLoop.MeasureFp32(), bf16 = PeakLoop.Measure(TileKind.BFloat16), int8 = PeakLoop.Measure(TileKind.Int8);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"peak, one thread: fp32 {fp32:F0}, bf16 {bf16:F0} ({bf16 / fp32:F2} x), int8 {int8:F0} ({int8 / fp32:F2} x) thousand million operations a second"));
        foreach (KernelPath path in KernelPath.All.Where(p => args.Length == 0 ? p == KernelPath.Current.Path : args.Contains(p.Name)))
        {
            Measure(path.Kernels, $"{path.Name} fp32", Precision.Fp32, fp32);
            if (Int16Matrix.TilesFor(path.Kernels) is not null)
                Measure(path.Kernels, $"{path.Name} bf16", Precision.Bf16, bf16);
            Measure(path.Kernels, $"{path.Name} int8 ({Int8Tiles.Choose(path.Kernels).Name})", Precision.Int8, int8 > 0 ? int8 : fp32);
        }

        return 0;
    }

    private static void Measure(KernelSet kernels, string name, Precision precision, double peak)
    {
        Console.WriteLine();
        Console.WriteLine($"## {name}");
        foreach (RandomBert bert in (RandomBert[])[RandomBert.Base(layers: 2), RandomBert.MiniLm(layers: 2)])
        {
            using BertModel model = BertModel.Load(bert.Configuration, bert.Parameters, kernels, 1, precision);
            Layer(model, bert.Name, peak);
            if (bert.Configuration.HiddenSize == 768)
                Products(model.Layers[0].AttentionOutput, peak);
        }
    }

    private static void Products(PackedMatrix matrix, double peak)
    {
        Console.WriteLine();
        Console.WriteLine("| attention's output: rows × inputs × outputs | GFLOPS | of peak |");
        Console.WriteLine("|---|---|---|");
        foreach (int rows in (int[])[2, 4, 8, 16, 32, 64, 128, 256])
            Product(matrix, rows, peak);
    }

    private static unsafe void Layer(BertModel model, string name, double peak)
    {
        KernelSet kernels = model.Kernels;
        int hidden = model.Configuration.HiddenSize, inner = model.Configuration.IntermediateSize, heads = model.Configuration.HeadCount;
        int stride = (3 * hidden) + 16, innerStride = inner + 16;
        float[] states = Numbers(Tokens * stride), projections = Numbers(Tokens * stride), wide = Numbers(Tokens * innerStride), ones = Numbers(inner);
        PackedMatrix qkv = model.Layers[0].Projection!, output = model.Layers[0].AttentionOutput, up = model.Layers[0].Intermediate, down = model.Layers[0].Output;
        bool rounds = model.RoundsProjections;
        Attention attention = Attention.For(model);
        using var attentionScratch = new AlignedBuffer();
        attention.Scratch = attentionScratch.Ensure(attention.ScratchFloats(TextLength));
        using var scratch = new AlignedBuffer();
        scratch.Ensure((model.Matrices.Max(m => m.ScratchBytes) / sizeof(float)) + 1);
        fixed (float* x = states, p = projections, w = wide, one = ones)
        {
            (string What, double Operations, Action Work)[] steps;
            nint xs = (nint)x, ps = (nint)p, ws = (nint)w, os = (nint)one;
            steps =
            [
                ("query, key, value", 6.0 * Tokens * hidden * hidden, () => Project(qkv, rounds, scratch, xs, ps, stride)),
                ("attention", 4.0 * Tokens * TextLength * hidden, () => Attend(attention, rounds, ps, stride, hidden, heads)),
                ("output + residual", 2.0 * Tokens * hidden * hidden, () => Multiply(output, scratch, ps, stride, xs, stride, true, Elementwise.Identity)),
                ("LayerNorm, twice", 0, () => Normalise(kernels, xs, stride, hidden, os)),
                ("up", 2.0 * Tokens * hidden * inner, () => Multiply(up, scratch, xs, stride, ws, innerStride, false, Elementwise.Identity)),
                ("GELU (up with it, less up)", 0, () => Multiply(up, scratch, xs, stride, ws, innerStride, false, model.Function)),
                ("down + residual", 2.0 * Tokens * hidden * inner, () => Multiply(down, scratch, ws, innerStride, xs, stride, true, Elementwise.Identity)),
            ];
            double[] seconds = [.. steps.Select(s => Best(s.Work))];
            seconds[5] -= seconds[4];
            Console.WriteLine();
            Console.WriteLine($"A layer of {name}, {Tokens} tokens in texts of {TextLength}");
            Console.WriteLine();
            Console.WriteLine("| step | ms | share of the time | GFLOPS | of peak |");
            Console.WriteLine("|---|---|---|---|---|");
            for (int i = 0; i < steps.Length; i++)
                Row(steps[i].What, seconds[i], seconds.Sum(), steps[i].Operations, peak);
            Row("together", seconds.Sum(), seconds.Sum(), steps.Sum(s => s.Operations), peak);
        }
    }

    private static void Row(string what, double seconds, double all, double operations, double peak)
    {
        string rate = operations == 0 ? " | |" : string.Create(CultureInfo.InvariantCulture, $"{operations / seconds / 1e9:F0} | {operations / seconds / 1e9 / peak:P0} |");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {seconds * 1e3:F2} | {seconds / all:P1} | {rate}"));
    }

    private static unsafe void Product(PackedMatrix matrix, int rows, double peak)
    {
        int inputs = matrix.Inputs, outputs = matrix.Outputs;
        float[] a = Numbers(rows * inputs), c = Numbers(rows * outputs);
        using var scratch = new AlignedBuffer();
        scratch.Ensure((matrix.ScratchBytes / sizeof(float)) + 1);
        fixed (float* x = a, y = c)
        {
            nint xs = (nint)x, ys = (nint)y;
            double seconds = Best(() => matrix.MultiplyPairs((float*)xs, inputs, rows, 0, matrix.PanelCount, (float*)ys, outputs, false, Elementwise.Identity, (byte*)scratch.Start));
            double rate = 2.0 * rows * inputs * outputs / seconds / 1e9;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rows} × {inputs} × {outputs} | {rate:F0} | {rate / peak:P0} |"));
        }
    }

    private static unsafe void Multiply(PackedMatrix matrix, AlignedBuffer scratch, nint a, nint lda, nint c, nint ldc, bool accumulate, Elementwise function) =>
        matrix.MultiplyPairs((float*)a, lda, Tokens, 0, matrix.PanelCount, (float*)c, ldc, accumulate, function, (byte*)scratch.Start);

    private static unsafe void Project(PackedMatrix qkv, bool rounds, AlignedBuffer scratch, nint states, nint projections, nint stride)
    {
        if (rounds)
            ((Int8Matrix)qkv).MultiplyRounded((float*)states, stride, Tokens, 0, qkv.PanelCount, (ushort*)projections, 2 * stride, (byte*)scratch.Start, null);
        else
            Multiply(qkv, scratch, states, stride, projections, stride, false, Elementwise.Identity);
    }

    private static unsafe void Attend(Attention attention, bool rounds, nint projections, nint stride, int hidden, int heads)
    {
        for (int text = 0; text < Tokens / TextLength; text++)
        {
            for (int head = 0; head < heads; head++)
            {
                int first = head * (hidden / heads);
                float* rows = (float*)projections + (text * TextLength * stride), query = rows + first;
                ushort* rounded = (ushort*)rows + first;
                if (rounds)
                    attention.RunRounded(rounded, rounded + hidden, rounded + (2 * hidden), 2 * stride, TextLength, query + (2 * hidden), stride);
                else
                    attention.Run(query, query + hidden, query + (2 * hidden), stride, TextLength);
            }
        }
    }

    private static unsafe void Normalise(KernelSet kernels, nint x, nint stride, int width, nint ones)
    {
        kernels.LayerNorm((float*)x, stride, Tokens, width, (float*)ones, (float*)ones, 1e-12f, null);
        kernels.LayerNorm((float*)x, stride, Tokens, width, (float*)ones, (float*)ones, 1e-12f, null);
    }

    private static double Best(Action work)
    {
        double best = double.MaxValue;
        for (int run = 0; run < 7; run++)
        {
            int times = 0;
            TimeSpan start = Environment.CpuUsage.TotalTime, spent;
            do
            {
                work();
                times++;
                spent = Environment.CpuUsage.TotalTime - start;
            }
            while (spent.TotalMilliseconds < 15);
            best = Math.Min(best, spent.TotalSeconds / times);
        }

        return best;
    }

    private static float[] Numbers(int count)
    {
        var random = new Random(count);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++)
            numbers[i] = (random.NextSingle() - 0.5f) * 0.1f;
        return numbers;
    }
}
