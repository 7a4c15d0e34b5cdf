namespace Verdict.Kernels;

/// <summary>
/// All arithmetic of one kernel path. Pointers are trusted: shapes are checked at the model's door. No member allocates memory,
/// and all are safe from many threads as long as their outputs do not overlap.
/// </summary>
internal abstract unsafe class KernelSet
{
    /// <summary>Columns of a panel: the unit in which the right-hand side of a product is packed and dealt to threads.</summary>
    public abstract int PanelWidth { get; }

    /// <summary>Columns of a vector: the last panel is as many of them wide as it needs.</summary>
    public abstract int VectorWidth { get; }

    /// <summary>Numbers from one row of a product's result to the next must be at least this for so many columns: kernels write whole vectors.</summary>
    public int PaddedWidth(int outputs) => (outputs + VectorWidth - 1) / VectorWidth * VectorWidth;

    /// <summary>Panels of a right-hand side of so many columns.</summary>
    public int PanelCount(int outputs) => (outputs + PanelWidth - 1) / PanelWidth;

    /// <summary>Columns of one panel, those that fill its last vector included.</summary>
    public int PanelColumns(int outputs, int panel) => Math.Min(PanelWidth, PaddedWidth(outputs) - (panel * PanelWidth));

    /// <summary><c>c = function(a · panels + bias (+ c))</c> for some rows and panels.</summary>
    /// <param name="a"><c>[rows, inputs]</c>.</param>
    /// <param name="lda">Floats from one row of <paramref name="a"/> to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="panels">The right-hand side.</param>
    /// <param name="firstPanel">The first panel to work on.</param>
    /// <param name="endPanel">One past the last panel.</param>
    /// <param name="c"><c>[rows, outputs]</c>; only the columns of the panels named are written, in whole vectors.</param>
    /// <param name="ldc">Floats from one row of <paramref name="c"/> to the next.</param>
    /// <param name="accumulate">Whether what stands in <paramref name="c"/> is added first: a residual.</param>
    /// <param name="function">What is applied at the end.</param>
    public abstract void Linear(float* a, nint lda, int rows, in Panels panels, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function);

    /// <summary>LayerNorm of each row, in place: <c>(x − mean) / √(variance + epsilon) · weight + bias</c> (arXiv 1607.06450).</summary>
    /// <param name="x"><c>[rows, width]</c>.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="weight"><c>[width]</c>.</param>
    /// <param name="bias"><c>[width]</c>.</param>
    /// <param name="epsilon">Keeps the root away from zero.</param>
    public abstract void LayerNorm(float* x, nint stride, int rows, int width, float* weight, float* bias, float epsilon);

    /// <summary>Replaces a row by <c>exp(x − max)</c> and returns the sum: softmax without its division.</summary>
    /// <param name="x"><c>[count]</c>.</param>
    /// <param name="count">How many numbers, at least one.</param>
    public abstract float ExpRow(float* x, int count);

    /// <summary><c>y = factor · x</c>.</summary>
    public abstract void Scale(float* x, int count, float factor, float* y);

    /// <summary><c>Σ a·b</c>.</summary>
    public abstract float Dot(float* a, float* b, int count);

    /// <summary><c>y = y + factor · x</c>.</summary>
    public abstract void AddScaled(float* y, float* x, float factor, int count);

    /// <summary>Packs some columns, stored as rows, into one panel.</summary>
    /// <param name="source"><c>[realColumns, inputs]</c>.</param>
    /// <param name="stride">Floats from one row of <paramref name="source"/> to the next.</param>
    /// <param name="realColumns">How many columns there are.</param>
    /// <param name="inputs">K.</param>
    /// <param name="columns">The panel's width; zeros fill what is not real.</param>
    /// <param name="target"><c>[inputs, columns]</c>.</param>
    public abstract void PackPanel(float* source, nint stride, int realColumns, int inputs, int columns, float* target);

    /// <summary>Packs a matrix stored as <c>[outputs, inputs]</c> (a head's keys) into panels.</summary>
    public void PackTransposed(float* source, nint stride, int inputs, int outputs, float* panels)
    {
        for (int panel = 0; panel < PanelCount(outputs); panel++)
        {
            int first = panel * PanelWidth;
            PackPanel(source + (first * stride), stride, Math.Min(PanelWidth, outputs - first), inputs, PanelColumns(outputs, panel), panels + ((nint)first * inputs));
        }
    }

    /// <summary>Packs a matrix stored as <c>[inputs, outputs]</c> (a head's values) into panels.</summary>
    public void PackStraight(float* source, nint stride, int inputs, int outputs, float* panels)
    {
        for (int panel = 0; panel < PanelCount(outputs); panel++)
        {
            int first = panel * PanelWidth, columns = PanelColumns(outputs, panel), real = Math.Min(columns, outputs - first);
            for (int k = 0; k < inputs; k++, panels += columns)
            {
                new ReadOnlySpan<float>(source + (k * stride) + first, real).CopyTo(new Span<float>(panels, real));
                new Span<float>(panels + real, columns - real).Clear();
            }
        }
    }
}
