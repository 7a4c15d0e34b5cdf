using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Verdict.Tensors;

namespace Verdict.Models;

/// <summary>A small parameter widened to fp32 on the heap that never moves, so that kernels may point into it.</summary>
internal sealed unsafe class PinnedVector
{
    private readonly float[] _numbers;

    /// <summary>Widens a stored tensor.</summary>
    public PinnedVector(StoredTensor tensor)
    {
        _numbers = GC.AllocateUninitializedArray<float>(NumberFormat.CountOf(tensor), pinned: true);
        NumberFormat.Widen(tensor, 0, _numbers);
    }

    /// <summary>Its first number.</summary>
    public float* Start => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_numbers));

    /// <summary>Bytes it occupies.</summary>
    public long ByteCount => (long)_numbers.Length * sizeof(float);
}
