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
    private readonly long _innerFloats, _matrixFloats;
    private readonly float*[] _inner, _matrix;
    private int _rows, _sequences, _longest;

    /// <summary>Plans nothing yet.</summary>
    /// <param name="model">Whose sizes count.</param>
    /// <param name="attention">The workers' attentions, which have their scratch here too.</param>
    /// <param name="innerRows">Rows of a worker between the two products of the feed-forward part.</param>
    public PassScratch(BertModel model, Attention[] attention, int innerRows)
    {
        _kernels = model.Kernels;
        _attention = attention;
        StateStride = Stride(model.Configuration.HiddenSize);
        ProjectionStride = Stride(3 * model.Configuration.HiddenSize);
        InnerStride = Stride(model.Configuration.IntermediateSize);
        LogitStride = _kernels.PaddedWidth(model.Configuration.LabelCount);
        _innerFloats = (long)innerRows * InnerStride;
        _matrixFloats = (model.Matrices.Max(m => m.ScratchBytes) + sizeof(float) - 1) / sizeof(float);
        _inner = new float*[attention.Length];
        _matrix = new float*[attention.Length];
    }

    /// <summary>Floats from one row of <see cref="States"/> to the next.</summary>
    public int StateStride { get; }

    /// <summary>Floats from one row of <see cref="Projections"/> to the next.</summary>
    public int ProjectionStride { get; }

    /// <summary>Floats from one row of <see cref="Inner"/> to the next.</summary>
    public int InnerStride { get; }

    /// <summary>Floats from one row of <see cref="Logits"/> to the next.</summary>
    public int LogitStride { get; }

    /// <summary><c>[rowCount, hiddenSize]</c>.</summary>
    public float* States { get; private set; }

    /// <summary>Query, key and value, <c>[rowCount, 3·hiddenSize]</c>.</summary>
    public float* Projections { get; private set; }

    /// <summary><c>[sequenceCount, labelCount]</c>, rows filled up to whole vectors.</summary>
    public float* Logits { get; private set; }

    /// <summary>A worker's rows of the feed-forward part, <c>[innerRows, intermediateSize]</c>; the next worker's follow.</summary>
    public float* Inner(int worker) => _inner[worker];

    /// <summary>What a worker's products need.</summary>
    public byte* Matrix(int worker) => (byte*)_matrix[worker];

    /// <summary>Makes room; what it held is lost where there was too little.</summary>
    /// <param name="rows">Rows of states.</param>
    /// <param name="sequences">Texts.</param>
    /// <param name="longest">Tokens of the longest text.</param>
    public void Reserve(int rows, int sequences, int longest)
    {
        if (rows <= _rows && sequences <= _sequences && longest <= _longest)
            return;
        _rows = Math.Max(rows, _rows);
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
        States = Take(ref end, (long)_rows * StateStride);
        Projections = Take(ref end, (long)_rows * ProjectionStride);
        Logits = Take(ref end, (long)_sequences * LogitStride);
        for (int worker = 0; worker < _attention.Length; worker++)
            _inner[worker] = Take(ref end, _innerFloats);
        for (int worker = 0; worker < _attention.Length; worker++)
        {
            _matrix[worker] = Take(ref end, _matrixFloats);
            _attention[worker].Scratch = Take(ref end, _attention[worker].ScratchFloats(_longest));
        }

        return end - start;
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
