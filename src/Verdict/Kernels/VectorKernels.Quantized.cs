using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <content>From floats to bytes and bfloat16, and back.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float QuantizeRow(float* x, int count, int padded, byte* target, out float zero)
    {
        (float high, float low) = Bounds(x, count);

        // The order of these roundings is part of the format: every path must come to the same bytes. The lowest number becomes 0, since rounding
        // is the same on both sides of 0; the highest may become 256, where both round up.
        float range = high + low;
        float scale = range >= KernelSet.LeastRange ? range / 255 : 1, inverse = 1 / scale;
        zero = MathF.Round(low * inverse);
        int shift = (int)zero, block = 4 * TSimd.Count;
        TVector factor = TSimd.Broadcast(inverse);
        for (int i = 0; i < count && count >= block; i += block)
        {
            // The last block begins earlier where there is not enough for it, and comes to the same bytes again.
            int at = Math.Min(i, count - block);
            TVector a = TSimd.Multiply(TSimd.Load(x + at), factor), b = TSimd.Multiply(TSimd.Load(x + at + TSimd.Count), factor);
            TVector c = TSimd.Multiply(TSimd.Load(x + at + (2 * TSimd.Count)), factor), d = TSimd.Multiply(TSimd.Load(x + at + (3 * TSimd.Count)), factor);
            TSimd.StoreBytes(target + at, a, b, c, d, shift);
        }

        for (int i = 0; i < count && count < block; i++)
            target[i] = SimdScalar.ToByte(x[i] * inverse, shift);
        for (int i = count; i < padded; i++)
            target[i] = 0;
        return scale;
    }

    /// <summary>How far a row's numbers go above 0 and below it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float High, float Low) Bounds(float* x, int count)
    {
        TVector none = TSimd.Broadcast(0f), highest = none, lowest = none;
        float high = 0, low = 0;
        int block = 4 * TSimd.Count;
        for (int i = 0; i < count && count >= block; i += block)
        {
            float* from = x + Math.Min(i, count - block);
            TVector a = TSimd.Load(from), b = TSimd.Load(from + TSimd.Count), c = TSimd.Load(from + (2 * TSimd.Count)), d = TSimd.Load(from + (3 * TSimd.Count));
            highest = TSimd.Max(highest, TSimd.Max(TSimd.Max(a, b), TSimd.Max(c, d)));
            lowest = TSimd.Min(lowest, TSimd.Min(TSimd.Min(a, b), TSimd.Min(c, d)));
        }

        for (int i = 0; i < count && count < block; i++)
        {
            high = MathF.Max(high, x[i]);
            low = MathF.Max(low, -x[i]);
        }

        return (MathF.Max(high, TSimd.Largest(highest)), MathF.Max(low, TSimd.Largest(TSimd.Subtract(none, lowest))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RoundRow(float* x, int count, ushort* target)
    {
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.StoreUpperHalves(target + i, TSimd.RoundUpperHalf(TSimd.Load(x + i)));
        for (; i < count; i++)
            SimdScalar.StoreUpperHalves(target + i, SimdScalar.RoundUpperHalf(x[i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ExpRowsRounded(float* x, int rows, int count, ushort* target, float* sums)
    {
        // The largest numbers of all rows first, so that one row's end need not wait for the next one's.
        int padded = PaddedWidth(count);
        for (int row = 0; row < rows; row++)
            sums[row] = LargestOf(x + ((nint)row * padded), count, padded);
        TVector factor = TSimd.Broadcast(VectorMath.Log2E);
        for (int row = 0; row < rows; row++, x += padded, target += padded)
        {
            TVector shift = TSimd.Broadcast(sums[row]), sum = TSimd.Broadcast(0f);
            for (int i = 0; i < padded; i += TSimd.Count)
            {
                TVector e = VectorMath.PowerOfTwoNearly<TVector, TSimd>(TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + i), shift), factor));
                TSimd.StoreUpperHalves(target + i, TSimd.RoundUpperHalf(e));
                sum = TSimd.Add(sum, e);
            }

            sums[row] = TSimd.Sum(sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void PackPairs(ushort* source, nint stride, int rows, int realColumns, int columns, uint* target)
    {
        TVector none = TSimd.Broadcast(0f);
        for (int row = 0; row < rows; row += 2, source += 2 * stride, target += columns)
        {
            ushort* second = row + 1 < rows ? source + stride : null;
            int i = 0;
            for (; i <= realColumns - TSimd.Count; i += TSimd.Count)
            {
                TVector high = second == null ? none : TSimd.LoadUpperHalves(second + i);
                TSimd.Store((float*)(target + i), TSimd.JoinUpperHalves(TSimd.LoadUpperHalves(source + i), high));
            }

            for (; i < columns; i++)
                target[i] = i < realColumns ? source[i] | (second == null ? 0u : (uint)second[i] << 16) : 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Dequantize(int* sums, int rows, float* rowScales, float* rowZeros, ColumnScales columns, float* c, nint ldc, bool accumulate)
    {
        for (int i = 0; i < columns.Count; i += TSimd.Count)
        {
            TVector columnScale = TSimd.Load(columns.Scales + i), columnSum = TSimd.Load(columns.Sums + i), bias = TSimd.Load(columns.Bias + i);
            for (int row = 0; row < rows; row++)
            {
                TVector sum = TSimd.MultiplyAdd(TSimd.Broadcast(-rowZeros[row]), columnSum, TSimd.LoadInt32(sums + (row * columns.Count) + i));
                TVector value = TSimd.MultiplyAdd(sum, TSimd.Multiply(columnScale, TSimd.Broadcast(rowScales[row])), bias);
                float* target = c + (row * ldc) + i;
                if (accumulate)
                    value = TSimd.Add(value, TSimd.Load(target));
                TSimd.Store(target, value);
            }
        }
    }
}
