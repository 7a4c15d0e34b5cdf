using Verdict.Hub.Tests.Serving;
using Verdict.Testing;
using Xunit;

namespace Verdict.Hub.Tests.Parity;

/// <summary>A classifier by its name gives what the same classifier gives from its folder.</summary>
public sealed class OpenByNameParity : IDisposable
{
    private static readonly string[] Texts = ["j'ai bien aime le film harry potter!", "Un navet.", "", "Très déçu, je ne recommande pas."];

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("models", "tiny-bert-fr")]
    [InlineData("bert-models", "sharded")]
    public async Task A_pulled_model_scores_as_its_folder(string group, string model)
    {
        string golden = RepositoryPaths.Golden(group, model);
        var layout = new HuggingFaceLayout();
        layout.Files.Clear();
        foreach (string file in Directory.GetFiles(golden))
            layout.Files[Path.GetFileName(file)] = await File.ReadAllBytesAsync(file, Cancellation);
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync(layout);
        HubOptions options = TestOptions.For(_folder, servers.Hub.Address);
        using TextClassifier folder = TextClassifier.Open(golden);
        using TextClassifier named = await TextClassifier.OpenByNameAsync(HuggingFaceLayout.Name, hub: options, cancellation: Cancellation);
        using TextClassifier offline = TextClassifier.Open(HuggingFaceLayout.Name, options with { Offline = true });
        IReadOnlyList<Prediction> expected = folder.Classify(Texts, Cancellation);
        Assert.Equal(expected.Select(p => p.Logits), named.Classify(Texts, Cancellation).Select(p => p.Logits));
        Assert.Equal(expected.Select(p => p.Logits), offline.Classify(Texts, Cancellation).Select(p => p.Logits));

        // Everything that the classifier opened had been pulled.
        ResolvedModel resolved = await ModelHub.ResolveAsync(HuggingFaceLayout.Name, options with { Offline = true }, cancellation: Cancellation);
        Assert.Subset(resolved.Files.Select(f => f.Path).ToHashSet(), named.Model.Files.Select(f => f.Name).ToHashSet());
    }
}
