using System.Buffers;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Verdict.Files;

/// <summary>
/// A read-only stretch of unmanaged memory (a mapped file, a resource inside an assembly) as spans. Its length may exceed 2 GB;
/// each piece that is taken from it may not. It is valid until it is disposed.
/// </summary>
internal sealed unsafe partial class MappedMemory : IDisposable
{
    private readonly byte* _start;
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private volatile bool _isClosed;

    private MappedMemory(byte* start, long length, MemoryMappedFile? file, MemoryMappedViewAccessor? view)
    {
        _start = start;
        Length = length;
        _file = file;
        _view = view;
    }

    /// <summary>Bytes in all.</summary>
    public long Length { get; }

    /// <summary>Maps a file; an empty file is an empty stretch.</summary>
    public static MappedMemory OpenFile(string path)
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        long length = RandomAccess.GetLength(handle);
        if (length == 0)
            return new MappedMemory(null, 0, null, null);

        MemoryMappedFile file = MemoryMappedFile.CreateFromFile(handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return new MappedMemory(start + view.PointerOffset, length, file, view);
    }

    /// <summary>Takes over memory that lives as long as the process, such as an assembly's resource.</summary>
    public static MappedMemory OfResource(byte* start, long length) => new(start, length, null, null);

    /// <summary>A piece of it.</summary>
    /// <param name="offset">From its start, in bytes.</param>
    /// <param name="length">At most 2 GB; the piece must lie inside.</param>
    public ReadOnlyMemory<byte> Slice(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return length == 0 ? default : new Piece(_start + offset, length).Memory;
    }

    /// <summary>
    /// Says that a stretch will not be read soon: its pages need not stay in this process's memory. It may still be read; the system then brings it back
    /// from the file. Where the memory is no file's, or the system is another than Linux, nothing happens.
    /// </summary>
    /// <param name="offset">From its start, in bytes.</param>
    /// <param name="length">In bytes; the stretch must lie inside.</param>
    public void LetGo(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        if (_view is null || _isClosed || !OperatingSystem.IsLinux())
            return;

        // Whole pages, those that are shared with the neighbours included: they only come back a little later.
        nuint page = (nuint)Environment.SystemPageSize, first = (nuint)(_start + offset) & ~(page - 1);
        try
        {
            _ = Advise((void*)first, (nuint)(_start + offset + length) - first, NotNeeded);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            // The pages stay until the system wants them.
        }
    }

    /// <summary>Unmaps the file. No piece may be read afterwards.</summary>
    public void Dispose()
    {
        if (_view is null || _isClosed)
            return;
        _isClosed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file!.Dispose();
    }

    /// <summary>On a mapping that cannot be written it drops pages and nothing else (man 2 madvise); elsewhere the same number means less, or nothing.</summary>
    private const int NotNeeded = 4;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);

    private sealed class Piece(byte* start, int length) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => new(start, length);

        public override MemoryHandle Pin(int elementIndex = 0) => new(start + elementIndex);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
