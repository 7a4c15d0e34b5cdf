using System.Runtime.InteropServices;

namespace Verdict.Kernels.MachineCode;

/// <summary>
/// Pages that hold machine code. They are written first and then made executable; they are never both at once, so that systems
/// which forbid such pages have nothing to object to. They live as long as the process.
/// </summary>
internal static unsafe partial class ExecutableMemory
{
    private const int Read = 1, Write = 2, Execute = 4;
    private const int Private = 2, AnonymousOnLinux = 0x20, AnonymousOnMac = 0x1000;
    private const uint WindowsCommitAndReserve = 0x3000, WindowsReadWrite = 0x04, WindowsExecuteRead = 0x20, WindowsRelease = 0x8000;

    /// <summary>Copies code into executable pages; null, with the reason, where the system refuses.</summary>
    /// <param name="code">Position-independent code.</param>
    /// <param name="refusal">Why not.</param>
    public static byte* TryPlace(ReadOnlySpan<byte> code, out string refusal)
    {
        try
        {
            return OperatingSystem.IsWindows() ? PlaceOnWindows(code, out refusal) : PlaceOnUnix(code, out refusal);
        }
        catch (Exception fault) when (fault is DllNotFoundException or EntryPointNotFoundException)
        {
            refusal = $"the system's memory functions were not found ({fault.Message})";
            return null;
        }
    }

    private static byte* PlaceOnUnix(ReadOnlySpan<byte> code, out string refusal)
    {
        nuint length = (nuint)code.Length;
        byte* memory = MapMemory(null, length, Read | Write, Private | (OperatingSystem.IsLinux() ? AnonymousOnLinux : AnonymousOnMac), -1, 0);
        if ((nint)memory == -1)
        {
            refusal = $"the system gave no memory (error {Marshal.GetLastPInvokeError()})";
            return null;
        }

        code.CopyTo(new Span<byte>(memory, code.Length));
        if (ProtectMemory(memory, length, Read | Execute) != 0)
        {
            refusal = $"the system forbids executable memory (error {Marshal.GetLastPInvokeError()})";
            _ = UnmapMemory(memory, length);
            return null;
        }

        refusal = "";
        return memory;
    }

    private static byte* PlaceOnWindows(ReadOnlySpan<byte> code, out string refusal)
    {
        nuint length = (nuint)code.Length;
        byte* memory = VirtualAlloc(null, length, WindowsCommitAndReserve, WindowsReadWrite);
        if (memory == null)
        {
            refusal = $"the system gave no memory (error {Marshal.GetLastPInvokeError()})";
            return null;
        }

        code.CopyTo(new Span<byte>(memory, code.Length));
        if (VirtualProtect(memory, length, WindowsExecuteRead, out _) == 0)
        {
            refusal = $"the system forbids executable memory (error {Marshal.GetLastPInvokeError()})";
            _ = VirtualFree(memory, 0, WindowsRelease);
            return null;
        }

        refusal = "";
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial byte* MapMemory(byte* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int ProtectMemory(byte* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int UnmapMemory(byte* address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial byte* VirtualAlloc(byte* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int VirtualProtect(byte* address, nuint size, uint protection, out uint before);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial int VirtualFree(byte* address, nuint size, uint type);
}
