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

    [Theory]
    [InlineData("fp32")]
    [InlineData("bf16")]
    [InlineData("int8")]
    public async Task Each_precision_gives_the_other_builds_scores(string precision)
    {
        string[] arguments = ["classify", "--precision", precision, "--json", "j'ai bien aime le film harry potter!", "quel navet"];
        CommandResult native = await Child.RunAsync(await program.PathAsync(), arguments);
        Assert.Equal(("", 0, 2), (native.Error, native.ExitCode, native.Lines.Length));
        Assert.Equal(await Child.RunAsync(Child.Program, arguments), native);
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

    [Fact]
    public async Task Typed_columns_go_to_parquet_and_arrow_and_back_as_in_the_other_build()
    {
        string path = await program.PathAsync();
        using var folder = new TemporaryFolder();
        string input = folder.File(
            "in.jsonl", "{\"id\":1,\"text\":\"beau\",\"flag\":true,\"share\":0.5,\"tags\":[1,2]}\n{\"id\":null,\"text\":\"nul\",\"flag\":null,\"share\":null,\"tags\":null}\n");
        List<string> outputs = [];
        foreach ((string build, string name) in new[] { (path, "native"), (Child.Program, "jit") })
        {
            string previous = input;
            foreach (string extension in new[] { "parquet", "arrow", "csv.gz", "tsv.zst", "parquet", "jsonl" })
            {
                string next = folder.File($"{name}-{outputs.Count}-{Path.GetFileName(previous).Length}.{extension}");
                CommandResult result = await Child.RunAsync(
                    build, ["classify", "-i", previous, "--text", "text", "--columns", "id,text,flag,share,tags", "-o", next], environment: new Dictionary<string, string?> { ["VERDICT_TRACE"] = "1" });
                Assert.Equal(("", 0), (result.Error, result.ExitCode));
                previous = next;
            }

            outputs.Add(await File.ReadAllTextAsync(previous, TestContext.Current.CancellationToken));
        }

        Assert.Equal(2, outputs[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(outputs[1], outputs[0]);
    }
}
