using Verdict.Batching;
using Xunit;

namespace Verdict.Tests.Batching;

/// <summary>Rows and texts: nobody's rows overlap, pairs belong to one text, and a text's kind depends on its length alone.</summary>
public sealed class RowPlanTests
{
    [Fact]
    public void Long_texts_come_first_in_pairs_and_short_ones_follow()
    {
        var plan = new RowPlan(pairs: true, int.MaxValue);
        plan.Lay(Batch(3, 33, 31, 32, 101));
        Assert.Equal([168, 0, 171, 34, 66], plan.Starts[..5].ToArray());
        Assert.Equal([new RowStage(0, 5, 0, 168, 202)], plan.Stages.ToArray());

        plan.Lay(Batch(2));
        Assert.Equal([new RowStage(0, 1, 0, 0, 2)], plan.Stages.ToArray());
        Assert.Equal(0, plan.Starts[0]);
    }

    [Fact]
    public void Without_pairs_rows_are_tokens()
    {
        var plan = new RowPlan(pairs: false, int.MaxValue);
        plan.Lay(Batch(3, 49, 47));
        Assert.Equal([0, 3, 52], plan.Starts[..3].ToArray());
        Assert.Equal([new RowStage(0, 3, 0, 0, 99)], plan.Stages.ToArray());
        Assert.Equal(512, plan.MostRows(512));
    }

    [Fact]
    public void A_stage_ends_before_the_text_that_would_not_fit()
    {
        var plan = new RowPlan(pairs: false, 100);
        plan.Lay(Batch(60, 40, 1, 120, 99, 1));
        Assert.Equal([new RowStage(0, 2, 0, 0, 100), new RowStage(2, 3, 100, 0, 1), new RowStage(3, 4, 101, 0, 120), new RowStage(4, 6, 221, 0, 100)], plan.Stages.ToArray());
        Assert.Equal([0, 60, 100, 101, 221, 320], plan.Starts[..6].ToArray());
        Assert.Equal(120, plan.MostStageRows(512, longest: 120));

        plan.Lay(new PackedBatch());
        Assert.True(plan.Stages.IsEmpty);
    }

    [Fact]
    public void The_plan_holds_every_batch_of_its_tokens()
    {
        var random = new Random(7);
        for (int round = 0; round < 300; round++)
        {
            var plan = new RowPlan(pairs: true, round % 3 == 0 ? 64 : int.MaxValue);
            int[] lengths = [.. Enumerable.Range(0, random.Next(1, 90)).Select(_ => random.Next(1, 60))];
            plan.Lay(Batch(lengths));
            RowStage[] stages = plan.Stages.ToArray();
            Assert.InRange(plan.RowCount, lengths.Sum(), plan.MostRows(lengths.Sum()));
            Assert.All(stages, s => Assert.Equal(0, s.PairedRows % 2));
            Assert.Equal(stages.Max(s => s.RowCount), plan.LargestStage);
            Assert.All(stages, s => Assert.InRange(s.RowCount, 1, plan.MostStageRows(lengths.Sum(), lengths.Max())));
            Assert.Equal(lengths.Length, stages.Sum(s => s.EndText - s.FirstText));
            bool[] taken = new bool[plan.RowCount];
            for (int text = 0; text < lengths.Length; text++)
            {
                int start = plan.Starts[text];
                RowStage stage = stages.Single(s => text >= s.FirstText && text < s.EndText);
                Assert.Equal(plan.IsPaired(lengths[text]), start < stage.FirstRow + stage.PairedRows);
                Assert.True(!plan.IsPaired(lengths[text]) || (start - stage.FirstRow) % 2 == 0);
                Assert.InRange(start, stage.FirstRow, stage.FirstRow + stage.RowCount - plan.RowsFor(lengths[text]));
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
