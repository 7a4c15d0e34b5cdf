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

    [Fact]
    public async Task The_report_page_is_the_same_byte_for_byte()
    {
        string path = await program.PathAsync();
        using var folder = new TemporaryFolder();
        string input = folder.File("in.csv", "review,polarity\ntrès beau film,pos\nmagnifique,pos\nquel navet,neg\nnul et ennuyeux,neg\nbof,pos\n");
        foreach ((string build, string page) in new[] { (path, "native.html"), (Child.Program, "jit.html") })
        {
            CommandResult result = await Child.RunAsync(build, ["evaluate", "-i", input, "--text", "review", "--label", "polarity", "--html", folder.File(page)]);
            Assert.Equal(("", 0), (result.Error, result.ExitCode));
        }

        string native = await File.ReadAllTextAsync(folder.File("native.html"), TestContext.Current.CancellationToken);
        Assert.Contains("<svg", native);
        Assert.Equal(await File.ReadAllTextAsync(folder.File("jit.html"), TestContext.Current.CancellationToken), native);
    }
}
