using Verdict.Batching;
using Verdict.Kernels;
using Verdict.Models;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Models;

public sealed class ModelRunnerTests : IDisposable
{
    private readonly RandomBert _bert = new(hidden: 16, layers: 1, heads: 2, inner: 32, labels: 2, positions: 64);
    private readonly BertModel _model;
    private readonly ModelRunner _runner;

    public ModelRunnerTests()
    {
        _model = BertModel.Load(_bert.Configuration, _bert.Parameters, KernelPath.Current.Path.Kernels, 1);
        _runner = new ModelRunner(_model, 3, 64);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_fault_of_a_callback_surfaces_and_the_runner_goes_on(bool shared)
    {
        Assert.Throws<InvalidDataException>(() => _runner.Run(20, shared, (i, b) => Fill(b, i == 7 ? throw new InvalidDataException("fill") : 5), (_, _) => { }, Token));
        Assert.Throws<InvalidDataException>(() => _runner.Run(20, shared, (_, b) => Fill(b, 5), (i, _) => FailAt(3, i), Token));
        Assert.Equal(20, CountDone(20, shared));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_model_has_no_row_for_is_refused_by_name(bool shared)
    {
        Assert.Contains("token id is 500", Refusal([500], [0]), StringComparison.Ordinal);
        Assert.Contains("token id is -1", Refusal([-1], [0]), StringComparison.Ordinal);
        Assert.Contains("token type is 2", Refusal([1], [2]), StringComparison.Ordinal);
        Assert.Contains("65 tokens; the model reads at most 64", Refusal(new int[65], new int[65]), StringComparison.Ordinal);
        Assert.Equal(3, CountDone(3, shared));

        string Refusal(int[] ids, int[] types) =>
            Assert.ThrowsAny<ArgumentException>(() => _runner.Run(1, shared, (_, b) => b.Add(ids, types), (_, _) => { }, Token)).Message;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_empty_batch_and_no_batch_are_fine(bool shared)
    {
        int done = 0;
        _runner.Run(1, shared, (_, _) => { }, (_, logits) => done += 1 + logits.Length, Token);
        _runner.Run(0, shared, (_, _) => done += 100, (_, _) => { }, Token);
        Assert.Equal(1, done);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Cancelling_ends_a_run_between_batches(bool shared)
    {
        using var source = new CancellationTokenSource();
        int done = 0;
        Assert.Throws<OperationCanceledException>(() => _runner.Run(
            10_000, shared, (_, b) => Fill(b, 5),
            (_, _) =>
            {
                if (Interlocked.Increment(ref done) == 10)
                    source.Cancel();
            },
            source.Token));
        Assert.InRange(done, 10, 100);
        Assert.Equal(3, CountDone(3, shared));
    }

    [Fact]
    public async Task Many_callers_at_once_each_get_their_own()
    {
        int[][] texts = [.. Enumerable.Range(1, 16).Select(_bert.Text)];
        float[][] alone = [.. texts.Select(One)];
        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 6, CancellationToken = Token }, (i, _) =>
        {
            Assert.Equal(alone[i % 16], One(texts[i % 16]));
            return ValueTask.CompletedTask;
        });

        float[] One(int[] text)
        {
            float[] result = [];
            _runner.Run(1, true, (_, b) => b.Add(text, new int[text.Length]), (_, logits) => result = logits.ToArray(), Token);
            return result;
        }
    }

    [Fact]
    public async Task A_short_call_does_not_wait_for_a_giant_one_to_end()
    {
        using var begun = new ManualResetEventSlim();
        using var served = new ManualResetEventSlim();
        int afterwards = 0;
        Task giant = Task.Run(
            () => _runner.Run(
                int.MaxValue, false,
                (_, b) =>
                {
                    begun.Set();
                    Fill(b, 5);
                    if (served.IsSet && Interlocked.Increment(ref afterwards) > 0)
                        throw new OperationCanceledException("the giant has seen the short one served");
                },
                (_, _) => { },
                Token),
            Token);
        begun.Wait(Token);
        Assert.Equal(1, CountDone(1, true));
        served.Set();
        await Assert.ThrowsAsync<OperationCanceledException>(() => giant);
    }

    [Fact]
    public void A_callback_may_not_start_another_run()
    {
        foreach (bool shared in (bool[])[false, true])
            Assert.Throws<InvalidOperationException>(() => _runner.Run(6, shared, (_, b) => Fill(b, 5), (_, _) => CountDone(1, true), Token));
    }

    [Fact]
    public void For_does_each_number_once_and_lets_faults_through()
    {
        int[] seen = new int[1000];
        _runner.For(seen.Length, (worker, i) => seen[i] += 1 + (worker < 3 ? 0 : 100), Token);
        Assert.All(seen, n => Assert.Equal(1, n));
        Assert.Throws<InvalidDataException>(() => _runner.For(50, (_, i) => FailAt(20, i), Token));
    }

    [Fact]
    public void Steady_state_allocates_nothing_in_the_engine()
    {
        int[] text = new int[20];
        Action<int, PackedBatch> fill = (_, b) => b.Add(text, text);
        Action<int, ReadOnlySpan<float>> done = (_, _) => { };
        using var runner = new ModelRunner(_model, 1, 64);
        runner.Run(50, false, fill, done, Token);
        long few = Allocated(10), many = Allocated(1000);
        Assert.Equal(few, many);

        long Allocated(int batches)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            runner.Run(batches, false, fill, done, Token);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    public void Dispose()
    {
        _runner.Dispose();
        _model.Dispose();
    }

    private static void FailAt(int bad, int index)
    {
        if (index == bad)
            throw new InvalidDataException("done");
    }

    private static void Fill(PackedBatch batch, int length) => batch.Add(new int[length], new int[length]);

    private int CountDone(int batches, bool shared)
    {
        int done = 0;
        _runner.Run(batches, shared, (i, b) => Fill(b, 1 + (i % 9)), (_, logits) => Interlocked.Add(ref done, logits.Length / 2), Token);
        return done;
    }
}
