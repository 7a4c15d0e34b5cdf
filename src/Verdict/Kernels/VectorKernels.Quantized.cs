using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <content>From floats to bytes and bfloat16, and back.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void QuantizeRows(float* x, nint stride, int rows, int count, float* bounds, byte* target, nint targetStride, float* scales, float* zeros)
    {
        float* inverses = stackalloc float[RowsTogether];
        for (int first = 0; first < rows; first += RowsTogether)
        {
            int end = Math.Min(first + RowsTogether, rows);

            // The order of these roundings is part of the format: every path must come to the same bytes. The lowest number becomes 0, since rounding
            // is the same on both sides of 0; the highest may become 256, where both round up.
            for (int row = first; row < end; row++)
            {
                (float high, float low) = bounds == null ? Bounds(x + (row * stride), count) : Outermost(TSimd.Load(bounds + (row * BoundsWidth)), TSimd.Load(bounds + (row * BoundsWidth) + TSimd.Count));
                float range = high + low, inverse = 1 / (scales[row] = range >= LeastRange ? range / 255 : 1);
                inverses[row - first] = inverse;
                zeros[row] = MathF.Round(low * inverse);
            }

            for (int row = first; row < end; row++)
                QuantizeRow(x + (row * stride), count, inverses[row - first], (int)zeros[row], target + (row * targetStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void QuantizeRow(float* x, int count, float inverse, int zero, byte* target)
    {
        int block = 4 * TSimd.Count;
        TVector factor = TSimd.Broadcast(inverse);
        for (int i = 0; i < count && count >= block; i += block)
        {
            // The last block begins earlier where there is not enough for it, and comes to the same bytes again.
            int at = Math.Min(i, count - block);
            TVector a = TSimd.Multiply(TSimd.Load(x + at), factor), b = TSimd.Multiply(TSimd.Load(x + at + TSimd.Count), factor);
            TVector c = TSimd.Multiply(TSimd.Load(x + at + (2 * TSimd.Count)), factor), d = TSimd.Multiply(TSimd.Load(x + at + (3 * TSimd.Count)), factor);
            TSimd.StoreBytes(target + at, a, b, c, d, zero);
        }

        for (int i = 0; i < count && count < block; i++)
            target[i] = SimdScalar.ToByte(x[i] * inverse, zero);
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
            highest = TSimd.Higher(TSimd.Higher(TSimd.Higher(a, b), TSimd.Higher(c, d)), highest);
            lowest = TSimd.Lower(TSimd.Lower(TSimd.Lower(a, b), TSimd.Lower(c, d)), lowest);
        }

        for (int i = 0; i < count && count < block; i++)
        {
            high = MathF.Max(high, x[i]);
            low = MathF.Max(low, -x[i]);
        }

        (float highestOfAll, float lowestOfAll) = Outermost(highest, lowest);
        return (MathF.Max(high, highestOfAll), MathF.Max(low, lowestOfAll));
    }

    /// <summary>Where a place has seen nothing below 0, something above it may stand in its stead (<see cref="ISimd{TVector}.Lower"/>), which does not count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (float High, float Low) Outermost(TVector high, TVector low)
    {
        TVector none = TSimd.Broadcast(0f);
        return (TSimd.Largest(high), TSimd.Largest(TSimd.Max(none, TSimd.Subtract(none, low))));
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
        for (int row = 0; row < rows; row++, x += padded, target += padded)
        {
            TVector largest = TSimd.Broadcast(sums[row]), sum = TSimd.Broadcast(0f), second = sum;
            int i = 0;
            for (; i <= padded - (2 * TSimd.Count); i += 2 * TSimd.Count)
            {
                TVector a = VectorMath.ExpNearly<TVector, TSimd>(TSimd.Subtract(TSimd.Load(x + i), largest));
                TVector b = VectorMath.ExpNearly<TVector, TSimd>(TSimd.Subtract(TSimd.Load(x + i + TSimd.Count), largest));
                TSimd.StoreNearestUpperHalves(target + i, a, b);
                sum = TSimd.Add(sum, a);
                second = TSimd.Add(second, b);
            }

            if (i < padded)
            {
                TVector last = VectorMath.ExpNearly<TVector, TSimd>(TSimd.Subtract(TSimd.Load(x + i), largest));
                TSimd.StoreUpperHalves(target + i, TSimd.RoundUpperHalf(last));
                sum = TSimd.Add(sum, last);
            }

            sums[row] = TSimd.Sum(TSimd.Add(sum, second));
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
