namespace Verdict.Kernels;

/// <summary>
/// A weight repacked once, at load, into panels that a kernel reads from front to back; shared by all threads.
/// Immutable once every panel is set. Its memory is its owner's.
/// </summary>
internal abstract unsafe class PackedMatrix
{
    protected PackedMatrix(int inputs, int outputs, KernelSet kernels, long byteCount)
    {
        Inputs = inputs;
        Outputs = outputs;
        Kernels = kernels;
        ByteCount = byteCount;
    }

    /// <summary>K: the width of the left-hand side.</summary>
    public int Inputs { get; }

    /// <summary>N: the columns of the result.</summary>
    public int Outputs { get; }

    /// <summary>Number of panels.</summary>
    public int PanelCount => Kernels.PanelCount(Outputs);

    /// <summary>Bytes it occupies.</summary>
    public long ByteCount { get; }

    /// <summary>The path whose panels these are.</summary>
    protected KernelSet Kernels { get; }

    /// <summary>Its memory, aligned to a cache line.</summary>
    protected byte* Memory { get; private set; }

    /// <summary>Gives it its memory, before the first panel is set: <see cref="ByteCount"/> bytes that outlive it, aligned to a cache line.</summary>
    public void Place(byte* memory) => Memory = memory;

    /// <summary>Packs one panel. Different panels may be set at the same time.</summary>
    /// <param name="panel">Which.</param>
    /// <param name="columns">Its columns as rows, <c>[columns, inputs]</c>.</param>
    /// <param name="bias"><c>[columns]</c>.</param>
    /// <param name="realColumns">How many there are: the last panel has fewer.</param>
    public abstract void SetPanel(int panel, float* columns, float* bias, int realColumns);

    /// <summary>
    /// <c>c = function(a · this + bias (+ c))</c> for some rows and panels: <see cref="KernelSet.Linear"/> in this matrix's precision.
    /// <c>scratch</c> are at least <see cref="ScratchBytes"/> bytes of the calling thread, aligned to a cache line. Where <c>bounds</c> are given, they are
    /// those of <c>a</c>, and where <c>resultBounds</c> are, the result's are written there (<see cref="KernelSet.QuantizeRows"/>), where all
    /// panels are named and there is a function; only int8 takes and gives them.
    /// </summary>
    public abstract void Multiply(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch, float* bounds = null, float* resultBounds = null);

    /// <summary>
    /// The same for an even number of rows of which 2i and 2i + 1 belong to one text. Where <see cref="PanelsTogether"/> is 2,
    /// <c>firstPanel</c> must be even, and <c>endPanel</c> even or the last.
    /// </summary>
    public virtual void MultiplyPairs(float* a, nint lda, int rows, int firstPanel, int endPanel, float* c, nint ldc, bool accumulate, Elementwise function, byte* scratch) =>
        Multiply(a, lda, rows, firstPanel, endPanel, c, ldc, accumulate, function, scratch);

    /// <summary>Panels that pairs of rows meet together: 2 where a pair of rows costs less than two rows, otherwise 1.</summary>
    public virtual int PanelsTogether => 1;

    /// <summary>Bytes of scratch that a product needs.</summary>
    public virtual int ScratchBytes => 0;
}
