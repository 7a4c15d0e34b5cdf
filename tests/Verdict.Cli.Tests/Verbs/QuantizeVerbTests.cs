using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class QuantizeVerbTests
{
    private const string Rows = "review,polarity\ntrès beau film,1\nmagnifique,1\nquel navet,0\nnul et ennuyeux,0\n";

    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Fact]
    public async Task A_model_that_passes_is_a_quarter_of_the_size_and_opens_in_int8()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("int8");
        await File.WriteAllTextAsync(folder.File("dev.csv"), Rows, TestContext.Current.CancellationToken);
        CommandResult result = await InProcess.RunAsync(
            ["quantize", Tiny, "-o", output, "--check", folder.File("dev.csv"), "--text", "review", "--label", "polarity", "--map", "0=neg,1=pos", "--json"]);

        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        JsonElement report = JsonDocument.Parse(Assert.Single(result.Lines)).RootElement;
        Assert.Equal(1, report.GetProperty("agreement").GetDouble());
        Assert.InRange(report.GetProperty("largestScoreChange").GetDouble(), 0, 0.05);

        // Matrices shrink to a quarter; positions (512 x 128), pooler (128 x 128), biases and norms stay F32, and 10,304 scales come on top.
        long before = report.GetProperty("bytesBefore").GetInt64(), stays = 4 * ((512 * 128) + (128 * 128) + 4_000), scales = 4 * 10_304;
        Assert.InRange(report.GetProperty("bytesAfter").GetInt64(), before / 4, (before / 4) + (3 * stays / 4) + scales + 8_192);

        JsonElement information = JsonDocument.Parse((await InProcess.RunAsync(["inspect", output, "--json"])).Output).RootElement;
        Assert.Contains("int8", information.GetProperty("precision").GetString());
        Assert.Equal(["dev.csv", "int8"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_loss_beyond_the_bound_is_refused_and_nothing_is_left()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("dev.csv"), Rows, TestContext.Current.CancellationToken);
        CommandResult result = await InProcess.RunAsync(
            ["quantize", Tiny, "-o", folder.File("int8"), "--check", folder.File("dev.csv"), "--text", "review", "--label", "polarity", "--map", "0=neg,1=pos", "--max-loss", "-0.1"]);

        Assert.Equal(ExitCode.Model, result.ExitCode);
        Assert.Contains("Nothing was written", result.Error);
        Assert.Equal(["dev.csv"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task What_is_there_already_and_what_is_quantised_already_are_refused()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("int8");
        Assert.Equal(0, (await InProcess.RunAsync(["quantize", Tiny, "-o", output])).ExitCode);
        Assert.Contains("--overwrite", (await InProcess.RunAsync(["quantize", Tiny, "-o", output])).Error);
        Assert.Equal(0, (await InProcess.RunAsync(["quantize", Tiny, "-o", output, "--overwrite"])).ExitCode);
        Assert.Contains("quantised already", (await InProcess.RunAsync(["quantize", output, "-o", folder.File("again")])).Error);
    }
}
