using Verdict.Batching;
using Verdict.Kernels;

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

    /// <summary>The same for int8 models, whose products are so fast that reading the weights again counts.</summary>
    private const int Int8RowBlock = 256;

    /// <summary>The same for rows in pairs: fewer multiplications for the same weights, which would otherwise be read too often.</summary>
    private const int PairRowBlock = 192;

    /// <summary>Tokens that one worker takes through a whole layer before the next texts' turn; what it needs for them fits the caches better.</summary>
    private const int StageTokens = 256;

    /// <summary>With fewer rows for each worker, workers split the columns of a product rather than its rows, and read each weight once.</summary>
    private const int RowsForEach = 64;

    private readonly BertModel _model;
    private readonly KernelSet _kernels;
    private readonly int _workers;
    private readonly int _rowBlock;
    private readonly SpinBarrier _barrier;
    private readonly RowPlan _rows;
    private readonly Attention[] _attention;
    private readonly PassScratch _scratch;
    private float[] _logits = [];
    private PackedBatch _batch = new(1, 1);
    private int _nextItem;

    /// <summary>Plans a pass.</summary>
    /// <param name="model">What to run.</param>
    /// <param name="workers">How many threads work on each batch.</param>
    /// <param name="tokenBudget">Tokens that the scratch is planned for.</param>
    public ForwardPass(BertModel model, int workers, int tokenBudget)
    {
        _model = model;
        _kernels = model.Kernels;
        _workers = workers;
        _rowBlock = model.Precision == Precision.Int8 ? Int8RowBlock : RowBlock;
        _barrier = new SpinBarrier(workers);
        _rows = new RowPlan(model.PairsRows, workers == 1 && model.Precision == Precision.Int8 ? StageTokens : int.MaxValue);
        _attention = new Attention[workers];
        for (int i = 0; i < workers; i++)
            _attention[i] = Attention.For(model);
        _scratch = new PassScratch(model, _attention, model.PairsRows ? Math.Max(PairRowBlock, _rowBlock) : _rowBlock);
        int longest = Math.Min(tokenBudget, model.Configuration.MaxPositions);
        Reserve(_rows.MostRows(tokenBudget), _rows.MostStageRows(tokenBudget, longest), PackedBatch.MostSequences(tokenBudget), longest);
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
        Reserve(_rows.RowCount, _rows.LargestStage, batch.SequenceCount, longest);
        _nextItem = 0;
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
    public void Dispose() => _scratch.Dispose();

    private void Reserve(int rows, int stageRows, int sequences, int longest)
    {
        _scratch.Reserve(rows, stageRows, sequences, longest);
        if (_logits.Length < sequences * _model.LabelCount)
            _logits = new float[Math.Max(sequences * _model.LabelCount, _logits.Length * 2)];
    }
}
