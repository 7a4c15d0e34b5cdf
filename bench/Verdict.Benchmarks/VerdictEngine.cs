using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Models;

namespace Verdict.Benchmarks;

/// <summary>Our engine, driven as the front door drives it: planned batches, nothing padded.</summary>
internal sealed class VerdictEngine : IDisposable
{
    private readonly BertModel _model;
    private readonly ModelRunner _runner;
    private readonly int _threads;
    private readonly int _tokenBudget;

    public VerdictEngine(RandomBert bert, int threads, Precision precision)
    {
        _model = BertModel.Load(bert.Configuration, bert.Parameters, KernelPath.Current.Path.Kernels, threads, precision);
        _threads = threads;
        _tokenBudget = ModelRunner.DefaultTokenBudget;
        _runner = new ModelRunner(_model, threads, _tokenBudget);
    }

    public float[][] Run(int[][] texts)
    {
        BatchPlan plan = BatchPlanner.Plan([.. texts.Select(t => t.Length)], _tokenBudget, _threads);
        float[][] logits = new float[texts.Length][];
        int[] types = new int[texts.Max(t => t.Length)];
        _runner.Run(
            plan.Batches.Length,
            plan.Shared,
            (index, batch) =>
            {
                foreach (int text in plan.Batches[index])
                    batch.Add(texts[text], types.AsSpan(0, texts[text].Length));
            },
            (index, all) =>
            {
                for (int i = 0; i < plan.Batches[index].Length; i++)
                    logits[plan.Batches[index][i]] = all.Slice(i * _model.LabelCount, _model.LabelCount).ToArray();
            },
            CancellationToken.None);
        return logits;
    }

    public void Dispose()
    {
        _runner.Dispose();
        _model.Dispose();
    }
}
