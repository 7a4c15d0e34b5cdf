using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <content>From floats to bytes and bfloat16, and back.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float QuantizeRow(float* x, int count, int padded, byte* target, out float zero)
    {
        TVector none = TSimd.Broadcast(0f), highest = none, lowest = none;
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector v = TSimd.Load(x + i);
            highest = TSimd.Max(highest, v);
            lowest = TSimd.Min(lowest, v);
        }

        float high = TSimd.Largest(highest), low = TSimd.Largest(TSimd.Subtract(none, lowest));
        for (; i < count; i++)
        {
            high = MathF.Max(high, x[i]);
            low = MathF.Max(low, -x[i]);
        }

        // The order of these roundings is part of the format: every path must come to the same bytes. The lowest number becomes 0, since rounding
        // is the same on both sides of 0; the highest may become 256, where both round up.
        float range = high + low;
        float scale = range > 0 ? range / 255 : 1, inverse = 1 / scale;
        zero = MathF.Round(low * inverse);
        TVector factor = TSimd.Broadcast(inverse), shift = TSimd.Broadcast(zero), top = TSimd.Broadcast(255f);
        for (i = 0; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector q = TSimd.Add(TSimd.Round(TSimd.Multiply(TSimd.Load(x + i), factor)), shift);
            TSimd.StoreBytes(target + i, TSimd.Min(q, top));
        }

        for (; i < count; i++)
            target[i] = (byte)Math.Clamp(MathF.Round(x[i] * inverse) + zero, 0, 255);
        for (; i < padded; i++)
            target[i] = 0;
        return scale;
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
    public override void RoundPairs(float* first, float* second, int count, uint* target)
    {
        TVector none = TSimd.Broadcast(0f);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector low = TSimd.RoundUpperHalf(TSimd.Load(first + i)), high = second == null ? none : TSimd.RoundUpperHalf(TSimd.Load(second + i));
            TSimd.Store((float*)(target + i), TSimd.JoinUpperHalves(low, high));
        }

        for (; i < count; i++)
        {
            float high = second == null ? 0f : SimdScalar.RoundUpperHalf(second[i]);
            *(float*)(target + i) = SimdScalar.JoinUpperHalves(SimdScalar.RoundUpperHalf(first[i]), high);
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
