using Verdict.Kernels;
using Verdict.Tests.Kernels.Int8;
using Verdict.Tests.Laws;
using Verdict.Tests.Parity;
using Xunit;

namespace Verdict.Tests.Kernels;

/// <summary>One place chooses the path; settings force it; and every path passes the same tests in a process that truly lacks what it lacks.</summary>
public sealed class KernelPathTests
{
    [Fact]
    public void A_path_that_is_forced_is_taken_and_a_wrong_name_is_refused()
    {
        Assert.Equal("reference", KernelPath.Choose("reference").Path.Name);
        Assert.Equal(KernelPath.All.First(p => p.Available), KernelPath.Choose(null).Path);
        Assert.Equal(KernelPath.Choose(null), KernelPath.Choose(""));
        string message = Assert.Throws<InvalidOperationException>(() => KernelPath.Choose("avx1024")).Message;
        Assert.StartsWith("VERDICT_KERNELS is 'avx1024', which is no kernel path. Set it to one of ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_process_runs_the_path_that_its_parent_expects()
    {
        Assert.SkipWhen(KernelPaths.Expected is null, $"only where a parent process has set {KernelPaths.ExpectedPath}");
        Assert.Equal(KernelPaths.Expected, KernelPath.Current.Path.Name);
        Assert.Equal(KernelPaths.Expected, KernelPath.All.First(p => p.Available).Name);
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "avx2")]
    [InlineData("DOTNET_EnableAVX2", "vector128")]
    [InlineData("DOTNET_EnableHWIntrinsic", "reference")]
    public async Task With_instruction_sets_off_the_same_tests_pass(string setting, string expected)
    {
        Assert.SkipWhen(KernelPaths.Expected is not null, "this is the child process");
        Assert.SkipUnless(KernelPath.All.First(p => p.Available).Name is "avx512" or "avx2", "the settings are those of x64 processors");
        await ChildProcess.PassesAsync(
            [(setting, "0"), (KernelPaths.ExpectedPath, expected)],
            typeof(KernelPathTests), typeof(LinearTests), typeof(RowKernelTests), typeof(VectorMathTests), typeof(Int8TilesTests), typeof(BatchInvariance), typeof(BertModelParity));
    }
}
