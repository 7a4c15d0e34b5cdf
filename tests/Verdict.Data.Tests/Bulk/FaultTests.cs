using Xunit;

namespace Verdict.Data.Tests.Bulk;

/// <summary>Disks that fill up, at every stage of a job.</summary>
public sealed class FaultTests : BulkFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.jsonl.gz")]
    [InlineData("out.parquet")]
    [InlineData("out.arrow")]
    public async Task A_full_disk_is_told_and_the_job_goes_on_to_the_same_bytes(string output)
    {
        byte[] whole = await Whole(output);
        var full = new Disk(long.MaxValue);
        await BulkJob.RunAsync(Options(output) with { WrapOutput = full.Wrap }, FakeModel.Scorer(), null, Token);
        long total = full.Written;
        File.Delete(At(output));
        int faults = 0;
        long resumed = 0;
        for (long room = 0; room < total; room += Math.Max(1, total / 23))
        {
            var disk = new Disk(room);
            var e = await Assert.ThrowsAsync<IOException>(() => BulkJob.RunAsync(Options(output) with { WrapOutput = disk.Wrap }, FakeModel.Scorer(), null, Token));
            Assert.Contains("cannot be written: No space left on device", e.Message, StringComparison.Ordinal);
            Assert.Contains("Free space", e.Message, StringComparison.Ordinal);

            // The output is there whole or not at all: the last thing to fail is the ledger's line about it.
            if (File.Exists(At(output)))
                Assert.Equal(whole, await File.ReadAllBytesAsync(At(output), Token));
            faults++;
            BulkSummary summary = await BulkJob.RunAsync(Options(output), FakeModel.Scorer(), null, Token);
            resumed += summary.Progress.ResumedRows;
            Assert.Equal(whole, await File.ReadAllBytesAsync(At(output), Token));
            File.Delete(At(output));
        }

        Assert.True(faults >= 20);
        Assert.True(resumed > 0);
    }

    [Fact]
    public async Task A_target_that_may_not_be_written_to_is_told()
    {
        await File.WriteAllTextAsync(At("file"), "", Token);
        var e = await Assert.ThrowsAsync<IOException>(() => BulkJob.RunAsync(Options() with { Output = At("file/out.csv") }, FakeModel.Scorer(), null, Token));
        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_a_line_in_the_ledger_is_taken_away()
    {
        using (var stop = new CancellationTokenSource())
            await BulkJob.RunAsync(Options(), FakeModel.Scorer(stop.Cancel), null, stop.Token);
        string ledger = At("out.csv.verdict/ledger.jsonl");
        await File.AppendAllTextAsync(ledger, "{\"part\":7,\"first", Token);
        BulkSummary summary = await BulkJob.RunAsync(Options(), FakeModel.Scorer(), null, Token);
        Assert.True(summary.Progress.ResumedRows > 0);
        Assert.Equal(Expected, await File.ReadAllTextAsync(At("out.csv"), Token));
    }

    [Fact]
    public async Task Ledgers_that_are_none_are_refused_by_line()
    {
        Directory.CreateDirectory(At("out.csv.verdict"));
        var random = new Random(7);
        int count = int.Parse(Environment.GetEnvironmentVariable("VERDICT_FUZZ") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        byte[] seed = "{\"job\":{\"model\":\"m\"}}\n{\"part\":0,\"firstRow\":0,\"rows\":1,\"marked\":0,\"truncated\":0,\"tokens\":1,\"length\":5,\"sha256\":\"ab\"}\n{\"totalParts\":1,\"totalRows\":1}\n{\"delivered\":\"ab\"}\n"u8.ToArray();
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = [.. seed];
            for (int changes = random.Next(1, 5); changes > 0; changes--)
                bytes[random.Next(bytes.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : "{}[]\",:\n0-e"u8[random.Next(11)];
            await File.WriteAllBytesAsync(At("out.csv.verdict/ledger.jsonl"), bytes, Token);
            try
            {
                Data.Bulk.Ledger? ledger = Data.Bulk.Ledger.Open(At("out.csv.verdict"), null);
                Assert.NotNull(ledger);
            }
            catch (VerdictFormatException e)
            {
                Assert.Contains("begin anew", e.Message, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Room for so many bytes; the write that does not fit is done in part, as a real one may be.</summary>
    private sealed class Disk(long room)
    {
        private long _room = room;

        public long Written { get; private set; }

        public Stream Wrap(Stream stream) => new Limited(stream, this);

        private sealed class Limited(Stream inner, Disk disk) : MemoryStream
        {
            public override bool CanSeek => false;

            public override void Write(ReadOnlySpan<byte> buffer)
            {
                int fits = (int)Math.Min(buffer.Length, disk._room);
                inner.Write(buffer[..fits]);
                disk._room -= fits;
                disk.Written += fits;
                if (fits < buffer.Length)
                    throw new IOException("No space left on device");
            }

            public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

            public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                Write(buffer.Span);
                return default;
            }

            public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

            public override void WriteByte(byte value) => Write([value]);

            public override void Flush() => inner.Flush();

            public override long Position
            {
                get => inner.Position;
                set => throw new NotSupportedException();
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing)
                    inner.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
