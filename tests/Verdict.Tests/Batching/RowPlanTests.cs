using Verdict.Batching;
using Xunit;

namespace Verdict.Tests.Batching;

/// <summary>Rows and texts: nobody's rows overlap, pairs belong to one text, and a text's kind depends on its length alone.</summary>
public sealed class RowPlanTests
{
    [Fact]
    public void Long_texts_come_first_in_pairs_and_short_ones_follow()
    {
        var plan = new RowPlan(pairs: true);
        plan.Lay(Batch(3, 33, 31, 32, 101));
        Assert.Equal([168, 0, 171, 34, 66], plan.Starts[..5].ToArray());
        Assert.Equal((168, 202), (plan.PairedRows, plan.RowCount));

        plan.Lay(Batch(2));
        Assert.Equal((0, 2), (plan.PairedRows, plan.RowCount));
        Assert.Equal(0, plan.Starts[0]);
    }

    [Fact]
    public void Without_pairs_rows_are_tokens()
    {
        var plan = new RowPlan(pairs: false);
        plan.Lay(Batch(3, 49, 47));
        Assert.Equal([0, 3, 52], plan.Starts[..3].ToArray());
        Assert.Equal((0, 99), (plan.PairedRows, plan.RowCount));
        Assert.Equal(512, plan.MostRows(512));
    }

    [Fact]
    public void The_plan_holds_every_batch_of_its_tokens()
    {
        var random = new Random(7);
        var plan = new RowPlan(pairs: true);
        for (int round = 0; round < 300; round++)
        {
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, 90)).Select(_ => random.Next(1, 60))];
            plan.Lay(Batch(lengths));
            Assert.InRange(plan.RowCount, lengths.Sum(), plan.MostRows(lengths.Sum()));
            Assert.Equal(0, plan.PairedRows % 2);
            bool[] taken = new bool[plan.RowCount];
            for (int text = 0; text < lengths.Length; text++)
            {
                int start = plan.Starts[text];
                Assert.Equal(plan.IsPaired(lengths[text]), start < plan.PairedRows);
                Assert.True(!plan.IsPaired(lengths[text]) || start % 2 == 0);
                for (int row = start; row < start + lengths[text]; row++)
                {
                    Assert.False(taken[row]);
                    taken[row] = true;
                }
            }
        }
    }

    private static PackedBatch Batch(params int[] lengths)
    {
        var batch = new PackedBatch();
        foreach (int length in lengths)
            batch.Add(new int[length], new int[length]);
        return batch;
    }
}
