using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Verdict.Kernels;

namespace Verdict.Classification;

/// <summary>Looks once at the machine and at what was chosen for it.</summary>
internal static class EngineProbe
{
    public static EngineInformation Information { get; } = Look();

    private static EngineInformation Look()
    {
        (KernelPath path, string reason) = KernelPath.Current;
        return new EngineInformation
        {
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            Features = [.. Features()],
            KernelPath = path.Name,
            KernelPathReason = reason,
            AvailablePaths = [.. KernelPath.All.Where(p => p.Available).Select(p => p.Name)],
            ProcessorCount = Environment.ProcessorCount,
            AvailableMemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            AheadOfTime = !RuntimeFeature.IsDynamicCodeSupported,
            Runtime = RuntimeInformation.FrameworkDescription,
        };
    }

    private static IEnumerable<string> Features()
    {
        (string Name, bool Present)[] features =
        [
            ("SSE4.2", Sse42.IsSupported),
            ("AVX", Avx.IsSupported),
            ("AVX2", Avx2.IsSupported),
            ("FMA", Fma.IsSupported),
            ("AVX-VNNI", AvxVnni.IsSupported),
            ("AVX-512F", Avx512F.IsSupported),
            ("AVX-512BW", Avx512BW.IsSupported),
            ("AVX-512DQ", Avx512DQ.IsSupported),
            ("AVX-512VBMI", Avx512Vbmi.IsSupported),
            ("AdvSimd", AdvSimd.IsSupported),
            ("Dp", Dp.IsSupported),
        ];
        return features.Where(f => f.Present).Select(f => f.Name);
    }
}
