using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class EvaluateVerbTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    private const string Rows = "review,polarity,genre\ntrès beau film,1,drame\nmagnifique,1,drame\nquel navet,0,action\nnul et ennuyeux,0,action\n";

    [Fact]
    public async Task A_text_that_is_refused_is_named_in_the_words_of_the_command_line()
    {
        using var folder = new TemporaryFolder();
        string rows = folder.File("rows.csv", "review,label\nnul,neg\nbon,pos\nun film vraiment bon et beau,pos\n");
        CommandResult result = await InProcess.RunAsync(["evaluate", "-m", RepositoryPaths.Golden("models", "tiny-bert-fr"), "-i", rows, "--text", "review", "--label", "label", "--max-length", "4", "--max-length-policy", "error"]);
        Assert.Matches(@"^verdict: .*rows\.csv, line 4: it has \d+ tokens, more than the 4 that are read\. Shorten it, or take --max-length-policy truncate or windows\.\s*$", result.Error);
        Assert.Equal(ExitCode.Data, result.ExitCode);
    }

    [Fact]
    public async Task The_report_begins_as_scikit_learns_does()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = await EvaluateAsync(folder, Rows);

        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Matches(@"^              precision    recall  f1-score   support\n\n         neg       \d\.\d\d      \d\.\d\d      \d\.\d\d         2\n         pos       \d\.\d\d", result.Output);
        Assert.Contains("accuracy", result.Output);
    }

    [Fact]
    public async Task Figures_for_machines_agree_with_the_predictions_and_pages_are_written()
    {
        using var folder = new TemporaryFolder();
        string html = folder.File("report.html"), markdown = folder.File("report.md"), labelled = folder.File("labelled.jsonl");
        CommandResult result = await EvaluateAsync(folder, Rows, "--json", "--html", html, "--markdown", markdown, "--slice", "genre");
        await InProcess.RunAsync(["classify", "-m", Tiny, "-i", folder.File("in.csv"), "--text", "review", "-o", labelled]);

        JsonElement report = JsonDocument.Parse(Assert.Single(result.Lines)).RootElement;
        int right = (await File.ReadAllLinesAsync(labelled, TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement)
            .Count(row => (row.GetProperty("polarity").ToString() == "1") == (row.GetProperty("label").GetString() == "pos"));
        Assert.Equal(right / 4.0, report.GetProperty("figures").GetProperty("accuracy").GetDouble(), 1e-12);
        Assert.Equal(4, report.GetProperty("rows").GetInt32());
        string page = await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken);
        Assert.Contains("<svg", page);
        Assert.Contains("drame", page);
        Assert.StartsWith("#", await File.ReadAllTextAsync(markdown, TestContext.Current.CancellationToken));
        Assert.Equal(["in.csv", "labelled.jsonl", "report.html", "report.md"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task A_calibration_is_fitted_kept_and_applied()
    {
        using var folder = new TemporaryFolder();
        string file = folder.File("calibration.json");
        CommandResult fitted = await EvaluateAsync(folder, Rows, "--calibrate", "temperature", "--save", file, "--json");
        Assert.Equal(("", 0), (fitted.Error, fitted.ExitCode));
        CommandResult applied = await EvaluateAsync(folder, Rows, "--calibration", file, "--json");
        Assert.Equal(fitted.Output, applied.Output);

        JsonElement plain = JsonDocument.Parse((await InProcess.RunAsync(["classify", "-m", Tiny, "--json", "quel navet"])).Output).RootElement;
        JsonElement calibrated = JsonDocument.Parse((await InProcess.RunAsync(["classify", "-m", Tiny, "--json", "--calibration", file, "quel navet"])).Output).RootElement;
        Assert.Equal(plain.GetProperty("logits").ToString(), calibrated.GetProperty("logits").ToString());
        Assert.NotEqual(plain.GetProperty("score").GetSingle(), calibrated.GetProperty("score").GetSingle());
    }

    [Fact]
    public async Task Against_itself_a_model_is_no_better()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = await EvaluateAsync(folder, Rows, "--against", Tiny);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Contains("McNemar", result.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(ExitCode.Data, "line 3: the label is 'good', but the model's labels are neg, pos. Say what it means, as in --map good=neg.", "review,polarity\nbeau,1\nbien,good\n", "--map", "1=pos")]
    [InlineData(ExitCode.Data, "line 2: there is no label, but the model gives exactly one.", "review,polarity\nbeau,\n")]
    [InlineData(ExitCode.Data, "line 2: the label is 'a,b'", "review,polarity\nbeau,\"a,b\"\n")]
    [InlineData(ExitCode.Data, "there is no row with a text", "review,polarity\n")]
    [InlineData(ExitCode.Usage, "There is no column 'genre'.", "review,polarity\nbeau,1\n", "--slice", "genre")]
    [InlineData(ExitCode.Usage, "--map takes VALUE=LABEL pairs with commas between them, as in 0=neg,1=pos, not 'neg'.", "review,polarity\nbeau,1\n", "--map", "neg")]
    [InlineData(ExitCode.Usage, "--save and --thresholds belong to --calibrate.", "review,polarity\nbeau,1\n", "--map", "1=pos", "--save", "x.json")]
    public async Task Mistakes_are_explained(int exitCode, string expected, string rows, params string[] more)
    {
        using var folder = new TemporaryFolder();
        CommandResult result = await InProcess.RunAsync(["evaluate", "-m", Tiny, "-i", folder.File("in.csv", rows), "--text", "review", "--label", "polarity", .. more]);
        Assert.Contains(expected, result.Error);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
    }

    private static Task<CommandResult> EvaluateAsync(TemporaryFolder folder, string rows, params string[] more) =>
        InProcess.RunAsync(["evaluate", "-m", Tiny, "-i", folder.File("in.csv", rows), "--text", "review", "--label", "polarity", "--map", "0=neg,1=pos", .. more]);
}
