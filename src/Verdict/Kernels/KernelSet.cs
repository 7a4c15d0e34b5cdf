namespace Verdict.Kernels;

/// <summary>
/// All arithmetic of one kernel path. Pointers are trusted: shapes are checked at the model's door. No member allocates memory,
/// and all are safe from many threads as long as their outputs do not overlap.
/// </summary>
internal abstract unsafe class KernelSet
{
    /// <summary>A row of int8 whose range is below this counts as zeros: its scale would have no inverse.</summary>
    protected const float LeastRange = 1e-35f;

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

    /// <summary>
    /// The same for an even number of rows of which 2i and 2i + 1 belong to one text, so that both may be computed together with fewer
    /// multiplications; only for shapes for which <see cref="PairScratch"/> is not 0. <paramref name="firstPanel"/> must be even,
    /// <paramref name="endPanel"/> even or the last; all columns of the panels named are written.
    /// </summary>
    /// <param name="a"><c>[rows, inputs]</c>.</param>
    /// <param name="lda">Floats from one row of <paramref name="a"/> to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="panels">The right-hand side.</param>
    /// <param name="firstPanel">The first panel to work on.</param>
    /// <param name="endPanel">One past the last panel.</param>
    /// <param name="c"><c>[rows, outputs]</c>.</param>
    /// <param name="ldc">Floats from one row of <paramref name="c"/> to the next.</param>
    /// <param name="accumulate">Whether what stands in <paramref name="c"/> is added: a residual.</param>
    /// <param name="function">What is applied at the end.</param>
    /// <param name="scratch"><see cref="PairScratch"/> floats of the calling thread.</param>
    public abstract void LinearPairs(float* a, nint lda, int rows, in Panels panels, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, float* scratch);

    /// <summary>Floats of scratch that <see cref="LinearPairs"/> needs for a right-hand side; 0 where pairs of rows gain nothing.</summary>
    public abstract int PairScratch(int inputs, int outputs);

    /// <summary>Floats of a row's bounds: see <see cref="QuantizeRows"/>.</summary>
    public int BoundsWidth => 2 * VectorWidth;

    /// <summary>Applies a function in place.</summary>
    /// <param name="function">Which; not the identity.</param>
    /// <param name="c"><c>[rows, columns]</c>.</param>
    /// <param name="ldc">Floats from one row to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns; whole vectors.</param>
    /// <param name="bounds">Where given, widened by what comes out: see <see cref="QuantizeRows"/>.</param>
    public abstract void Apply(Elementwise function, float* c, nint ldc, int rows, int columns, float* bounds);

    /// <summary>LayerNorm of each row, in place: <c>(x − mean) / √(variance + epsilon) · weight + bias</c> (arXiv 1607.06450).</summary>
    /// <param name="x"><c>[rows, width]</c>.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="weight"><c>[width]</c>.</param>
    /// <param name="bias"><c>[width]</c>.</param>
    /// <param name="epsilon">Keeps the root away from zero.</param>
    /// <param name="bounds">Where given, set to those of what comes out: see <see cref="QuantizeRows"/>.</param>
    public abstract void LayerNorm(float* x, nint stride, int rows, int width, float* weight, float* bias, float epsilon, float* bounds);

    /// <summary>Replaces a row by <c>exp(x − max)</c> and returns the sum: softmax without its division.</summary>
    /// <param name="x"><c>[count]</c>, in memory of <see cref="PaddedWidth"/> numbers; what stands behind the last one is lost.</param>
    /// <param name="count">How many numbers, at least one.</param>
    public abstract float ExpRow(float* x, int count);

    /// <summary><see cref="ExpRow"/> for rows of numbers that are then rounded to bfloat16: exact to a hundredth of what that rounds away.</summary>
    /// <param name="x"><c>[rows, count]</c>, from one row to the next <see cref="PaddedWidth"/> numbers; what stands behind a row's last one is lost.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">How many numbers in a row, at least one.</param>
    /// <param name="target">The rounded numbers, as far apart; behind a row's last one stands what is next to nothing.</param>
    /// <param name="sums">Each row's sum before rounding, <c>[rows]</c>.</param>
    public abstract void ExpRowsRounded(float* x, int rows, int count, ushort* target, float* sums);

