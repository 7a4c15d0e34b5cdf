using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class TokenizeVerbTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Fact]
    public async Task The_json_contract_has_these_properties_and_utf16_offsets()
    {
        const string Text = "😀 très beau";
        CommandResult result = await InProcess.RunAsync(["tokenize", "-m", Tiny, "--json", Text]);

        JsonElement json = JsonDocument.Parse(Assert.Single(result.Lines)).RootElement;
        Assert.Equal(["ids", "tokens", "typeIds", "offsets"], json.EnumerateObject().Select(p => p.Name));
        string[] tokens = [.. json.GetProperty("tokens").EnumerateArray().Select(e => e.GetString()!)];
        (int Start, int End)[] offsets = [.. json.GetProperty("offsets").EnumerateArray().Select(e => (e[0].GetInt32(), e[1].GetInt32()))];
        Assert.Equal(("[CLS]", "[SEP]"), (tokens[0], tokens[^1]));
        Assert.Equal(((0, 0), (0, 0)), (offsets[0], offsets[^1]));
        Assert.Equal(tokens.Length, json.GetProperty("ids").GetArrayLength());
        Assert.Equal(tokens.Length, json.GetProperty("typeIds").GetArrayLength());
        Assert.Equal((0, 2), offsets[1]);
        Assert.Equal("beau", Text[offsets.Where(o => o.Start >= 8).Min(o => o.Start)..offsets.Max(o => o.End)]);
    }

    [Fact]
    public async Task Plain_output_is_the_tokens_and_the_embedded_model_has_them_too()
    {
        CommandResult result = await InProcess.RunAsync(["tokenize", "le film", ""]);
        Assert.Equal(2, result.Lines.Length);
        Assert.StartsWith("[CLS] le film", result.Lines[0]);
        Assert.Equal("[CLS] [SEP]", result.Lines[1]);
    }

    [Fact]
    public async Task A_limit_cuts_and_pairs_have_types()
    {
        CommandResult cut = await InProcess.RunAsync(["tokenize", "-m", Tiny, "--json", "--max-length", "4", "un deux trois quatre cinq"]);
        Assert.Equal(4, JsonDocument.Parse(cut.Output).RootElement.GetProperty("ids").GetArrayLength());
        CommandResult pair = await InProcess.RunAsync(["tokenize", "-m", Tiny, "--json", "--text", "a", "--pair", "b"], "{\"a\":\"le\",\"b\":\"film\"}\n");
        Assert.Equal(1, JsonDocument.Parse(pair.Output).RootElement.GetProperty("typeIds").EnumerateArray().Last().GetInt32());
    }
}
