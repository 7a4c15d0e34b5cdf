namespace Verdict.Kernels;

/// <summary>
/// All arithmetic of one kernel path. Pointers are trusted: shapes are checked at the model's door. No member allocates managed memory,
/// and all are safe from many threads as long as their outputs do not overlap.
/// </summary>
internal abstract unsafe class KernelSet
{
    /// <summary>Columns of a packed panel.</summary>
    public abstract int PanelWidth { get; }

    /// <summary><c>c = function(a · panels + bias) + residual</c> for some rows and panels.</summary>
    /// <param name="a"><c>[rows, inputs]</c>.</param>
    /// <param name="lda">Floats from one row of <paramref name="a"/> to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="panels">The right-hand side.</param>
    /// <param name="firstPanel">The first panel to work on.</param>
    /// <param name="endPanel">One past the last panel.</param>
    /// <param name="c"><c>[rows, outputs]</c>; only the columns of the panels named are written. May be the residual itself.</param>
    /// <param name="ldc">Floats from one row of <paramref name="c"/> to the next.</param>
    /// <param name="epilogue">What happens to the result.</param>
    public abstract void Linear(float* a, nint lda, int rows, Panels panels, int firstPanel, int endPanel, float* c, nint ldc, Epilogue epilogue);

    /// <summary>LayerNorm of each row, in place: <c>(x − mean) / √(variance + epsilon) · weight + bias</c> (arXiv 1607.06450).</summary>
    /// <param name="x"><c>[rows, width]</c>, rows side by side.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="weight"><c>[width]</c>.</param>
    /// <param name="bias"><c>[width]</c>.</param>
    /// <param name="epsilon">Keeps the root away from zero.</param>
    public abstract void LayerNorm(float* x, int rows, int width, float* weight, float* bias, float epsilon);

    /// <summary>Replaces a row by <c>exp(x − max)</c> and returns the sum: softmax without its division.</summary>
    /// <param name="x"><c>[count]</c>.</param>
    /// <param name="count">How many numbers, at least one.</param>
    public abstract float ExpRow(float* x, int count);

    /// <summary><c>x = x · factor</c>.</summary>
    public abstract void Scale(float* x, int count, float factor);

    /// <summary><c>Σ a·b</c>.</summary>
    public abstract float Dot(float* a, float* b, int count);

    /// <summary><c>y = y + factor · x</c>.</summary>
    public abstract void AddScaled(float* y, float* x, float factor, int count);

    /// <summary><c>y = y + x</c>.</summary>
    public void Add(float* y, float* x, int count) => AddScaled(y, x, 1, count);
}
