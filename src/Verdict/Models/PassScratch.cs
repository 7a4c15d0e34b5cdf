using System.Runtime.InteropServices;
using Verdict.Kernels;

namespace Verdict.Models;

/// <summary>
/// All scratch of a pass in one piece of memory: what its workers share, and what each has for itself. It is planned when the pass is made;
/// a batch beyond the plan makes it grow once.
/// </summary>
internal sealed unsafe class PassScratch : IDisposable
{
    private readonly AlignedBuffer _memory = new();
    private readonly KernelSet _kernels;
    private readonly Attention[] _attention;
    private readonly int _stateStride, _projectionStride, _innerStride, _logitStride, _innerRows, _boundsWidth;
    private readonly long _matrixFloats;
    private readonly Rows[] _inner;
    private readonly float*[] _matrix;
    private int _rows, _stageRows, _sequences, _longest;

    /// <summary>Plans nothing yet.</summary>
    /// <param name="model">Whose sizes count.</param>
    /// <param name="attention">The workers' attentions, which have their scratch here too.</param>
    /// <param name="innerRows">Rows of a worker between the two products of the feed-forward part.</param>
    public PassScratch(BertModel model, Attention[] attention, int innerRows)
    {
        _kernels = model.Kernels;
        _attention = attention;
        _stateStride = Stride(model.Configuration.HiddenSize);
        _projectionStride = Stride(3 * model.Configuration.HiddenSize);
        _innerStride = Stride(model.Configuration.IntermediateSize);
        _logitStride = _kernels.PaddedWidth(model.Configuration.LabelCount);
        _innerRows = innerRows;
        _boundsWidth = model.Precision == Precision.Int8 ? _kernels.BoundsWidth : 0;
        _matrixFloats = (model.Matrices.Max(m => m.ScratchBytes) + sizeof(float) - 1) / sizeof(float);
        _inner = new Rows[attention.Length];
        _matrix = new float*[attention.Length];
    }

    /// <summary><c>[rowCount, hiddenSize]</c>, with bounds.</summary>
    public Rows States { get; private set; }

    /// <summary>Query, key and value of a stage's rows, or in the last layer of each text's first token, <c>[rowCount, 3·hiddenSize]</c>.</summary>
    public Rows Projections { get; private set; }

    /// <summary><c>[sequenceCount, labelCount]</c>, rows filled up to whole vectors.</summary>
    public Rows Logits { get; private set; }

    /// <summary>A worker's rows of the feed-forward part, <c>[innerRows, intermediateSize]</c>, with bounds; the next worker's follow.</summary>
    public Rows Inner(int worker) => _inner[worker];

    /// <summary>What a worker's products need.</summary>
    public byte* Matrix(int worker) => (byte*)_matrix[worker];

    /// <summary>Makes room; what it held is lost where there was too little.</summary>
    /// <param name="rows">Rows of states.</param>
    /// <param name="stageRows">Rows of the largest stage.</param>
    /// <param name="sequences">Texts.</param>
    /// <param name="longest">Tokens of the longest text.</param>
    public void Reserve(int rows, int stageRows, int sequences, int longest)
    {
        if (rows <= _rows && stageRows <= _stageRows && sequences <= _sequences && longest <= _longest)
            return;
        _rows = Math.Max(rows, _rows);
        _stageRows = Math.Max(stageRows, _stageRows);
        _sequences = Math.Max(sequences, _sequences);
        _longest = Math.Max(longest, _longest);
        long length = Lay(null);
        Lay(_memory.Ensure(length));

        // The system gives a page when it is first touched: all of them now, so that memory does not grow whenever a longer batch comes by.
        NativeMemory.Clear(_memory.Start, (nuint)length * sizeof(float));
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose() => _memory.Dispose();

    /// <summary>Gives each part its place from <paramref name="start"/> on, and returns how many floats they take.</summary>
    private long Lay(float* start)
    {
        float* end = start;
        States = TakeBounded(ref end, _rows, _stateStride);
        Projections = new Rows(Take(ref end, (long)Math.Max(_stageRows, _sequences) * _projectionStride), _projectionStride);
        Logits = new Rows(Take(ref end, (long)_sequences * _logitStride), _logitStride);
        float* inner = Take(ref end, (long)_attention.Length * _innerRows * _innerStride);
        for (int worker = 0; worker < _attention.Length; worker++)
        {
            float* bounds = Take(ref end, (long)_innerRows * _boundsWidth);
            _inner[worker] = new Rows(inner + ((long)worker * _innerRows * _innerStride), _innerStride, _boundsWidth > 0 ? bounds : null, _boundsWidth);
            _matrix[worker] = Take(ref end, _matrixFloats);
            _attention[worker].Scratch = Take(ref end, _attention[worker].ScratchFloats(_longest));
        }

        return end - start;
    }

    private Rows TakeBounded(ref float* end, int rows, int stride)
    {
        float* start = Take(ref end, (long)rows * stride), bounds = Take(ref end, (long)rows * _boundsWidth);
        return new Rows(start, stride, _boundsWidth > 0 ? bounds : null, _boundsWidth);
    }

    /// <summary>The next part, which begins at a cache line.</summary>
    private static float* Take(ref float* end, long floats)
    {
        float* start = end;
        end += (floats + 15) & ~15L;
        return start;
    }

    /// <summary>Whole vectors, and one more so that rows do not fall on the same sets of a cache.</summary>
    private int Stride(int width) => ((_kernels.PaddedWidth(width) + 15) & ~15) + 16;
}
