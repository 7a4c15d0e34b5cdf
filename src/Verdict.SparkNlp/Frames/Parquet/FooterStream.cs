namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>Passes a Parquet file through, and from <see cref="Hold"/> on keeps its end back; disposed, it writes that end as Spark has it. The stream behind stays open.</summary>
internal sealed class FooterStream(Stream behind) : Stream
{
    private MemoryStream? _end;
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    /// <summary>All rows are written: what comes now is the file's end.</summary>
    public void Hold() => _end ??= new MemoryStream();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _length += buffer.Length;
        (_end ?? behind).Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _length += buffer.Length;
        return (_end ?? behind).WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => behind.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => behind.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        // Where the rows failed there is no end to write.
        if (_end is { } end)
        {
            _end = null;
            await behind.WriteAsync(SparkFooter.Rewrite(end.GetBuffer().AsSpan(0, (int)end.Length))).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }
}
