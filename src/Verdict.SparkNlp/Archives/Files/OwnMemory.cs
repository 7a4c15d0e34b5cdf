using System.Buffers;
using System.Runtime.InteropServices;

namespace Verdict.SparkNlp.Archives.Files;

/// <summary>A piece of memory outside the managed heap that can be given back before its last reader is forgotten. Nobody may be reading while it is freed.</summary>
internal sealed unsafe partial class OwnMemory : MemoryManager<byte>
{
    private readonly Block _block;
    private readonly int _length;

    /// <summary>Allocates; the content is anything.</summary>
    public OwnMemory(int length)
    {
        _length = length;
        _block = new Block(length);
    }

    /// <summary>Gives it back; a second time is nothing.</summary>
    public void Free() => _block.Dispose();

    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    public override Span<byte> GetSpan() => new(Start(), _length);

    public override MemoryHandle Pin(int elementIndex = 0) => new(Start() + elementIndex);

    public override void Unpin()
    {
    }

    /// <summary>
    /// Gives the whole pages inside a stretch of this process's own memory back to the system; what is read there afterwards is zeros.
    /// Elsewhere than on Linux nothing happens.
    /// </summary>
    internal static void Drop(byte* start, long length)
    {
        if (!OperatingSystem.IsLinux())
            return;
        nuint page = (nuint)Environment.SystemPageSize, first = ((nuint)start + page - 1) & ~(page - 1), end = (nuint)(start + length) & ~(page - 1);
        if (first >= end)
            return;
        try
        {
            _ = Advise((void*)first, end - first, NotNeeded);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            // The pages stay until the memory is freed.
        }
    }

    protected override void Dispose(bool disposing) => Free();

    /// <summary>Drops pages (man 2 madvise); those that no file has come back as zeros.</summary>
    private const int NotNeeded = 4;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);

    private byte* Start()
    {
        ObjectDisposedException.ThrowIf(_block.IsClosed, this);
        return (byte*)_block.DangerousGetHandle();
    }

    private sealed class Block : SafeHandle
    {
        private readonly int _length;

        public Block(int length)
            : base(0, ownsHandle: true)
        {
            _length = length;
            SetHandle((nint)NativeMemory.Alloc((nuint)Math.Max(length, 1)));
        }

        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            // The allocator may keep what it is given back, so the pages go first.
            Drop((byte*)handle, _length);
            NativeMemory.Free((void*)handle);
            return true;
        }
    }
}
