using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verdict.SparkNlp.Archives.Files;

/// <summary>The bytes of one file of an archive, in memory. Its length may exceed 2 GB; a piece of it may not. Disposing it lets go of the memory.</summary>
internal sealed class Blob : IDisposable
{
    private readonly SharedMemory _memory;
    private readonly long _start;
    private bool _disposed;

    /// <summary>Takes over one use of the memory.</summary>
    public Blob(string path, SharedMemory memory, long start, long length, double density = 1)
    {
        Path = path;
        Density = density;
        _memory = memory;
        _start = start;
        Length = length;
    }

    /// <summary>What errors call the file.</summary>
    public string Path { get; }

    /// <summary>Bytes in all.</summary>
    public long Length { get; }

    /// <summary>
    /// Bytes on disk for each byte here: 1 for a file, less for what was unpacked. Zips inside zips multiply, and so do bombs; this is how they are told.
    /// </summary>
    public double Density { get; }

    /// <summary>Maps a file.</summary>
    /// <exception cref="VerdictFormatException">It cannot be read.</exception>
    public static Blob OfFile(string path)
    {
        try
        {
            SharedMemory memory = SharedMemory.OfFile(path);
            return new Blob(path, memory, 0, memory.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new VerdictFormatException(path, null, $"the file cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Bytes that lie in memory already.</summary>
    public static Blob OfBytes(string path, ReadOnlyMemory<byte> bytes) => new(path, SharedMemory.Allocate(bytes.Length, take =>
    {
        if (bytes.Length > 0)
            bytes.CopyTo(take(0, bytes.Length));
    }), 0, bytes.Length);

    /// <summary>A part of it under another name, with a life of its own.</summary>
    public Blob Part(string path, long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        _memory.Share();
        return new Blob(path, _memory, _start + offset, length, Density);
    }

    /// <summary>A piece of it; valid until the blob is disposed.</summary>
    public ReadOnlyMemory<byte> Slice(long offset, int length)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return _memory.Slice(_start + offset, length);
    }

    /// <summary>Says that a stretch will not be read soon: where it is a mapped file's, its pages leave the memory until then.</summary>
    public void LetGo(long offset, long length) => _memory.LetGo(_start + offset, length);

    /// <summary>Says that a stretch will not be read again, through any blob: its pages leave the memory, and what was unpacked is zeros there.</summary>
    public void Discard(long offset, long length) => _memory.Discard(_start + offset, length);

    /// <summary>Where a piece that was taken from it lies, in bytes from its start; negative for what was taken from elsewhere.</summary>
    public long OffsetOf(ReadOnlyMemory<byte> piece)
    {
        if (piece.IsEmpty || Length == 0)
            return -1;
        long offset = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(Slice(0, 1).Span), ref MemoryMarshal.GetReference(piece.Span));
        return offset <= Length - piece.Length ? offset : -1;
    }

    /// <summary>All of it, where no more than <paramref name="most"/> bytes are sensible.</summary>
    public ReadOnlyMemory<byte> All(int most) => Length <= most
        ? Slice(0, (int)Length)
        : throw new VerdictFormatException(Path, null, $"the file has {Length:N0} bytes; at most {most:N0} are read. It is not what its name says.");

    /// <summary>Reads it from first to last.</summary>
    public Stream OpenStream() => new BlobStream(this);

    /// <summary>Lets go of the memory.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _memory.Release();
    }

    private sealed class BlobStream(Blob blob) : Stream
    {
        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => blob.Length;

        public override long Position
        {
            get => _position;
            set => Seek(value, SeekOrigin.Begin);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, blob.Length - _position);
            if (count <= 0)
                return 0;
            blob.Slice(_position, count).Span.CopyTo(buffer);
            _position += count;
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            long target = offset + origin switch { SeekOrigin.Begin => 0, SeekOrigin.Current => _position, _ => blob.Length };
            ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
            return _position = Math.Min(target, blob.Length);
        }

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
