using System.Buffers.Binary;

namespace Verdict.Data.Arrow;

/// <summary>
/// Arrow IPC's messages, each read whole before it is passed on: the library underneath takes memory for the lengths that
/// a file states before it knows whether the bytes are there. A file is a stream of messages between two magic numbers,
/// so that both forms can be read in one pass, from a pipe too.
/// </summary>
internal sealed class ArrowFrames : Stream
{
    private const int MaxMetadata = 1 << 28;
    private const int Continuation = -1;
    private readonly Stream _inner;
    private byte[] _frame = new byte[1 << 16];
    private int _length, _at;
    private bool _ended;

    public ArrowFrames(Stream inner)
    {
        _inner = inner;
        Need(8, "it is empty");
        if (!_frame.AsSpan(0, 6).SequenceEqual("ARROW1"u8))
            return;
        if (inner.CanSeek)
            CheckEnd(inner);
        _length = 0;
    }

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
        if (_at == _length && !NextFrame())
            return 0;
        if (_at == 0 && _length == 8)
            Complete();
        int count = Math.Min(buffer.Length, _length - _at);
        _frame.AsSpan(_at, count).CopyTo(buffer);
        _at += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>A file that can be looked at from behind must end as one.</summary>
    private static void CheckEnd(Stream inner)
    {
        Span<byte> end = stackalloc byte[6];
        long at = inner.Position;
        inner.Seek(-6, SeekOrigin.End);
        inner.ReadExactly(end);
        if (!end.SequenceEqual("ARROW1"u8))
            throw new InvalidDataException("it does not end as one");
        inner.Position = at;
    }

    private bool NextFrame()
    {
        if (_ended)
            return false;
        _length = _at = 0;
        Need(8, "it breaks off where a message or the end was expected");
        return true;
    }

    /// <summary>With a message's first eight bytes at hand, reads the rest of it.</summary>
    private void Complete()
    {
        int first = BinaryPrimitives.ReadInt32LittleEndian(_frame);

        // Before version 0.15 the length stood first, without the mark.
        bool marked = first == Continuation;
        int metadata = marked ? BinaryPrimitives.ReadInt32LittleEndian(_frame.AsSpan(4)) : first;
        if (metadata == 0)
        {
            _ended = true;
            return;
        }

        int start = marked ? 8 : 4;
        if (metadata is < 8 or > MaxMetadata)
            throw new InvalidDataException($"a message would have a description of {metadata} bytes");
        Need(start + metadata, "it breaks off inside a message");
        long body = ArrowMessage.BodyLength(_frame.AsSpan(start, metadata));
        if (body < 0 || body > Array.MaxLength - start - metadata)
            throw new InvalidDataException($"a message would have {body} bytes");
        Need(start + metadata + (int)body, "it breaks off inside a message");
    }

    /// <summary>Reads until the frame has so many bytes; memory grows with what is really there.</summary>
    private void Need(int length, string otherwise)
    {
        while (_length < length)
        {
            if (_length == _frame.Length)
                Array.Resize(ref _frame, (int)Math.Min(Math.Min(_frame.Length * 2L, Array.MaxLength), Math.Max(length, 1 << 16)));
            int count = _inner.Read(_frame, _length, Math.Min(_frame.Length, length) - _length);
            if (count == 0)
                throw new InvalidDataException(otherwise);
            _length += count;
        }
    }
}
