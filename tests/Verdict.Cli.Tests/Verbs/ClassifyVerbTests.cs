using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class ClassifyVerbTests
{
    private const string Praise = "j'ai bien aime le film harry potter!";

    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Fact]
    public async Task The_first_command_of_a_newcomer()
    {
        CommandResult result = await InProcess.RunAsync(["classify", Praise]);
        Assert.Equal(("pos  0.94\n", "", 0), (result.Output, result.Error, result.ExitCode));
    }

    [Fact]
    public async Task Several_texts_get_a_line_each_in_their_order()
    {
        CommandResult result = await InProcess.RunAsync(["classify", "quel navet, quelle perte de temps", Praise, "quel navet, quelle perte de temps"]);
        Assert.Equal(["neg", "pos", "neg"], result.Lines.Select(line => line.Split(' ')[0]));
        Assert.Equal(result.Lines[0], result.Lines[2]);
    }

    [Fact]
    public async Task The_json_contract_has_these_properties_in_this_order()
    {
        CommandResult result = await InProcess.RunAsync(["classify", "--json", Praise]);
        JsonElement json = JsonDocument.Parse(Assert.Single(result.Lines)).RootElement;
        Assert.Equal(["text", "label", "score", "scores", "logits", "tokens", "truncated"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Praise, json.GetProperty("text").GetString());
        Assert.Equal("pos", json.GetProperty("label").GetString());
        Assert.Equal(["neg", "pos"], json.GetProperty("scores").EnumerateObject().Select(p => p.Name));
        Assert.Equal(json.GetProperty("score").GetSingle(), json.GetProperty("scores").GetProperty("pos").GetSingle());
        Assert.Equal(2, json.GetProperty("logits").GetArrayLength());
        Assert.False(json.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task Line_i_of_the_output_belongs_to_line_i_of_the_input()
    {
        string[] texts = [Praise, "", "nul", Praise, "   ", "très beau film", "nul"];
        CommandResult lines = await InProcess.RunAsync(["classify", "-m", Tiny, "--json"], string.Join('\n', texts) + "\n");
        Assert.Equal(texts, lines.Lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()));
        for (int i = 0; i < texts.Length; i++)
        {
            CommandResult alone = await InProcess.RunAsync(["classify", "-m", Tiny, "--json", "--", texts[i]]);
            Assert.Equal(Logits(alone.Lines[0]), Logits(lines.Lines[i]), (a, b) => Math.Abs(a - b) < 1e-5);
        }
    }

    [Fact]
    public async Task Top_k_and_threshold_choose_labels()
    {
        Assert.Matches(@"^pos  0\.\d\d  neg  0\.\d\d\n$", (await InProcess.RunAsync(["classify", "--top-k", "2", Praise])).Output);
        Assert.Equal("-\n", (await InProcess.RunAsync(["classify", "--threshold", "0.9999", Praise])).Output);
        JsonElement json = JsonDocument.Parse((await InProcess.RunAsync(["classify", "--threshold", "0.9", "--json", Praise])).Output).RootElement;
        Assert.Equal(["pos"], json.GetProperty("top").EnumerateArray().Select(e => e.GetString()));
    }

    [Fact]
    public async Task A_long_text_is_cut_refused_or_read_in_windows()
    {
        string text = string.Join(' ', Enumerable.Repeat("un film magnifique", 400));

        CommandResult cut = await InProcess.RunAsync(["classify", "-m", Tiny, text]);
        Assert.Equal(ExitCode.Success, cut.ExitCode);
        Assert.Contains("1 of 1 texts were longer than the model reads", cut.Error);

        CommandResult refused = await InProcess.RunAsync(["classify", "-m", Tiny, "--max-length-policy", "error", "court", text]);
        Assert.Equal(ExitCode.MarkedRows, refused.ExitCode);
        Assert.Matches(@"^(neg|pos)  0\.\d\d\nerror  text 2: longer than the \d+ tokens that are read\..*\n$", refused.Output);

        CommandResult windows = await InProcess.RunAsync(["classify", "-m", Tiny, "--max-length-policy", "windows", "--stride", "16", "--json", text]);
        JsonElement json = JsonDocument.Parse(windows.Output).RootElement;
        Assert.False(json.GetProperty("truncated").GetBoolean());
        Assert.True(json.GetProperty("tokens").GetInt32() > 1000);
    }

    [Theory]
    [InlineData("bf16")]
    [InlineData("int8")]
    public async Task A_lower_precision_changes_the_scores_a_little(string precision)
    {
        float[] exact = Logits((await InProcess.RunAsync(["classify", "--json", Praise])).Lines[0]);
        float[] rough = Logits((await InProcess.RunAsync(["classify", "--json", "--precision", precision, Praise])).Lines[0]);
        Assert.Equal(exact, rough, (a, b) => Math.Abs(a - b) < 0.15);
        if (precision == "int8")
            Assert.NotEqual(exact, rough);
    }

    [Fact]
    public async Task A_model_that_is_not_there_is_named()
    {
        CommandResult result = await InProcess.RunAsync(["classify", "-m", "no/such/model", "a"]);
        Assert.Equal(ExitCode.Model, result.ExitCode);
        Assert.StartsWith("verdict: ", result.Error);
        Assert.Contains("no/such/model", result.Error);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Options_that_do_not_fit_the_model_are_a_mistake_of_usage()
    {
        CommandResult result = await InProcess.RunAsync(["classify", "-m", Tiny, "--max-length", "100000", "a"]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("100000", result.Error.Replace(",", "", StringComparison.Ordinal));
    }

    private static float[] Logits(string line) =>
        [.. JsonDocument.Parse(line).RootElement.GetProperty("logits").EnumerateArray().Select(e => e.GetSingle())];
}
