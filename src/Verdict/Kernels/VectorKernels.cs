
namespace Verdict.Kernels;

/// <summary>The kernels for one vector width.</summary>
internal sealed unsafe class VectorKernels<TVector, TSimd> : KernelSet
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    private const int TileRows = 6;

    public override int PanelWidth => 2 * TSimd.Count;

    public override void Linear(float* a, nint lda, int rows, Panels panels, int firstPanel, int endPanel, float* c, nint ldc, Epilogue epilogue)
    {
        int width = PanelWidth;
        float* tile = stackalloc float[TileRows * width];
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            float* numbers = panels.Numbers + ((nint)panel * panels.Inputs * width);
            float* bias = panels.Bias + ((nint)panel * width);
            int column = panel * width;
            int columns = Math.Min(width, panels.Outputs - column);
            for (int row = 0; row < rows;)
            {
                float* source = a + (row * lda);
                float* target = c + (row * ldc) + column;
                float* residual = epilogue.Residual == null ? null : epilogue.Residual + (row * epilogue.ResidualStride) + column;
                int height;
                if (columns == width)
                {
                    height = Multiply(source, lda, rows - row, numbers, panels.Inputs, bias, target, ldc, residual, epilogue);
                }
                else
                {
                    // The last panel is wider than the matrix: compute it aside and copy what is real.
                    height = Multiply(source, lda, rows - row, numbers, panels.Inputs, bias, tile, width, null, epilogue);
                    for (int r = 0; r < height; r++)
                    {
                        for (int j = 0; j < columns; j++)
                            target[(r * ldc) + j] = tile[(r * width) + j] + (residual == null ? 0 : residual[(r * epilogue.ResidualStride) + j]);
                    }
                }

                row += height;
            }
        }
    }

    public override void LayerNorm(float* x, int rows, int width, float* weight, float* bias, float epsilon)
    {
        for (int row = 0; row < rows; row++, x += width)
        {
            float mean = SumOf(x, width) / width;
            float deviation = 1 / MathF.Sqrt((SquaresAround(x, width, mean) / width) + epsilon);
            TVector m = TSimd.Broadcast(mean), d = TSimd.Broadcast(deviation);
            int i = 0;
            for (; i <= width - TSimd.Count; i += TSimd.Count)
            {
                TVector centred = TSimd.Multiply(TSimd.Subtract(TSimd.Load(x + i), m), d);
                TSimd.Store(x + i, TSimd.MultiplyAdd(centred, TSimd.Load(weight + i), TSimd.Load(bias + i)));
            }

            for (; i < width; i++)
                x[i] = ((x[i] - mean) * deviation * weight[i]) + bias[i];
        }
    }

    public override float ExpRow(float* x, int count)
    {
        float highest = x[0];
        int i = 0;
        if (count >= TSimd.Count)
        {
            TVector largest = TSimd.Load(x);
            for (i = TSimd.Count; i <= count - TSimd.Count; i += TSimd.Count)
                largest = TSimd.Max(largest, TSimd.Load(x + i));
            highest = TSimd.Largest(largest);
        }

        for (; i < count; i++)
            highest = MathF.Max(highest, x[i]);

        TVector shift = TSimd.Broadcast(highest), sums = TSimd.Broadcast(0f);
        for (i = 0; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector e = VectorMath.Exp<TVector, TSimd>(TSimd.Subtract(TSimd.Load(x + i), shift));
            TSimd.Store(x + i, e);
            sums = TSimd.Add(sums, e);
        }

        float sum = TSimd.Sum(sums);
        for (; i < count; i++)
            sum += x[i] = VectorMath.Exp<float, SimdScalar>(x[i] - highest);
        return sum;
    }

    public override void Scale(float* x, int count, float factor)
    {
        TVector f = TSimd.Broadcast(factor);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(x + i, TSimd.Multiply(TSimd.Load(x + i), f));
        for (; i < count; i++)
            x[i] *= factor;
    }

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

    public override void AddScaled(float* y, float* x, float factor, int count)
    {
        TVector f = TSimd.Broadcast(factor);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            TSimd.Store(y + i, TSimd.MultiplyAdd(f, TSimd.Load(x + i), TSimd.Load(y + i)));
        for (; i < count; i++)
            y[i] += factor * x[i];
    }

    /// <summary>One tile of as many rows as a micro-kernel takes, with its epilogue; returns the rows.</summary>
    private static int Multiply(float* a, nint lda, int rows, float* panel, nint inputs, float* bias, float* c, nint ldc, float* residual, Epilogue epilogue)
    {
        int height = rows >= TileRows ? TileRows : rows >= 4 ? 4 : rows >= 2 ? 2 : 1;
        switch (height)
        {
            case TileRows:
                MatMulTile<TVector, TSimd>.Rows6(a, lda, panel, inputs, bias, c, ldc);
                break;
            case 4:
                MatMulTile<TVector, TSimd>.Rows4(a, lda, panel, inputs, bias, c, ldc);
                break;
            case 2:
                MatMulTile<TVector, TSimd>.Rows2(a, lda, panel, inputs, bias, c, ldc);
                break;
            default:
                MatMulTile<TVector, TSimd>.Rows1(a, panel, inputs, bias, c);
                break;
        }

        if (epilogue.Function != Elementwise.Identity)
            Apply(epilogue.Function, c, ldc, height);
        if (residual != null)
            AddTile(c, ldc, residual, epilogue.ResidualStride, height);
        return height;
    }

    private static void Apply(Elementwise function, float* c, nint ldc, int height)
    {
        for (int r = 0; r < height; r++, c += ldc)
        {
            TSimd.Store(c, VectorMath.Apply<TVector, TSimd>(function, TSimd.Load(c)));
            TSimd.Store(c + TSimd.Count, VectorMath.Apply<TVector, TSimd>(function, TSimd.Load(c + TSimd.Count)));
        }
    }

    private static void AddTile(float* c, nint ldc, float* residual, nint stride, int height)
    {
        for (int r = 0; r < height; r++, c += ldc, residual += stride)
        {
            TSimd.Store(c, TSimd.Add(TSimd.Load(c), TSimd.Load(residual)));
            TSimd.Store(c + TSimd.Count, TSimd.Add(TSimd.Load(c + TSimd.Count), TSimd.Load(residual + TSimd.Count)));
        }
    }

    private static float SumOf(float* x, int count)
    {
        TVector sums = TSimd.Broadcast(0f);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
            sums = TSimd.Add(sums, TSimd.Load(x + i));
        float sum = TSimd.Sum(sums);
        for (; i < count; i++)
            sum += x[i];
        return sum;
    }

    private static float SquaresAround(float* x, int count, float mean)
    {
        TVector m = TSimd.Broadcast(mean), sums = TSimd.Broadcast(0f);
        int i = 0;
        for (; i <= count - TSimd.Count; i += TSimd.Count)
        {
            TVector d = TSimd.Subtract(TSimd.Load(x + i), m);
            sums = TSimd.MultiplyAdd(d, d, sums);
        }

        float sum = TSimd.Sum(sums);
        for (; i < count; i++)
            sum += (x[i] - mean) * (x[i] - mean);
        return sum;
    }
}
