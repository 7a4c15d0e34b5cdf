using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class DoctorVerbTests
{
    [Fact]
    public async Task The_machine_is_described()
    {
        JsonElement json = JsonDocument.Parse((await InProcess.RunAsync(["doctor", "--json"])).Output).RootElement;
        Assert.Equal(
            ["version", "architecture", "features", "kernelPath", "kernelPathReason", "int8Kernels", "int8KernelsReason", "bf16Kernels", "bf16KernelsReason", "availablePaths", "processorCount", "availableMemoryBytes", "aheadOfTime", "runtime"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Environment.ProcessorCount, json.GetProperty("processorCount").GetInt32());
        Assert.False(json.GetProperty("aheadOfTime").GetBoolean());
        string lines = (await InProcess.RunAsync(["doctor"])).Output;
        Assert.Contains($"kernels       {json.GetProperty("kernelPath").GetString()}: ", lines);
        EngineInformation engine = TextClassifier.Engine;
        Assert.Equal((engine.Int8Kernels, engine.Int8KernelsReason), (json.GetProperty("int8Kernels").GetString(), json.GetProperty("int8KernelsReason").GetString()));
        Assert.Equal((engine.Bf16Kernels, engine.Bf16KernelsReason), (json.GetProperty("bf16Kernels").GetString(), json.GetProperty("bf16KernelsReason").GetString()));
        Assert.Contains($"int8          {engine.Int8Kernels}: {engine.Int8KernelsReason}\n", lines);
        Assert.Contains($"bf16          {engine.Bf16Kernels}: {engine.Bf16KernelsReason}\n", lines);
    }

    [Fact]
    public async Task A_forced_path_is_shown_and_an_impossible_one_explained()
    {
        CommandResult forced = await Child.RunAsync(Child.Program, ["doctor", "--json"], environment: new Dictionary<string, string?> { ["VERDICT_KERNELS"] = "reference" });
        Assert.Equal("reference", JsonDocument.Parse(forced.Output).RootElement.GetProperty("kernelPath").GetString());

        CommandResult wrong = await Child.RunAsync(Child.Program, ["classify", "a"], environment: new Dictionary<string, string?> { ["VERDICT_KERNELS"] = "fast" });
        Assert.StartsWith("verdict: VERDICT_KERNELS is 'fast', which is no kernel path", wrong.Error);
        Assert.Equal((ExitCode.Failure, ""), (wrong.ExitCode, wrong.Output));
    }
}
