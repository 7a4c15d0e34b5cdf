namespace Verdict.Models;

/// <summary>Memory outside the managed heap, aligned to a cache line. It grows when asked for more and then holds nothing of what it held.</summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private long _length;

    /// <summary>Its start.</summary>
    public float* Start { get; private set; }

    /// <summary>Makes it hold at least so many floats.</summary>
    public float* Ensure(long length)
    {
        if (length <= _length)
            return Start;
        Dispose();
        Start = (float*)Kernels.LargeMemory.Allocate(checked(length * sizeof(float)));
        _length = length;
        return Start;
    }

    /// <summary>Frees the memory; the buffer may be used again.</summary>
    public void Dispose()
    {
        Kernels.LargeMemory.Free(Start);
        Start = null;
        _length = 0;
    }
}
