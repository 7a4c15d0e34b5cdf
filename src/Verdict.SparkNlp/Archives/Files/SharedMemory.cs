using System.Runtime.InteropServices;
using Verdict.Files;

namespace Verdict.SparkNlp.Archives.Files;

/// <summary>Memory that several <see cref="Blob"/>s look into: a mapped file or a buffer of its own. It goes when the last of them is disposed.</summary>
internal sealed class SharedMemory
{
    private readonly MappedMemory _memory;
    private readonly IDisposable _owner;
    private readonly nint _own;
    private int _users = 1;

    private SharedMemory(MappedMemory memory, IDisposable owner, nint own = 0)
    {
        _memory = memory;
        _owner = owner;
        _own = own;
    }

    /// <summary>Bytes in all.</summary>
    public long Length => _memory.Length;

    /// <summary>Maps a file.</summary>
    public static SharedMemory OfFile(string path)
    {
        MappedMemory memory = MappedMemory.OpenFile(path);
        return new SharedMemory(memory, memory);
    }

    /// <summary>A buffer outside the managed heap; <paramref name="fill"/> writes it piece by piece from the first byte to the last.</summary>
    public static unsafe SharedMemory Allocate(long length, Action<Func<long, int, Memory<byte>>> fill)
    {
        var buffer = new NativeBuffer((nuint)Math.Max(length, 1));
        try
        {
            byte* start = (byte*)buffer.DangerousGetHandle();
            fill((offset, count) => new NativePiece(start + offset, count).Memory);
            return new SharedMemory(MappedMemory.OfResource(start, length), buffer, (nint)start);
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>A piece of it.</summary>
    public ReadOnlyMemory<byte> Slice(long offset, int length) => _memory.Slice(offset, length);

    /// <summary>Says that a stretch will not be read soon: where it is a mapped file's, its pages leave the memory until then.</summary>
    public void LetGo(long offset, long length) => _memory.LetGo(offset, length);

    /// <summary>Says that a stretch will not be read again: its pages leave the memory, and what was a buffer is zeros there.</summary>
    public unsafe void Discard(long offset, long length)
    {
        if (_own == 0)
            LetGo(offset, length);
        else
            OwnMemory.Drop((byte*)_own + offset, length);
    }

    /// <summary>One more user.</summary>
    public void Share() => Interlocked.Increment(ref _users);

    /// <summary>One user less.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            _owner.Dispose();
    }

    private sealed class NativeBuffer : SafeHandle
    {
        public unsafe NativeBuffer(nuint length)
            : base(0, ownsHandle: true) => SetHandle((nint)NativeMemory.Alloc(length));

        public override bool IsInvalid => handle == 0;

        protected override unsafe bool ReleaseHandle()
        {
            NativeMemory.Free((void*)handle);
            return true;
        }
    }

    private sealed unsafe class NativePiece(byte* start, int length) : System.Buffers.MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(start, length);

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
