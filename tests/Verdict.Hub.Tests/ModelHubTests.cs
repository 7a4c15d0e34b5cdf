using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests;

/// <summary>What a user writes, and where it leads.</summary>
public sealed class ModelHubTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("nlptown/bert-base", HubKind.HuggingFace, "nlptown/bert-base", null)]
    [InlineData("nlptown/bert-base@v1.0", HubKind.HuggingFace, "nlptown/bert-base", "v1.0")]
    [InlineData("hf:bert-base-uncased@refs/pr/3", HubKind.HuggingFace, "bert-base-uncased", "refs/pr/3")]
    [InlineData("spark-nlp:some_model/fr", HubKind.SparkNlp, "some_model", "fr")]
    [InlineData("spark-nlp:some_model", HubKind.SparkNlp, "some_model", null)]
    internal void References_are_read(string text, HubKind hub, string name, string? qualifier) =>
        Assert.Equal(new ModelReference(hub, name, qualifier), ModelReference.Parse(text));

    [Theory]
    [InlineData("bert-base-uncased")]
    [InlineData("a/b/c")]
    [InlineData("a/b@")]
    [InlineData("spark-nlp:")]
    [InlineData("spark-nlp:a/fr/x")]
    [InlineData("spark-nlp:../x")]
    [InlineData("https://huggingface.co/a/b")]
    [InlineData("hf:..")]
    public void What_is_no_reference_is_told_what_one_looks_like(string text) =>
        Assert.Contains("organisation/name", Assert.Throws<ArgumentException>(() => ModelReference.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Both_hubs_answer_through_one_door()
    {
        var layout = new SparkNlpLayout();
        layout.WriteTo(_folder["mirror"]);
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        HubOptions options = TestOptions.For(_folder, servers.Hub.Address) with { SparkNlpSources = [_folder["mirror"]] };
        ResolvedModel spark = await ModelHub.ResolveAsync("spark-nlp:tiny/fr", options, cancellation: Cancellation);
        Assert.Equal(SparkNlpLayout.TinyKey, spark.Revision);
        ResolvedModel face = await ModelHub.ResolveAsync(HuggingFaceLayout.Name, options, cancellation: Cancellation);
        Assert.Equal(servers.Layout.Commit, face.Revision);
        Assert.Equal(HuggingFaceLayout.Name, face.Reference);

        Assert.Equal([(spark.Reference, spark.Path), (face.Reference, face.Path)], ModelHub.Cached(options).Select(m => (m.Reference, m.Path)));
        Assert.Equal(spark.Files.Concat(face.Files), ModelHub.Cached(options).SelectMany(m => m.Files));

        // The folders themselves are models too, and no name.
        Assert.Equal(ModelKind.HuggingFaceFolder, (await ModelHub.ResolveAsync(face.Path, options, cancellation: Cancellation)).Kind);
        ResolvedModel local = await ModelHub.ResolveAsync(spark.Path, options, cancellation: Cancellation);
        Assert.Equal(ModelKind.SparkNlpArchive, local.Kind);
        Assert.Equal(HubKind.Local, local.Hub);
        Assert.Equal(spark.Files.Select(f => f.Path), local.Files.Select(f => f.Path));
        Assert.Equal(spark.Files, (await local.VerifyAsync(Cancellation)).Files);
        ResolvedModel zip = await ModelHub.ResolveAsync(_folder["mirror", SparkNlpLayout.TinyZip], options, cancellation: Cancellation);
        Assert.Equal(ModelKind.SparkNlpArchive, zip.Kind);
        Assert.NotNull(Assert.Single((await zip.VerifyAsync(Cancellation)).Files).Hash);
    }

    [Fact]
    public async Task Paths_that_are_not_there_are_not_looked_up_as_names()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        HubOptions options = TestOptions.For(_folder, servers.Hub.Address);
        foreach (string path in new[] { "./verdict-tests/tiny", _folder["nothing"], "some/model.zip", "~/model" })
        {
            HubException e = await Assert.ThrowsAsync<HubException>(() => ModelHub.ResolveAsync(path, options, cancellation: Cancellation));
            Assert.Equal(HubFault.NotFound, e.Fault);
        }

        Assert.Equal(HubFault.NotSupported, (await Assert.ThrowsAsync<HubException>(() => ModelHub.ResolveAsync(_folder.Path, options, cancellation: Cancellation))).Fault);
        Assert.Empty(servers.Hub.Requests);
    }

    [Fact]
    public async Task A_Spark_NLP_archive_is_no_text_classifier()
    {
        new SparkNlpLayout().WriteTo(_folder["mirror"]);
        HubException e = await Assert.ThrowsAsync<HubException>(() => TextClassifier.OpenByNameAsync("spark-nlp:tiny/fr", hub: TestOptions.For(_folder, _folder["mirror"]), cancellation: Cancellation));
        Assert.Contains("Verdict.SparkNlp", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<HubException>(() => TextClassifier.Open("spark-nlp:tiny/fr", TestOptions.For(_folder, _folder["mirror"])));
        Assert.Equal(HubFault.NotSupported, e.Fault);
    }
}
