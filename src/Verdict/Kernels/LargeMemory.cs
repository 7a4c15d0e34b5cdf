using System.Runtime.InteropServices;

namespace Verdict.Kernels;

/// <summary>
/// Memory outside the managed heap. A large piece begins at a large page's boundary and the system is asked to back it with such pages:
/// a product walks over more small pages than the processor remembers the places of.
/// </summary>
internal static unsafe partial class LargeMemory
{
    private const int Line = 64, LargePage = 2 << 20, AdviceLargePages = 14;

    /// <summary>Allocates; the content is anything. Freed by <see cref="Free"/>.</summary>
    public static byte* Allocate(long byteCount)
    {
        nuint length = checked((nuint)byteCount);
        byte* memory = (byte*)NativeMemory.AlignedAlloc(length, byteCount < LargePage ? Line : (nuint)LargePage);
        if (byteCount >= LargePage && OperatingSystem.IsLinux())
            WishForLargePages(memory, length);
        return memory;
    }

    /// <summary>Frees; null is nothing.</summary>
    public static void Free(void* memory) => NativeMemory.AlignedFree(memory);

    /// <summary>A wish (MADV_HUGEPAGE, man 2 madvise): where the system does not grant it, or has no such function, small pages hold the same bytes.</summary>
    private static void WishForLargePages(byte* memory, nuint length)
    {
        try
        {
            _ = Advise(memory, length, AdviceLargePages);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            // Nothing is lost but some speed.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nuint length, int advice);
}
