using System.IO.Pipelines;
using Verdict.Cli.Terminal;
using Xunit;

namespace Verdict.Cli.Tests.Terminal;

public sealed class InterruptibleInputTests
{
    [Fact]
    public async Task Bytes_come_through_unchanged_by_both_ways_of_reading()
    {
        byte[] bytes = new byte[300_000];
        new Random(1).NextBytes(bytes);
        var copy = new MemoryStream();
        using (var input = new InterruptibleInput(new MemoryStream(bytes), CancellationToken.None))
            await input.CopyToAsync(copy, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, copy.ToArray());

        copy = new MemoryStream();
        using (var input = new InterruptibleInput(new MemoryStream(bytes), CancellationToken.None))
        {
            byte[] buffer = new byte[100_000];
            for (int count; (count = input.Read(buffer, 0, buffer.Length)) > 0;)
                copy.Write(buffer, 0, count);
        }

        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task A_read_that_waits_for_ever_lets_go()
    {
        using var interrupt = new CancellationTokenSource();
        using Stream silent = new Pipe().Reader.AsStream(); // nobody ever writes
        using var input = new InterruptibleInput(silent, interrupt.Token);
        Task<int> first = Task.Run(() => input.Read(new byte[1], 0, 1));
        await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.False(first.IsCompleted);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void An_error_underneath_keeps_its_type()
    {
        using var input = new InterruptibleInput(new Broken(), CancellationToken.None);
        Assert.Throws<IOException>(() => input.Read(new byte[1], 0, 1));
    }

    private sealed class Broken : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("torn");
    }
}
