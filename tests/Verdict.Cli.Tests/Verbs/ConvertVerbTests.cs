using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class ConvertVerbTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Theory]
    [InlineData("huggingface")]
    [InlineData("spark-nlp")]
    [InlineData("spark-nlp-pipeline")]
    [InlineData("onnx")]
    public async Task A_converted_model_says_the_same(string format)
    {
        using var folder = new TemporaryFolder();
        string target = folder.File("model");
        CommandResult converted = await InProcess.RunAsync(["convert", Tiny, "--to", format, "-o", target]);
        Assert.Equal(("", 0), (converted.Error, converted.ExitCode));
        Assert.Equal(target, Assert.Single(converted.Lines));

        // An ONNX export is no model by itself: Spark NLP imports it, and so does convert.
        string readable = target;
        if (format == "onnx")
        {
            readable = folder.File("again");
            Assert.Equal(0, (await InProcess.RunAsync(["convert", target, "-o", readable])).ExitCode);
        }

        CommandResult before = await InProcess.RunAsync(["classify", "-m", Tiny, "--json", "un très beau film"]);
        CommandResult after = await InProcess.RunAsync(["classify", "-m", readable, "--json", "un très beau film"]);
        Assert.Equal(before, after);

        CommandResult again = await InProcess.RunAsync(["convert", Tiny, "--to", format, "-o", target]);
        Assert.Equal(ExitCode.Data, again.ExitCode);
        Assert.Equal(0, (await InProcess.RunAsync(["convert", Tiny, "--to", format, "-o", target, "--overwrite"])).ExitCode);
    }

    [Fact]
    public async Task What_is_no_model_is_named()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("notes.zip", "no zip");
        CommandResult result = await InProcess.RunAsync(["convert", file, "-o", folder.File("out")]);
        Assert.Equal(ExitCode.Model, result.ExitCode);
        Assert.Contains("notes.zip", result.Error);
        Assert.False(Path.Exists(folder.File("out")));
    }
}
