using Verdict.Batching;
using Xunit;

namespace Verdict.Tests.Batching;

public sealed class BatchPlannerTests
{
    [Fact]
    public void Deals_every_sequence_exactly_once_within_the_budget()
    {
        var random = new Random(1);
        for (int round = 0; round < 300; round++)
        {
            int[] lengths = [.. Enumerable.Range(0, random.Next(0, 200)).Select(_ => random.Next(1, random.Next(2, 600)))];
            int budget = random.Next(64, 1024);
            int workers = random.Next(1, 9);
            BatchPlan plan = BatchPlanner.Plan(lengths, budget, workers);

            Assert.Equal(Enumerable.Range(0, lengths.Length), plan.Batches.SelectMany(b => b).Order());
            Assert.All(plan.Batches, b =>
            {
                Assert.NotEmpty(b);
                Assert.True(b.Length == 1 || b.Sum(i => lengths[i]) <= budget);
            });
        }
    }

    [Fact]
    public void One_text_is_shared_by_all_workers()
    {
        BatchPlan plan = BatchPlanner.Plan([32], 512, 2);
        Assert.True(plan.Shared);
        Assert.Equal([0], Assert.Single(plan.Batches));
    }

    [Fact]
    public void One_worker_shares_nothing() => Assert.False(BatchPlanner.Plan([32], 512, 1).Shared);

    [Fact]
    public void Two_texts_of_very_different_length_are_shared()
    {
        BatchPlan plan = BatchPlanner.Plan([500, 10], 512, 2);
        Assert.True(plan.Shared);
        Assert.Single(plan.Batches);
    }

    [Fact]
    public void Few_texts_of_like_length_are_dealt_evenly()
    {
        BatchPlan plan = BatchPlanner.Plan([128, 128, 128, 128, 128, 128, 128, 128], 512, 2);
        Assert.False(plan.Shared);
        Assert.Equal([4, 4], plan.Batches.Select(b => b.Length));
    }

    [Fact]
    public void A_long_window_is_never_shared_and_is_balanced()
    {
        var random = new Random(2);
        int[] lengths = [.. Enumerable.Range(0, 4000).Select(_ => random.Next(5, 300))];
        BatchPlan plan = BatchPlanner.Plan(lengths, 512, 2);
        Assert.False(plan.Shared);
        int[] tokens = [.. plan.Batches.Select(b => b.Sum(i => lengths[i]))];
        Assert.True(tokens.Average() > 400, $"batches hold {tokens.Average():F0} of 512 tokens");
    }

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(BatchPlanner.Plan([], 512, 2).Batches);
}
