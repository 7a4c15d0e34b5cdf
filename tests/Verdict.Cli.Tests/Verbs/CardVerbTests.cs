using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class CardVerbTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Fact]
    public async Task A_card_tells_the_model_and_what_was_measured()
    {
        using var folder = new TemporaryFolder();
        string input = folder.File("in.csv", "review,polarity\ntrès beau film,1\nquel navet,0\n"), card = folder.File("card.md");

        CommandResult result = await InProcess.RunAsync(
            ["card", "-m", Tiny, "--name", "tiny_film", "--language", "fr", "--example", "très beau film", "-i", input, "--text", "review", "--label", "polarity", "--map", "0=neg,1=pos", "-o", card]);

        Assert.Equal(("", "", 0), (result.Output, result.Error, result.ExitCode));
        string text = await File.ReadAllTextAsync(card, TestContext.Current.CancellationToken);
        foreach (string part in new[] { "name: tiny_film", "language: fr", "## Predicted Entities", "## How to use", "```python", "```scala", "## Benchmarking", "precision    recall  f1-score   support" })
            Assert.Contains(part, text);
    }

    [Fact]
    public async Task Without_rows_the_card_says_that_nothing_was_measured()
    {
        CommandResult result = await InProcess.RunAsync(["card", "-m", Tiny, "--name", "tiny_film", "--language", "fr"]);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        Assert.Contains("Nothing was measured.", result.Output);
    }

    [Fact]
    public async Task Half_an_evaluation_is_a_mistake()
    {
        CommandResult result = await InProcess.RunAsync(["card", "-m", Tiny, "--name", "a", "--language", "fr", "--label", "polarity"]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("which file? Say -i FILE --text COLUMN.", result.Error);
    }
}
