using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Verdict.Kernels;

/// <summary>A family of kernels that a process may run. The list of all of them feeds the chooser, the forcing switch and the tests.</summary>
/// <param name="Name">What the environment setting and <c>verdict doctor</c> call it.</param>
/// <param name="Available">Whether the processor runs it at speed.</param>
/// <param name="Kernels">Its arithmetic; every path is correct on every processor.</param>
internal sealed record KernelPath(string Name, bool Available, KernelSet Kernels)
{
    /// <summary>The environment setting that forces a path.</summary>
    public const string Setting = "VERDICT_KERNELS";

    /// <summary>Every path, best first.</summary>
    public static IReadOnlyList<KernelPath> All { get; } =
    [
        new("avx512", Vector512.IsHardwareAccelerated && Avx512F.IsSupported, new VectorKernels<Vector512<float>, Simd512>()),
        new("avx2", Vector256.IsHardwareAccelerated && Avx2.IsSupported && Fma.IsSupported, new VectorKernels<Vector256<float>, Simd256>()),
        new("vector128", Vector128.IsHardwareAccelerated, new VectorKernels<Vector128<float>, Simd128>()),
        new("reference", true, new ReferenceKernels()),
    ];

    /// <summary>The path in use: the one that the environment forces, or the best that is available.</summary>
    /// <exception cref="InvalidOperationException">The environment names a path that does not exist or that this processor lacks.</exception>
    public static (KernelPath Path, string Reason) Choose(string? forced)
    {
        if (string.IsNullOrEmpty(forced))
            return (All.First(p => p.Available), "the best that this processor has");
        KernelPath? path = All.FirstOrDefault(p => p.Name == forced);
        if (path is { Available: true })
            return (path, $"forced by {Setting}");
        string available = string.Join(", ", All.Where(p => p.Available).Select(p => p.Name));
        throw new InvalidOperationException(
            $"{Setting} is '{forced}', {(path is null ? "which is no kernel path" : "which this processor does not have")}. Set it to one of {available}, or not at all.");
    }

    /// <summary>What <see cref="Choose"/> says for this process's environment.</summary>
    public static (KernelPath Path, string Reason) Current { get; } = Choose(Environment.GetEnvironmentVariable(Setting));
}
