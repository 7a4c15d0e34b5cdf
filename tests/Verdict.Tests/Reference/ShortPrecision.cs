using Verdict.Kernels;
using Verdict.Kernels.Int8;
using Verdict.Models;

namespace Verdict.Tests.Reference;

/// <summary>What a row of activations or a column of weights becomes in a short precision, as numbers again.</summary>
internal static unsafe class ShortPrecision
{
    public static double[] Row(double[] row, Precision precision)
    {
        float[] numbers = [.. row.Select(x => (float)x)];
        if (precision == Precision.Bf16)
            return [.. Halves(numbers).Select(x => (double)x)];
        byte[] bytes = new byte[row.Length];
        fixed (float* x = numbers)
        fixed (byte* b = bytes)
        {
            float* found = stackalloc float[2];
            new ReferenceKernels().QuantizeRows(x, numbers.Length, 1, numbers.Length, null, b, numbers.Length, found, found + 1);
            double scale = found[0], zero = found[1];
            return [.. bytes.Select(q => scale * (q - zero))];
        }
    }

    public static float[] Column(float[] column, Precision precision)
    {
        if (precision == Precision.Bf16)
            return Halves(column);
        sbyte[] quantized = new sbyte[column.Length];
        float scale = Int8Matrix.QuantizeColumn(column, quantized);
        return [.. quantized.Select(q => q * scale)];
    }

    /// <summary>What a row of either side becomes where bf16 models use 16-bit whole numbers: the row's length becomes 32,767.</summary>
    public static double[] Words(double[] row)
    {
        double length = Math.Sqrt(row.Sum(x => x * x));
        return length == 0 ? row : [.. row.Select(x => Math.Round(x * (short.MaxValue / length)) * (length / short.MaxValue))];
    }

    private static float[] Halves(float[] numbers)
    {
        ushort[] halves = new ushort[numbers.Length];
        fixed (float* x = numbers)
        fixed (ushort* y = halves)
            new ReferenceKernels().RoundRow(x, numbers.Length, y);
        return [.. halves.Select(h => BitConverter.UInt32BitsToSingle((uint)h << 16))];
    }
}
