using Verdict.Cli.Tests.Running;
using Xunit;

namespace Verdict.Cli.Tests.Native;

public sealed class PublishedProgramTests(PublishedProgram program)
{
    [Fact]
    public async Task Publish_gives_one_file_that_is_native_code()
    {
        string path = await program.PathAsync();

        Assert.Equal(OperatingSystem.IsWindows() ? "verdict.exe" : "verdict", Path.GetFileName(path));
        CommandResult version = await Child.RunAsync(path, ["--version"], environment: new Dictionary<string, string?> { ["DOTNET_ROOT"] = "/nowhere", ["PATH"] = "" });
        Assert.Equal((await InProcess.RunAsync(["--version"])).Output, version.Output);
    }

    [Fact]
    public async Task Errors_help_and_exit_codes_are_those_of_the_other_build()
    {
        string path = await program.PathAsync();
        foreach (string[] arguments in new string[][] { ["clasify"], ["classify", "--help"], ["completion", "bash"], ["[suggest:2]", "cl"] })
            Assert.Equal(await Child.RunAsync(Child.Program, arguments), await Child.RunAsync(path, arguments));
    }
}
