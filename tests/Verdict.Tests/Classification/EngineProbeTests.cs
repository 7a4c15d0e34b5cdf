using Verdict.Kernels;
using Verdict.Kernels.Int8;
using Verdict.Kernels.MachineCode;
using Verdict.Tests.Kernels;
using Xunit;

namespace Verdict.Tests.Classification;

/// <summary>What the engine says about itself is what it uses.</summary>
public sealed class EngineProbeTests
{
    [Fact]
    public void It_names_the_kernels_in_use()
    {
        EngineInformation engine = TextClassifier.Engine;
        KernelSet kernels = KernelPath.Current.Path.Kernels;
        Assert.Equal(KernelPath.Current.Path.Name, engine.KernelPath);
        Assert.Equal(Int8Tiles.Choose(kernels).Name, engine.Int8Kernels);
        Assert.Equal(BFloat16Matrix.TilesFor(kernels) is null ? "fp32" : "avx512-bf16", engine.Bf16Kernels);
        if (Environment.GetEnvironmentVariable(MachineTiles.Setting) is "off")
        {
            Assert.NotEqual("avx512-vnni", engine.Int8Kernels);
            Assert.Equal(("fp32", "switched off by VERDICT_MACHINE_CODE", "switched off by VERDICT_MACHINE_CODE"), (engine.Bf16Kernels, engine.Bf16KernelsReason, engine.Int8KernelsReason));
        }
        else if (engine.Int8Kernels == "avx512-vnni")
        {
            Assert.Equal("assembled for this processor", engine.Int8KernelsReason);
        }
    }

    [Fact]
    public async Task It_says_what_was_switched_off()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(MachineTiles.Setting) is not null || Environment.GetEnvironmentVariable("VERDICT_KERNELS") is not null, "this is the child process");
        await ChildProcess.PassesAsync([(MachineTiles.Setting, "off")], typeof(EngineProbeTests));
        foreach (KernelPath path in KernelPath.All.Where(p => p.Available))
            await ChildProcess.PassesAsync([("VERDICT_KERNELS", path.Name)], typeof(EngineProbeTests));
    }
}
