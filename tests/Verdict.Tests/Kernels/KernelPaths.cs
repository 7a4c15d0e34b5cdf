using Verdict.Kernels;
using Xunit;

namespace Verdict.Tests.Kernels;

/// <summary>
/// The list of kernel paths as test data: what this processor runs at speed, and the reference. A child process that was started to prove
/// one path tests that one alone.
/// </summary>
internal static class KernelPaths
{
    public const string ExpectedPath = "VERDICT_TEST_EXPECTED_PATH";

    public static string? Expected { get; } = Environment.GetEnvironmentVariable(ExpectedPath);

    public static IEnumerable<string> Names => Expected is null ? KernelPath.All.Where(p => p.Available).Select(p => p.Name) : [Expected];

    public static TheoryData<string> Available => [.. Names];

    public static KernelSet Get(string name) => KernelPath.All.Single(p => p.Name == name).Kernels;
}
