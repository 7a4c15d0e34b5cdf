using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <summary>The kernels for one vector width: everything that is not a product.</summary>
internal sealed unsafe partial class VectorKernels<TVector, TSimd> : KernelSet
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    /// <summary>Rows whose steps are done together, so that one need not wait for the end of the other's, and so few that they stay in the first cache.</summary>
    private const int RowsTogether = 2;

    public override int PanelWidth => TSimd.TileVectors * TSimd.Count;

    public override int VectorWidth => TSimd.Count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void LayerNorm(float* x, nint stride, int rows, int width, float* weight, float* bias, float epsilon, float* bounds)
    {
        float* means = stackalloc float[RowsTogether], deviations = stackalloc float[RowsTogether];
        for (int row = 0; row < rows; row += RowsTogether, x += RowsTogether * stride)
        {
            int count = Math.Min(RowsTogether, rows - row);
            for (int r = 0; r < count; r++)
                means[r] = SumOf(x + (r * stride), width) / width;
            for (int r = 0; r < count; r++)
                deviations[r] = 1 / MathF.Sqrt((SquaresAround(x + (r * stride), width, means[r]) / width) + epsilon);
            for (int r = 0; r < count; r++)
                Normalise(x + (r * stride), width, means[r], deviations[r], weight, bias, bounds == null ? null : bounds + ((row + r) * BoundsWidth));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalise(float* x, int width, float mean, float deviation, float* weight, float* bias, float* bounds)
    {
        TVector m = TSimd.Broadcast(mean), d = TSimd.Broadcast(deviation), high = TSimd.Broadcast(0f), low = high;
        int i = 0;
        for (; i <= width - TSimd.Count; i += TSimd.Count)
        {
            TVector centred = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + i), m), d);
            TVector y = TSimd.MultiplyAdd(centred, TSimd.Load(weight + i), TSimd.Load(bias + i));
            TSimd.Store(x + i, y);
            high = TSimd.Higher(high, y);
            low = TSimd.Lower(low, y);
        }

        for (; i < width; i++)
        {
            x[i] = ((x[i] - mean) * deviation * weight[i]) + bias[i];
            high = TSimd.Higher(high, TSimd.Broadcast(x[i]));
            low = TSimd.Lower(low, TSimd.Broadcast(x[i]));
        }

        if (bounds == null)
            return;
        TSimd.Store(bounds, high);
        TSimd.Store(bounds + TSimd.Count, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float ExpRow(float* x, int count)
    {
        int padded = PaddedWidth(count);
        TVector shift = TSimd.Broadcast(LargestOf(x, count, padded)), sums = TSimd.Broadcast(0f);
        for (int i = 0; i < padded; i += TSimd.Count)
        {
            TVector e = VectorMath.Exp<TVector, TSimd>(TSimd.Subtract(TSimd.Load(x + i), shift));
            TSimd.Store(x + i, e);
            sums = TSimd.Add(sums, e);
        }

        return TSimd.Sum(sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scale(float* x, int count, float factor, float* y)
    {
        TVector f = TSimd.Broadcast(factor);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(y + i, TSimd.Multiply(TSimd.Load(x + i), f));
        for (; i < count; i++)
            y[i] = x[i] * factor;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override float Dot(float* a, float* b, int count)
    {
        TVector first = TSimd.Broadcast(0f), second = first;
        int i = 0;
        for (; i <= count - (2 * TSimd.Count); i += 2 * TSimd.Count)
        {
            first = TSimd.MultiplyAdd(TSimd.Load(a + i), TSimd.Load(b + i), first);
            second = TSimd.MultiplyAdd(TSimd.Load(a + i + TSimd.Count), TSimd.Load(b + i + TSimd.Count), second);
        }

        float sum = TSimd.Sum(TSimd.Add(first, second));
        for (; i < count; i++)
            sum += a[i] * b[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AddScaled(float* y, float* x, float factor, int count)
    {
        TVector f = TSimd.Broadcast(factor);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(y + i, TSimd.MultiplyAdd(f, TSimd.Load(x + i), TSimd.Load(y + i)));
        for (; i < count; i++)
            y[i] += factor * x[i];
    }

    public override void PackPanel(float* source, nint stride, int realColumns, int inputs, int columns, float* target) =>
        Transpose.IntoPanel(source, stride, realColumns, inputs, columns, target);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override void CopyPanel(float* source, nint stride, int realColumns, int inputs, int columns, float* target)
    {
        int whole = realColumns / TSimd.Count * TSimd.Count;
        for (int k = 0; k < inputs; k++, source += stride, target += columns)
        {
            int i = 0;
            for (; i < whole; i += TSimd.Count)
                TSimd.Store(target + i, TSimd.Load(source + i));
            for (; i < columns; i++)
                target[i] = i < realColumns ? source[i] : 0;
        }
    }

    /// <summary>The largest number of a row. The last vector is filled with what is so low that its exponential is next to nothing, and never the largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float LargestOf(float* x, int count, int padded)
    {
        for (int i = count; i < padded; i++)
            x[i] = float.MinValue;
        TVector largest = TSimd.Load(x);
        for (int i = TSimd.Count; i < padded; i += TSimd.Count)
            largest = TSimd.Max(largest, TSimd.Load(x + i));
        return TSimd.Largest(largest);
    }

    // Four sums at a time, so that the next addition need not wait for the last.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOf(float* x, int count)
    {
        TVector first = TSimd.Broadcast(0f), second = first, third = first, fourth = first;
        int i = 0;
        for (; i <= count - (4 * TSimd.Count); i += 4 * TSimd.Count)
        {
            first = TSimd.Add(first, TSimd.Load(x + i));
            second = TSimd.Add(second, TSimd.Load(x + i + TSimd.Count));
            third = TSimd.Add(third, TSimd.Load(x + i + (2 * TSimd.Count)));
            fourth = TSimd.Add(fourth, TSimd.Load(x + i + (3 * TSimd.Count)));
        }

        for (; i <= count - TSimd.Count; i += TSimd.Count)
            first = TSimd.Add(first, TSimd.Load(x + i));
        float sum = TSimd.Sum(TSimd.Add(TSimd.Add(first, second), TSimd.Add(third, fourth)));
        for (; i < count; i++)
            sum += x[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SquaresAround(float* x, int count, float mean)
    {
        TVector m = TSimd.Broadcast(mean), first = TSimd.Broadcast(0f), second = first, third = first, fourth = first;
        int i = 0;
        for (; i <= count - (4 * TSimd.Count); i += 4 * TSimd.Count)
        {
            first = AddSquare(TSimd.Load(x + i), m, first);
            second = AddSquare(TSimd.Load(x + i + TSimd.Count), m, second);
            third = AddSquare(TSimd.Load(x + i + (2 * TSimd.Count)), m, third);
            fourth = AddSquare(TSimd.Load(x + i + (3 * TSimd.Count)), m, fourth);
        }

        for (; i <= count - TSimd.Count; i += TSimd.Count)
            first = AddSquare(TSimd.Load(x + i), m, first);
        float sum = TSimd.Sum(TSimd.Add(TSimd.Add(first, second), TSimd.Add(third, fourth)));
        for (; i < count; i++)
            sum += (x[i] - mean) * (x[i] - mean);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector AddSquare(TVector x, TVector mean, TVector sum)
    {
        TVector d = TSimd.Subtract(x, mean);
        return TSimd.MultiplyAdd(d, d, sum);
    }
}
