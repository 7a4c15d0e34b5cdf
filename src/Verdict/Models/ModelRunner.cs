using Verdict.Batching;

namespace Verdict.Models;

/// <summary>
/// Runs a model on a crew of workers that are made once. It may be called from many threads at once: calls take turns, and a long one
/// gives way after each round of batches, so that a short text does not wait for a giant job to end.
/// </summary>
internal sealed class ModelRunner : IDisposable
{
    private readonly WorkerCrew _crew;
    private readonly FairLock _turn = new();
    private readonly ForwardPass[] _passes;
    private readonly PackedBatch[] _batches;
    private readonly ForwardPass? _sharedPass;
    private readonly Action<int>? _sharedWork;

    /// <summary>Makes the workers.</summary>
    /// <param name="model">What to run; it must outlive the runner.</param>
    /// <param name="threads">Workers, the calling thread included; at least one.</param>
    /// <param name="tokenBudget">Tokens a batch is expected to hold at most; a larger one makes the scratch grow.</param>
    public ModelRunner(BertModel model, int threads, int tokenBudget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(tokenBudget, 1);
        _crew = new WorkerCrew(threads);
        _passes = new ForwardPass[threads];
        _batches = new PackedBatch[threads];
        for (int i = 0; i < threads; i++)
        {
            _batches[i] = new PackedBatch(tokenBudget, PackedBatch.MostSequences(tokenBudget));
            _passes[i] = new ForwardPass(model, 1, tokenBudget);
        }

        // All scratch is there from the beginning: memory does not grow when a worker happens to get its first batch late.
        if (threads > 1)
        {
            _sharedPass = new ForwardPass(model, threads, tokenBudget);
            _sharedWork = _sharedPass.Run;
        }
    }

    /// <summary>The budget that suits most machines: enough rows to hide the reading of the weights, few enough to stay in the caches.</summary>
    public static int DefaultTokenBudget => 512;

    /// <summary>Workers, the calling thread included.</summary>
    public int Threads => _crew.Size;

    /// <summary>Runs batches.</summary>
    /// <param name="batchCount">How many.</param>
    /// <param name="shared">Whether all workers split each batch between them; otherwise each takes a batch of its own.</param>
    /// <param name="fill">Given a batch's number, appends its texts to an empty batch. Called from any worker.</param>
    /// <param name="done">Given a batch's number, takes its logits, <c>[sequenceCount, labelCount]</c>, valid during the call. Called from any worker, for different batches at the same time.</param>
    /// <param name="cancellation">Looked at between batches.</param>
    /// <exception cref="OperationCanceledException">Cancelled; some batches may be done.</exception>
    /// <remarks>What <paramref name="fill"/> or <paramref name="done"/> throw surfaces here, and no further batch is begun.</remarks>
    public void Run(int batchCount, bool shared, Action<int, PackedBatch> fill, Action<int, ReadOnlySpan<float>> done, CancellationToken cancellation)
    {
        if (shared && _crew.Size > 1)
            RunShared(batchCount, fill, done, cancellation);
        else
            TakeTurns(batchCount, (worker, index) => RunOne(_passes[worker], worker, index, fill, done), cancellation);
    }

    /// <summary>Does something for each number below <paramref name="count"/> on the workers; who is free takes the next.</summary>
    /// <param name="count">How many.</param>
    /// <param name="body">Given the worker and the number.</param>
    /// <param name="cancellation">Looked at between numbers.</param>
    public void For(int count, Action<int, int> body, CancellationToken cancellation = default) => TakeTurns(count, body, cancellation);

    /// <summary>Ends the workers and frees the scratch. No run may be under way.</summary>
    public void Dispose()
    {
        _crew.Dispose();
        foreach (ForwardPass pass in _passes)
            pass.Dispose();
        _sharedPass?.Dispose();
    }

    private void RunShared(int batchCount, Action<int, PackedBatch> fill, Action<int, ReadOnlySpan<float>> done, CancellationToken cancellation)
    {
        for (int index = 0; index < batchCount; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            EnterTurn();
            try
            {
                PackedBatch batch = _batches[0];
                batch.Clear();
                fill(index, batch);
                _sharedPass!.Begin(batch);
                if (batch.SequenceCount > 0)
                    _crew.Run(_sharedWork!);
                done(index, _sharedPass.Logits);
            }
            finally
            {
                _turn.Exit();
            }
        }
    }

    private void EnterTurn()
    {
        if (_crew.IsMember)
            throw new InvalidOperationException("A callback of a run may not start another run on the same engine.");
        _turn.Enter();
    }

    private void RunOne(ForwardPass pass, int worker, int index, Action<int, PackedBatch> fill, Action<int, ReadOnlySpan<float>> done)
    {
        PackedBatch batch = _batches[worker];
        batch.Clear();
        fill(index, batch);
        pass.Begin(batch);
        if (batch.SequenceCount > 0)
            pass.Run(0);
        done(index, pass.Logits);
    }

    private void TakeTurns(int count, Action<int, int> body, CancellationToken cancellation)
    {
        int next = 0;
        bool failed = false;
        Action<int> work = worker =>
        {
            while (!Volatile.Read(ref failed) && !cancellation.IsCancellationRequested)
            {
                int index = Interlocked.Increment(ref next) - 1;
                if (index >= count)
                    return;
                try
                {
                    body(worker, index);
                }
                catch
                {
                    Volatile.Write(ref failed, true);
                    throw;
                }

                if (_turn.IsWanted)
                    return;
            }
        };

        while (Volatile.Read(ref next) < count)
        {
            cancellation.ThrowIfCancellationRequested();
            EnterTurn();
            try
            {
                if (count == 1)
                    work(0);
                else
                    _crew.Run(work);
            }
            finally
            {
                _turn.Exit();
            }
        }

        cancellation.ThrowIfCancellationRequested();
    }
}
