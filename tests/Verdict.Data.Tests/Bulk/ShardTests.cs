using Xunit;

namespace Verdict.Data.Tests.Bulk;

public sealed class ShardTests : BulkFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.jsonl.gz")]
    [InlineData("out.tsv.zst")]
    [InlineData("out.parquet")]
    [InlineData("out.arrow")]
    public async Task Shards_join_to_the_same_bytes_as_one_job(string output)
    {
        for (int shard = 4; shard >= 1; shard--)
            Assert.True((await Run(output, shard, 4)).Finished);
        Assert.False(File.Exists(At(output)));
        Assert.Equal(RowCount, await BulkJob.MergeAsync(At(output), cancellation: Token));
        Assert.Equal(await Whole(output), await File.ReadAllBytesAsync(At(output), Token));
        Assert.False(Directory.Exists(At(output + ".verdict")));
    }

    [Fact]
    public async Task More_shards_than_parts_join_too()
    {
        for (int shard = 1; shard <= 12; shard++)
            await Run("out.csv", shard, 12);
        await BulkJob.MergeAsync(At("out.csv"), cancellation: Token);
        Assert.Equal(Expected, await File.ReadAllTextAsync(At("out.csv"), Token));
    }

    [Fact]
    public async Task Missing_unfinished_foreign_and_damaged_shards_are_named()
    {
        const int Small = 100; // so that a shard has more parts than reading is ever ahead of scoring
        await Refused("holds no shards");
        await Run("out.csv", 1, 3, Small);
        await Run("out.csv", 3, 3, Small);
        await Refused("There are 2 shards of 3: 1/3, 3/3");
        using (var stop = new CancellationTokenSource())
            Assert.False((await BulkJob.RunAsync(Sharded("out.csv", 2, 3) with { RowsPerPart = Small }, FakeModel.Scorer(stop.Cancel), null, stop.Token)).Finished);
        await Refused("Run shard 2/3 again");
        await Run("out.csv", 2, 3, Small);
        string part = Directory.GetFiles(At("out.csv.verdict/shard-0002-of-0003"), "part-*").Order().First();
        byte[] bytes = await File.ReadAllBytesAsync(part, Token);
        bytes[^2] ^= 1;
        await File.WriteAllBytesAsync(part, bytes, Token);
        await Refused($"{part} is not what the ledger says");
        Assert.False(File.Exists(At("out.csv")));
        await Run("out.csv", 2, 3, Small);
        await BulkJob.MergeAsync(At("out.csv"), cancellation: Token);
        Assert.Equal(Expected, await File.ReadAllTextAsync(At("out.csv"), Token));
    }

    [Fact]
    public async Task Shards_of_different_models_are_not_joined()
    {
        await Run("out.csv", 1, 2);
        await BulkJob.RunAsync(Sharded("out.csv", 2, 2) with { Model = "fake 2" }, FakeModel.Scorer(), null, Token);
        await Refused("model was 'fake 1' and is 'fake 2'");
    }

    private BulkJobOptions Sharded(string output, int shard, int count) => Options(output) with { Shard = shard, ShardCount = count };

    private Task<BulkSummary> Run(string output, int shard, int count, int rowsPerPart = 300) =>
        BulkJob.RunAsync(Sharded(output, shard, count) with { RowsPerPart = rowsPerPart }, FakeModel.Scorer(), null, Token);

    private async Task Refused(string message) =>
        Assert.Contains(message, (await Assert.ThrowsAsync<BulkJobException>(() => BulkJob.MergeAsync(At("out.csv"), cancellation: Token))).Message, StringComparison.Ordinal);
}
