using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Kernels.MachineCode;

namespace Verdict.Models;

/// <summary>
/// One batch through a model, by one worker or by several that split each step between them, with the scratch for it. The scratch is planned
/// when the pass is made; a batch beyond the plan makes it grow once. What a text gets does not depend, to the last bit, on the number of
/// workers or on the texts beside it.
/// </summary>
internal sealed unsafe partial class ForwardPass : IDisposable
{
    /// <summary>Rows that go through the whole second half of a layer together.</summary>
    private const int RowBlock = 96;

    /// <summary>The same for rows in pairs: the more there are, the less the sums of the weights cost each.</summary>
    private const int PairRowBlock = 512;

    /// <summary>With fewer rows for each worker, workers split the columns of a product rather than its rows, and read each weight once.</summary>
    private const int RowsForEach = 64;

    private readonly BertModel _model;
    private readonly KernelSet _kernels;
    private readonly int _workers;
    private readonly int _pairRowBlock;
    private readonly nint _innerRows;
    private readonly SpinBarrier _barrier;
    private readonly RowPlan _rows;
    private readonly Attention[] _attention;
    private readonly AlignedBuffer[] _matrixScratch;
    private readonly AlignedBuffer _states = new();
    private readonly AlignedBuffer _projections = new();
    private readonly AlignedBuffer _inner = new();
    private readonly AlignedBuffer _paddedLogits = new();
    private readonly int[] _nextItem;
    private readonly int _stride, _projectionStride, _innerStride, _logitStride;
    private float[] _logits = [];
    private PackedBatch _batch = new(1, 1);

    /// <summary>Plans a pass.</summary>
    /// <param name="model">What to run.</param>
    /// <param name="workers">How many threads work on each batch.</param>
    /// <param name="tokenBudget">Tokens that the scratch is planned for.</param>
    public ForwardPass(BertModel model, int workers, int tokenBudget)
    {
        _model = model;
        _kernels = model.Kernels;
        _workers = workers;
        _barrier = new SpinBarrier(workers);
        _nextItem = new int[model.Layers.Count];
        BertConfiguration configuration = model.Configuration;
        int hidden = configuration.HiddenSize;
        _stride = Stride(hidden);
        _projectionStride = Stride(3 * hidden);
        _innerStride = Stride(configuration.IntermediateSize);
        _logitStride = _kernels.PaddedWidth(configuration.LabelCount);
        _rows = new RowPlan(model.PairsRows);
        int rows = _rows.MostRows(tokenBudget);
        _pairRowBlock = Math.Clamp(rows & ~1, RowBlock, PairRowBlock);
        _innerRows = model.PairsRows ? _pairRowBlock : RowBlock;
        _inner.Ensure(_innerRows * workers * _innerStride);
        int scratch = model.Matrices.Max(m => m.ScratchBytes);
        _attention = new Attention[workers];
        _matrixScratch = new AlignedBuffer[workers];
        for (int i = 0; i < workers; i++)
        {
            _attention[i] = new Attention(_kernels, configuration.HeadSize, hidden, model.Precision == Precision.Int8 ? BFloat16Matrix.TilesFor(_kernels) : null);
            _matrixScratch[i] = new AlignedBuffer();
            _matrixScratch[i].Ensure((scratch / sizeof(float)) + 1);
        }

        Reserve(rows, 1, Math.Min(tokenBudget, configuration.MaxPositions));
    }

    /// <summary>The last batch's logits, <c>[sequenceCount, labelCount]</c>; valid until the next batch begins.</summary>
    public ReadOnlySpan<float> Logits => _logits.AsSpan(0, _batch.SequenceCount * _model.LabelCount);

    /// <summary>Takes a batch in; one thread calls it, then every worker calls <see cref="Run"/>.</summary>
    /// <exception cref="ArgumentException">The batch holds what the model has no row for.</exception>
    public void Begin(PackedBatch batch)
    {
        _model.Embeddings.Check(batch);
        int longest = 1;
        for (int s = 0; s < batch.SequenceCount; s++)
            longest = Math.Max(longest, batch.LengthOf(s));
        _rows.Lay(batch);
        Reserve(_rows.RowCount, batch.SequenceCount, longest);
        Array.Clear(_nextItem);
        _barrier.Reset();
        _batch = batch;
    }

    /// <summary>A worker's part of the pass.</summary>
    /// <param name="worker">0 to the number of workers − 1.</param>
    public void Run(int worker)
    {
        try
        {
            Encode(worker);
        }
        catch (Exception fault)
        {
            _barrier.Break(fault);
            throw;
        }
    }

    /// <summary>Frees the scratch.</summary>
    public void Dispose()
    {
        foreach (Attention attention in _attention)
            attention.Dispose();
        foreach (AlignedBuffer buffer in (AlignedBuffer[])[.. _matrixScratch, _states, _projections, _inner, _paddedLogits])
            buffer.Dispose();
    }

    /// <summary>Whole vectors, and one more so that rows do not fall on the same sets of a cache.</summary>
    private int Stride(int width) => ((_kernels.PaddedWidth(width) + 15) & ~15) + 16;

    private void Reserve(int rows, int sequences, int longest)
    {
        _states.Ensure((long)rows * _stride);
        _projections.Ensure((long)rows * _projectionStride);
        _paddedLogits.Ensure((long)sequences * _logitStride);
        if (_logits.Length < sequences * _model.LabelCount)
            _logits = new float[Math.Max(sequences * _model.LabelCount, _logits.Length * 2)];
        foreach (Attention attention in _attention)
            attention.Ensure(longest);
    }
}
