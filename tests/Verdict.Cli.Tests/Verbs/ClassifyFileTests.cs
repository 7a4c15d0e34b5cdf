using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class ClassifyFileTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Fact]
    public async Task All_columns_are_kept_and_the_prediction_stands_behind()
    {
        using var folder = new TemporaryFolder();
        string input = folder.File("in.csv", "id,review,note\n1,\"très beau,\nvraiment\",a\n2,,b\n");
        string output = folder.File("out.csv");

        CommandResult result = await InProcess.RunAsync(["classify", "-m", Tiny, "-i", input, "--text", "review", "-o", output]);

        Assert.Equal(("", "", 0), (result.Output, result.Error, result.ExitCode));
        string text = await File.ReadAllTextAsync(output, TestContext.Current.CancellationToken);
        Assert.Matches(
            @"^id,review,note,label,score,score_neg,score_pos,truncated,error\r?\n1,""très beau,\nvraiment"",a,(neg|pos),[\d.E-]+,[\d.E-]+,[\d.E-]+,false,\r?\n2,,b,(neg|pos),[\d.E-]+,[\d.E-]+,[\d.E-]+,false,\r?\n$", text);
    }

    [Fact]
    public async Task A_bad_row_is_marked_and_counted_and_the_others_are_done()
    {
        using var folder = new TemporaryFolder();
        string input = folder.File("in.jsonl", "{\"id\":1,\"body\":\"beau\"}\n{\"id\":2,\"body\":null}\n{\"id\":3,\"body\":{\"a\":1}}\n{\"id\":4,\"body\":12}\nno json\n{\"id\":5,\"body\":\"nul\"}\n");
        string output = folder.File("out.jsonl");

        CommandResult result = await InProcess.RunAsync(["classify", "-m", Tiny, "-i", input, "--text", "body", "-o", output, "--json"]);

        Assert.Equal(ExitCode.MarkedRows, result.ExitCode);
        Assert.StartsWith("verdict: 3 of 6 rows carry an error instead of a label. The first: ", result.Error);
        Assert.Contains("line 2", result.Error);
        JsonElement summary = JsonDocument.Parse(result.Output).RootElement;
        Assert.Equal((6, 3), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("marked").GetInt32()));
        JsonElement[] rows = [.. (await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal([false, true, true, false, true, false], rows.Select(row => row.TryGetProperty("error", out JsonElement error) && error.ValueKind == JsonValueKind.String));
    }

    [Fact]
    public async Task Rows_of_standard_input_give_json_lines()
    {
        CommandResult result = await InProcess.RunAsync(["classify", "-m", Tiny, "--text", "body", "--json"], "{\"body\":\"très beau film\"}\n{\"x\":1}\n");

        Assert.Equal(ExitCode.MarkedRows, result.ExitCode);
        Assert.Equal("très beau film", JsonDocument.Parse(result.Lines[0]).RootElement.GetProperty("text").GetString());
        Assert.Equal(["text", "error"], JsonDocument.Parse(result.Lines[1]).RootElement.EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Pairs_are_read_from_two_columns()
    {
        CommandResult pairs = await InProcess.RunAsync(["classify", "-m", Tiny, "--text", "a", "--pair", "b", "--json", "--format", "csv", "-i", "-"], "a,b\nbeau,film\n");
        CommandResult alone = await InProcess.RunAsync(["classify", "-m", Tiny, "beau", "--json"]);

        JsonElement json = JsonDocument.Parse(pairs.Output).RootElement;
        Assert.Equal(("beau", "film"), (json.GetProperty("text").GetString(), json.GetProperty("pair").GetString()));
        Assert.True(json.GetProperty("tokens").GetInt32() > JsonDocument.Parse(alone.Output).RootElement.GetProperty("tokens").GetInt32());
    }

    [Theory]
    [InlineData(ExitCode.Usage, "which column holds the text? Say --text COLUMN. The columns are: 'id', 'review'.", "-i", "in.csv")]
    [InlineData(ExitCode.Usage, "There is no column 'body'. The columns are: 'id', 'review'. Name one of them.", "-i", "in.csv", "--text", "body")]
    [InlineData(ExitCode.Usage, "there are texts as well as a file.", "-i", "in.csv", "--text", "review", "a text")]
    [InlineData(ExitCode.Usage, "-o writes the rows of a file.", "a text", "-o", "out.csv")]
    [InlineData(ExitCode.Usage, "--pair and --format belong to a file.", "a text", "--pair", "b")]
    [InlineData(ExitCode.Usage, "the name does not tell the format", "-i", "in.txt", "--text", "review")]
    [InlineData(ExitCode.Usage, "There is no format 'xls'", "-i", "in.csv", "--text", "review", "--format", "xls")]
    [InlineData(ExitCode.Data, "missing.csv", "-i", "missing.csv", "--text", "review")]
    [InlineData(ExitCode.Data, "no-such-folder", "-i", "in.csv", "--text", "review", "-o", "no-such-folder/out.csv")]
    public async Task Mistakes_about_files_are_explained(int exitCode, string expected, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        folder.File("in.csv", "id,review\n1,beau\n");
        folder.File("in.txt", "beau\n");

        // The program's own folder is the test's, so that the messages name relative paths as a user types them.
        CommandResult result = await Child.RunAsync(Child.Program, ["classify", "-m", Tiny, .. arguments], folder: folder.Path);

        Assert.Contains(expected, result.Error);
        Assert.StartsWith("verdict: ", result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(["in.csv", "in.txt"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_default_model_labels_the_public_rows_as_well_as_its_card_says()
    {
        string input = RepositoryPaths.Shared("data", "allocine", "test-public.csv");
        using var folder = new TemporaryFolder();
        string output = folder.File("out.jsonl");

        CommandResult result = await InProcess.RunAsync(["classify", "-i", input, "--text", "review", "-o", output]);

        Assert.Equal(ExitCode.Success, result.ExitCode);
        JsonElement[] rows = [.. (await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(673, rows.Length);
        int right = rows.Count(row => (row.GetProperty("polarity").ToString() == "1") == (row.GetProperty("label").GetString() == "pos"));
        Assert.InRange(right, 625, 627); // 626 of 673 by the model's own README
    }
}
