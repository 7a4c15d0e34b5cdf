namespace Verdict.Cli.Terminal;

/// <summary>
/// Standard input that Ctrl-C can interrupt: the system's read cannot be cancelled, so it goes on behind, into a buffer of its own, while the
/// caller is let go. One read at a time.
/// </summary>
internal sealed class InterruptibleInput(Stream inner, CancellationToken interrupt) : Stream
{
    private readonly byte[] _buffer = new byte[64 * 1024];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int wanted = Math.Min(buffer.Length, _buffer.Length);
        Task<int> reading = Task.Run(() => inner.Read(_buffer, 0, wanted), CancellationToken.None);
        Task.WaitAny([reading], interrupt); // does not throw what the read threw; the next line does
        int count = reading.GetAwaiter().GetResult();
        _buffer.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = Math.Min(buffer.Length, _buffer.Length);
        Task<int> reading = Task.Run(() => inner.Read(_buffer, 0, wanted), CancellationToken.None);
        int count = await reading.WaitAsync(cancellationToken.CanBeCanceled ? cancellationToken : interrupt).ConfigureAwait(false);
        _buffer.AsMemory(0, count).CopyTo(buffer);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // A read may still be under way after an interruption; the process's end closes the handle.
        if (disposing && !interrupt.IsCancellationRequested)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
