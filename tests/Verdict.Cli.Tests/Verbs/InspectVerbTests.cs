using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class InspectVerbTests
{
    [Fact]
    public async Task A_model_says_what_it_is()
    {
        string tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");
        CommandResult plain = await InProcess.RunAsync(["inspect", tiny]);
        Assert.Equal(ExitCode.Success, plain.ExitCode);
        foreach (string fact in new[] { "family ", "layers ", "labels             neg, pos", "activation         softmax: ", "tokeniser ", "files ", "memory " })
            Assert.Contains(fact, plain.Output);

        JsonElement json = JsonDocument.Parse((await InProcess.RunAsync(["inspect", tiny, "--json"])).Output).RootElement;
        Assert.Equal(
            ["source", "family", "layers", "hiddenSize", "heads", "intermediateSize", "hiddenActivation", "vocabularySize", "maxPositions", "maxLength", "labels", "activation", "activationReason", "tokenizer", "precision", "parameters", "memoryBytes", "files"],
            json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("BertForSequenceClassification", json.GetProperty("family").GetString());
        Assert.Contains("model.safetensors", json.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task The_embedded_model_is_the_default()
    {
        JsonElement json = JsonDocument.Parse((await InProcess.RunAsync(["inspect", "--json"])).Output).RootElement;
        Assert.Equal(17_137_538, json.GetProperty("parameters").GetInt64());
        Assert.Equal((6, 384), (json.GetProperty("layers").GetInt32(), json.GetProperty("hiddenSize").GetInt32()));
    }
}
