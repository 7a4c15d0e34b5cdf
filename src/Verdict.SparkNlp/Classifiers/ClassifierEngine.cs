using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Models;
using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp;

/// <summary>A loaded classifier: weights, workers, vocabulary. Safe from many threads; owns the archive.</summary>
internal sealed class ClassifierEngine : IDisposable
{
    private readonly ClassifierArchive _archive;
    private readonly BertModel _model;
    private readonly ModelRunner _runner;

    /// <summary>Packs the weights and starts the workers.</summary>
    public ClassifierEngine(ClassifierArchive archive)
    {
        _archive = archive;
        Vocabulary = new PieceVocabulary(archive.Vocabulary, archive.Parameters.Description);
        int threads = Environment.ProcessorCount;
        _model = BertModel.Load(archive.Configuration, archive.Tensors, KernelPath.Current.Path.Kernels, threads);
        _runner = new ModelRunner(_model, threads, ModelRunner.DefaultTokenBudget);
    }

    /// <summary>Pieces and ids.</summary>
    public PieceVocabulary Vocabulary { get; }

    /// <summary>The archive that it was made from; the matrices that were packed may have been freed.</summary>
    public ClassifierArchive Archive => _archive;

    /// <summary>Bytes of the packed weights, without the word table.</summary>
    public long PackedBytes => _model.MemoryBytes;

    /// <summary>The labels by id.</summary>
    public IReadOnlyList<string> Labels => _archive.Labels;

    /// <summary>The longest input in tokens.</summary>
    public int MaxPositions => _archive.Configuration.MaxPositions;

    /// <summary>Does something for each number below <paramref name="count"/> on the workers.</summary>
    public void For(int count, Action<int> body) => _runner.For(count, (_, index) => body(index));

    /// <summary>Runs sequences, dealt into batches that hold about as many tokens as suits the processor.</summary>
    /// <param name="sequences">Token ids of each, special tokens included.</param>
    /// <returns>The logits of each, <c>[labelCount]</c>.</returns>
    public float[][] Run(IReadOnlyList<int[]> sequences)
    {
        int[] lengths = [.. sequences.Select(s => s.Length)];
        BatchPlan plan = BatchPlanner.Plan(lengths, ModelRunner.DefaultTokenBudget, _runner.Threads);
        var logits = new float[sequences.Count][];
        int[] types = new int[lengths.DefaultIfEmpty(0).Max()];
        _runner.Run(
            plan.Batches.Length, plan.Shared,
            (index, batch) =>
            {
                foreach (int sequence in plan.Batches[index])
                    batch.Add(sequences[sequence], types.AsSpan(0, lengths[sequence]));
            },
            (index, output) =>
            {
                for (int i = 0; i < plan.Batches[index].Length; i++)
                    logits[plan.Batches[index][i]] = output.Slice(i * _model.LabelCount, _model.LabelCount).ToArray();
            },
            CancellationToken.None);
        return logits;
    }

    /// <summary>Ends the workers and lets go of the weights.</summary>
    public void Dispose()
    {
        _runner.Dispose();
        _model.Dispose();
        _archive.Dispose();
    }
}
