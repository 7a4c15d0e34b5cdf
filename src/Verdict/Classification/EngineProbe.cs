using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Verdict.Kernels;
using Verdict.Kernels.Int8;
using Verdict.Kernels.MachineCode;

namespace Verdict.Classification;

/// <summary>Looks once at the machine and at what was chosen for it.</summary>
internal static class EngineProbe
{
    public static EngineInformation Information { get; } = Look();

    private static EngineInformation Look()
    {
        (KernelPath path, string reason) = KernelPath.Current;
        var int8 = Int8Tiles.Choose(path.Kernels);
        bool hasBf16 = BFloat16Matrix.TilesFor(path.Kernels) is not null;
        return new EngineInformation
        {
            Architecture = RuntimeInformation.ProcessArchitecture.ToString(),
            Features = [.. Features()],
            KernelPath = path.Name,
            KernelPathReason = reason,
            AvailablePaths = [.. KernelPath.All.Where(p => p.Available).Select(p => p.Name)],
            Int8Kernels = int8.Name,
            Int8KernelsReason = ReasonOf(TileKind.Int8, int8 is MachineInt8Tiles, path),
            Bf16Kernels = hasBf16 ? "avx512-bf16" : "fp32",
            Bf16KernelsReason = ReasonOf(TileKind.BFloat16, hasBf16, path),
            ProcessorCount = Environment.ProcessorCount,
            AvailableMemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            AheadOfTime = !RuntimeFeature.IsDynamicCodeSupported,
            Runtime = RuntimeInformation.FrameworkDescription,
        };
    }

    private static string ReasonOf(TileKind kind, bool used, KernelPath path)
    {
        (MachineTiles? tiles, string reason) = MachineTiles.Get(kind);
        return used || tiles is null ? reason : $"the vectors of the {path.Name} path are narrower than those of the assembled kernels";
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
