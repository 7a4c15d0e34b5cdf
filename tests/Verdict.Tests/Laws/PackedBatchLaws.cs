using Verdict.Batching;
using Xunit;

namespace Verdict.Tests.Laws;

public sealed class PackedBatchLaws
{
    [Fact]
    public void Holds_each_text_where_it_was_put_beyond_its_first_capacity()
    {
        var batch = new PackedBatch(tokenCapacity: 2, sequenceCapacity: 1);
        batch.Add([1, 2, 3], [0, 0, 1]);
        batch.Add([4], [0]);
        batch.Add([5, 6], [0, 1]);

        Assert.Equal([0, 3, 4, 6], batch.SequenceStarts.ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], batch.InputIds.ToArray());
        Assert.Equal([0, 0, 1, 0, 0, 1], batch.TypeIds.ToArray());

        batch.Clear();
        batch.Add([7], [0]);
        Assert.Equal([0, 1], batch.SequenceStarts.ToArray());
        Assert.Equal([7], batch.InputIds.ToArray());
    }
}
