using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(Verdict.Cli.Tests.Native.PublishedProgram))]

namespace Verdict.Cli.Tests.Native;

/// <summary>The native executable, published once a test run by the command that a user types.</summary>
public sealed class PublishedProgram
{
    private readonly Lazy<Task<string>> _path = new(PublishAsync);

    /// <summary>Where it lies.</summary>
    public Task<string> PathAsync() => _path.Value;

    private static async Task<string> PublishAsync()
    {
        string folder = Path.Combine(RepositoryPaths.Root, "artifacts", "publish", "verdict-tests");

        // The test runner's own MSBuild settings must not leak into the build, and no build server may stay behind.
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DOTNET_HOST", StringComparison.Ordinal) || name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        CommandResult result = await Child.RunAsync(
            "dotnet",
            ["publish", "src/Verdict.Cli", "-c", "Release", "-o", folder, "-v", "quiet", "--disable-build-servers"],
            environment: environment,
            folder: RepositoryPaths.Root);
        Assert.True(result.ExitCode == 0, $"dotnet publish failed with {result.ExitCode}:\n{result.Output}\n{result.Error}");
        string[] files = Directory.GetFiles(folder);
        return Assert.Single(files);
    }
}