    /// <summary><c>y = factor · x</c>.</summary>
    public abstract void Scale(float* x, int count, float factor, float* y);

    /// <summary><c>Σ a·b</c>.</summary>
    public abstract float Dot(float* a, float* b, int count);

    /// <summary><c>y = y + factor · x</c>.</summary>
    public abstract void AddScaled(float* y, float* x, float factor, int count);

    /// <summary>
    /// Divides rows into unsigned bytes so that each one's range, with 0 in it, becomes 0 to 255: <c>x ≈ scale · (byte − zero)</c>. Every path gives the same bytes.
    /// </summary>
    /// <param name="x"><c>[rows, count]</c>.</param>
    /// <param name="stride">Floats from one row of <paramref name="x"/> to the next.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="count">How many numbers in a row.</param>
    /// <param name="bounds">
    /// Where given, how far each row goes from 0, as far as whoever wrote it has noticed, <c>[rows, 2, <see cref="VectorWidth"/>]</c>: upwards, then
    /// downwards, of the numbers in each place of a vector. Otherwise the rows are looked over first.
    /// </param>
    /// <param name="target"><c>[rows, count]</c>; up to <paramref name="targetStride"/> of a row may be written.</param>
    /// <param name="targetStride">Bytes from one row of <paramref name="target"/> to the next.</param>
    /// <param name="scales"><c>[rows]</c>.</param>
    /// <param name="zeros">The bytes that stand for 0, whole numbers, <c>[rows]</c>.</param>
    public abstract void QuantizeRows(float* x, nint stride, int rows, int count, float* bounds, byte* target, nint targetStride, float* scales, float* zeros);

    /// <summary><c>c = rowScale · columnScale · (sum − rowZero · columnSum) + bias (+ c)</c>.</summary>
    /// <param name="sums"><c>[rows, columns]</c>, rows side by side.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="rowScales"><c>[rows]</c>.</param>
    /// <param name="rowZeros"><c>[rows]</c>.</param>
    /// <param name="columns">What belongs to the columns; whole vectors.</param>
    /// <param name="c"><c>[rows, columns]</c>.</param>
    /// <param name="ldc">Floats from one row of <paramref name="c"/> to the next.</param>
    /// <param name="accumulate">Whether what stands in <paramref name="c"/> is added.</param>
    public abstract void Dequantize(int* sums, int rows, float* rowScales, float* rowZeros, ColumnScales columns, float* c, nint ldc, bool accumulate);

    /// <summary>Rounds a row to bfloat16, ties to even.</summary>
    /// <param name="x"><c>[count]</c>.</param>
    /// <param name="count">How many numbers.</param>
    /// <param name="target"><c>[count]</c>.</param>
    public abstract void RoundRow(float* x, int count, ushort* target);

    /// <summary>Packs rows of bfloat16 into a panel of pairs: two rows' numbers of a column side by side, the first row's in the lower half.</summary>
    /// <param name="source"><c>[rows, realColumns]</c>.</param>
    /// <param name="stride">Numbers from one row to the next.</param>
    /// <param name="rows">How many rows; where their count is odd, the last one's partner is zeros.</param>
    /// <param name="realColumns">How many columns there are.</param>
    /// <param name="columns">The panel's width; zeros fill what is not real.</param>
    /// <param name="target"><c>[(rows + 1) / 2, columns]</c>.</param>
    public abstract void PackPairs(ushort* source, nint stride, int rows, int realColumns, int columns, uint* target);

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
            int first = panel * PanelWidth;
            CopyPanel(source + first, stride, Math.Min(PanelWidth, outputs - first), inputs, PanelColumns(outputs, panel), panels + ((nint)first * inputs));
        }
    }

    /// <summary>Packs some columns, stored as columns, into one panel: <see cref="PackPanel"/> without the turning.</summary>
    protected abstract void CopyPanel(float* source, nint stride, int realColumns, int inputs, int columns, float* target);
}
