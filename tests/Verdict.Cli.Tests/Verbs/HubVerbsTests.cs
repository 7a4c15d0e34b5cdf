using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

/// <summary>Models by name, from a folder that stands for a hub; no network.</summary>
public sealed class HubVerbsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _environment;

    public HubVerbsTests()
    {
        string model = Path.Combine(_folder.Path, "hub", "some-lab", "tiny-bert-fr");
        Directory.CreateDirectory(model);
        foreach (string file in Directory.GetFiles(RepositoryPaths.Golden("models", "tiny-bert-fr")))
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        string sparkNlp = Directory.CreateDirectory(Path.Combine(_folder.Path, "spark", "public", "models")).FullName;
        File.WriteAllText(Path.Combine(sparkNlp, "metadata.json"), "");
        _environment = new Dictionary<string, string?>
        {
            ["HF_ENDPOINT"] = Path.Combine(_folder.Path, "hub"),
            ["HF_HOME"] = Path.Combine(_folder.Path, "cache"),
            ["HF_HUB_CACHE"] = null,
            ["HF_HUB_OFFLINE"] = null,
            ["HF_TOKEN"] = null,
            ["VERDICT_SPARKNLP_HUB"] = Path.Combine(_folder.Path, "spark"),
            ["VERDICT_SPARKNLP_CACHE"] = Path.Combine(_folder.Path, "spark-cache"),
        };
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_name_is_pulled_listed_and_classified_with()
    {
        CommandResult pulled = await RunAsync("pull", "some-lab/tiny-bert-fr");
        Assert.Equal(("", 0), (pulled.Error, pulled.ExitCode));
        Assert.True(File.Exists(Path.Combine(Assert.Single(pulled.Lines), "config.json")));

        JsonElement json = JsonDocument.Parse((await RunAsync("pull", "some-lab/tiny-bert-fr", "--json")).Output).RootElement;
        Assert.Equal(["name", "kind", "path", "revision", "source", "files"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal("huggingface", json.GetProperty("kind").GetString());

        Assert.StartsWith("some-lab/tiny-bert-fr", (await RunAsync("list")).Output);
        Assert.Equal("some-lab/tiny-bert-fr", JsonDocument.Parse((await RunAsync("list", "tiny", "--json")).Output).RootElement.GetProperty("name").GetString());

        CommandResult byName = await RunAsync("classify", "-m", "some-lab/tiny-bert-fr", "--json", "très beau film");
        CommandResult byPath = await RunAsync("classify", "-m", RepositoryPaths.Golden("models", "tiny-bert-fr"), "--json", "très beau film");
        Assert.Equal(byPath, byName);
    }

    [Fact]
    public async Task A_locked_name_means_the_same_bytes_for_ever()
    {
        string lockFile = Path.Combine(_folder.Path, "verdict.lock");
        CommandResult first = await RunAsync("pull", "some-lab/tiny-bert-fr", "--lock", lockFile);
        Assert.Equal(("", 0), (first.Error, first.ExitCode));
        string locked = await File.ReadAllTextAsync(lockFile, TestContext.Current.CancellationToken);
        Assert.Contains("some-lab/tiny-bert-fr", locked);
        Assert.Equal(first, await RunAsync("pull", "some-lab/tiny-bert-fr", "--lock", lockFile));
        Assert.Equal(locked, await File.ReadAllTextAsync(lockFile, TestContext.Current.CancellationToken));

        await File.AppendAllTextAsync(Path.Combine(Assert.Single(first.Lines), "config.json"), " ", TestContext.Current.CancellationToken);
        CommandResult changed = await RunAsync("pull", "some-lab/tiny-bert-fr", "--lock", lockFile);
        Assert.NotEqual(0, changed.ExitCode);
        Assert.Contains("config.json", changed.Error);
    }

    [Fact]
    public async Task A_folder_without_a_revision_cannot_be_bundled_and_says_why()
    {
        CommandResult result = await RunAsync("bundle", "some-lab/tiny-bert-fr", "-o", "models.zip");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("revision", result.Error);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "models.zip")));
    }

    [Theory]
    [InlineData("pull", "some-lab/no-such-model")]
    [InlineData("pull", "spark-nlp:no_such_model/fr", "--offline")]
    [InlineData("pull", "./no-such-folder")]
    [InlineData("classify", "-m", "some-lab/no-such-model", "a")]
    public async Task A_name_that_nobody_knows_is_explained(params string[] arguments)
    {
        CommandResult result = await RunAsync(arguments);
        Assert.Equal((ExitCode.Model, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("verdict: ", result.Error);
        Assert.Contains("no-such", result.Error.Replace('_', '-'));
        Assert.Single(result.Error.TrimEnd().Split('\n'));
    }

    private Task<CommandResult> RunAsync(params string[] arguments) => Child.RunAsync(Child.Program, arguments, environment: _environment, folder: _folder.Path);
}
