namespace Verdict.Kernels;

/// <content>From floats to bytes and bfloat16, and back, as the formulas read.</content>
internal sealed unsafe partial class ReferenceKernels
{
    public override void QuantizeRows(float* x, nint stride, int rows, int count, float* bounds, byte* target, nint targetStride, float* scales, float* zeros)
    {
        float* own = stackalloc float[2];
        for (int row = 0; row < rows; row++, x += stride, target += targetStride)
        {
            own[0] = bounds == null ? 0 : bounds[2 * row];
            own[1] = bounds == null ? 0 : bounds[(2 * row) + 1];
            if (bounds == null)
                Widen(own, x, count);
            float low = -own[1], range = own[0] + low, inverse = 1 / (scales[row] = range >= LeastRange ? range / 255 : 1);
            zeros[row] = MathF.Round(low * inverse);
            for (int i = 0; i < count; i++)
                target[i] = (byte)Math.Clamp(MathF.Round(x[i] * inverse) + zeros[row], 0, 255);
        }
    }

    public override void Dequantize(int* sums, int rows, float* rowScales, float* rowZeros, ColumnScales columns, float* c, nint ldc, bool accumulate)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns.Count; i++)
            {
                double value = ((sums[(row * columns.Count) + i] - ((double)rowZeros[row] * columns.Sums[i])) * columns.Scales[i] * rowScales[row]) + columns.Bias[i];
                c[(row * ldc) + i] = (float)(value + (accumulate ? c[(row * ldc) + i] : 0));
            }
        }
    }

    public override void RoundRow(float* x, int count, ushort* target)
    {
        for (int i = 0; i < count; i++)
            target[i] = Round(x[i]);
    }

    public override void ExpRowsRounded(float* x, int rows, int count, ushort* target, float* sums)
    {
        for (int row = 0; row < rows; row++)
        {
            sums[row] = ExpRow(x + ((nint)row * count), count);
            RoundRow(x + ((nint)row * count), count, target + ((nint)row * count));
        }
    }

    public override void PackPairs(ushort* source, nint stride, int rows, int realColumns, int columns, uint* target)
    {
        for (int row = 0; row < rows; row += 2)
        {
            for (int i = 0; i < columns; i++)
            {
                uint first = i < realColumns ? source[(row * stride) + i] : 0u, second = i < realColumns && row + 1 < rows ? source[((row + 1) * stride) + i] : 0u;
                target[(row / 2 * columns) + i] = first | (second << 16);
            }
        }
    }

    /// <summary>Between two neighbours of bfloat16 the nearer one; of two equally near ones the one with an even last bit.</summary>
    private static ushort Round(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x), rest = bits & 0xFFFF, kept = bits >> 16;
        return (ushort)(rest > 0x8000 || (rest == 0x8000 && (kept & 1) == 1) ? kept + 1 : kept);
    }
}
