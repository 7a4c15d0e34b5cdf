namespace Verdict.Kernels;

/// <summary>Every kernel as its formula reads: no vectors, sums in double. The tests hold the fast forms against it; it is also a path of its own.</summary>
internal sealed unsafe partial class ReferenceKernels : KernelSet
{
    public override int PanelWidth => 1;

    public override int VectorWidth => 1;

    public override void Linear(float* a, nint lda, int rows, in Panels panels, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = firstPanel; column < endPanel; column++)
            {
                double sum = panels.Bias == null ? 0 : panels.Bias[column];
                if (accumulate)
                    sum += c[(row * ldc) + column];
                for (int k = 0; k < panels.Inputs; k++)
                    sum += (double)a[(row * lda) + k] * panels.Numbers[((nint)column * panels.Inputs) + k];
                c[(row * ldc) + column] = (float)Apply(function, sum);
            }
        }
    }

    public override void LinearPairs(float* a, nint lda, int rows, in Panels panels, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, float* scratch) =>
        Linear(a, lda, rows, panels, firstPanel, endPanel, c, ldc, accumulate, function);

    public override int PairScratch(int inputs, int outputs) => 0;

    public override void Apply(Elementwise function, float* c, nint ldc, int rows, int columns, float* bounds)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i++)
                c[(row * ldc) + i] = (float)Apply(function, c[(row * ldc) + i]);
            if (bounds != null)
                Widen(bounds + (row * BoundsWidth), c + (row * ldc), columns);
        }
    }

    public override void LayerNorm(float* x, nint stride, int rows, int width, float* weight, float* bias, float epsilon, float* bounds)
    {
        for (int row = 0; row < rows; row++, x += stride)
        {
            double mean = 0, variance = 0;
            for (int i = 0; i < width; i++)
                mean += x[i] / (double)width;
            for (int i = 0; i < width; i++)
                variance += (x[i] - mean) * (x[i] - mean) / width;
            for (int i = 0; i < width; i++)
                x[i] = (float)(((x[i] - mean) / Math.Sqrt(variance + epsilon) * weight[i]) + bias[i]);
            if (bounds == null)
                continue;
            bounds[2 * row] = bounds[(2 * row) + 1] = 0;
            Widen(bounds + (2 * row), x, width);
        }
    }

    private static void Widen(float* bounds, float* x, int count)
    {
        for (int i = 0; i < count; i++)
        {
            bounds[0] = Math.Max(bounds[0], x[i]);
            bounds[1] = Math.Min(bounds[1], x[i]);
        }
    }

    public override float ExpRow(float* x, int count)
    {
        double highest = double.NegativeInfinity, sum = 0;
        for (int i = 0; i < count; i++)
            highest = Math.Max(highest, x[i]);
        for (int i = 0; i < count; i++)
        {
            x[i] = (float)Math.Exp(x[i] - highest);
            sum += x[i];
        }

        return (float)sum;
    }

    public override void Scale(float* x, int count, float factor, float* y)
    {
        for (int i = 0; i < count; i++)
            y[i] = x[i] * factor;
    }

    public override float Dot(float* a, float* b, int count)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
            sum += (double)a[i] * b[i];
        return (float)sum;
    }

    public override void AddScaled(float* y, float* x, float factor, int count)
    {
        for (int i = 0; i < count; i++)
            y[i] += factor * x[i];
    }

    public override void PackPanel(float* source, nint stride, int realColumns, int inputs, int columns, float* target)
    {
        for (int k = 0; k < inputs; k++)
        {
            for (int column = 0; column < columns; column++)
                target[((nint)k * columns) + column] = column < realColumns ? source[(column * stride) + k] : 0;
        }
    }

    protected override void CopyPanel(float* source, nint stride, int realColumns, int inputs, int columns, float* target)
    {
        for (int k = 0; k < inputs; k++)
        {
            for (int column = 0; column < columns; column++)
                target[((nint)k * columns) + column] = column < realColumns ? source[(k * stride) + column] : 0;
        }
    }

    /// <summary>A feed-forward function of one number.</summary>
    public static double Apply(Elementwise function, double x) => function switch
    {
        Elementwise.Gelu or Elementwise.GeluNearly => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        Elementwise.GeluTanh => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))),
        Elementwise.Relu => Math.Max(x, 0),
        Elementwise.Silu => x / (1 + Math.Exp(-x)),
        Elementwise.Tanh => Math.Tanh(x),
        _ => x,
    };

    /// <summary>The error function: its Taylor series near 0, the continued fraction of erfc far from it (Abramowitz and Stegun 7.1.5 and 7.1.14).</summary>
    public static double Erf(double x)
    {
        double z = Math.Abs(x);
        if (z > 6)
            return Math.Sign(x);
        if (z < 2.5)
        {
            double term = x, sum = x;
            for (int n = 1; n < 80; n++)
            {
                term *= -x * x / n;
                sum += term / ((2 * n) + 1);
            }

            return 2 / Math.Sqrt(Math.PI) * sum;
        }

        double fraction = 0;
        for (int n = 60; n > 0; n--)
            fraction = n / 2.0 / (z + fraction);
        return Math.Sign(x) * (1 - (Math.Exp(-z * z) / Math.Sqrt(Math.PI) / (z + fraction)));
    }
}
