using System.Diagnostics;
using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Models;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Laws;

/// <summary>What the engine allocates for a batch, on all its threads together: nothing. It runs alone, since what other tests allocate would count.</summary>
[Collection(nameof(EngineAllocationLaw))]
[CollectionDefinition(nameof(EngineAllocationLaw), DisableParallelization = true)]
public sealed class EngineAllocationLaw
{
    private readonly RandomBert _bert = new(hidden: 32, layers: 2, heads: 2, inner: 64, labels: 3, positions: 64);

    public static TheoryData<string, bool, int> Cases =>
    [
        .. from precision in Enum.GetNames<Precision>() from shared in new[] { false, true } from threads in new[] { 1, 2 } select new TheoryDataRow<string, bool, int>(precision, shared, threads),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Once_warm_a_batch_allocates_nothing(string precision, bool shared, int threads)
    {
        int[][] texts = [.. Enumerable.Range(1, 40).Select(i => _bert.Text(1 + (i * 7 % 64)))];
        int[] types = new int[64];
        Action<int, PackedBatch> fill = (i, batch) =>
        {
            for (int text = 0; text < 1 + (i % 3); text++)
                batch.Add(texts[(i + (text * 5)) % texts.Length], types.AsSpan(0, texts[(i + (text * 5)) % texts.Length].Length));
        };
        Action<int, ReadOnlySpan<float>> done = (_, _) => { };
        using BertModel model = BertModel.Load(_bert.Configuration, _bert.Parameters, KernelPath.Current.Path.Kernels, 1, Enum.Parse<Precision>(precision));
        using var runner = new ModelRunner(model, threads, 64);

        // Code is compiled again while it is warm, which may allocate; whatever belongs to a batch is there in every round.
        long few, many;
        var clock = Stopwatch.StartNew();
        do
        {
            few = Allocated(10);
            many = Allocated(100);
        }
        while (few != many && clock.Elapsed < TimeSpan.FromSeconds(10));
        Assert.Equal(few, many);

        long Allocated(int batches)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            runner.Run(batches, shared, fill, done, TestContext.Current.CancellationToken);
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }
    }
}
