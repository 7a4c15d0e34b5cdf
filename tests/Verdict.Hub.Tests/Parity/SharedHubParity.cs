using Verdict.Hub.Tests.Serving;
using Verdict.Testing;
using Xunit;

namespace Verdict.Hub.Tests.Parity;

/// <summary>The shared hub with genuine archives, as a folder and served by HTTP.</summary>
public sealed class SharedHubParity : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("bert_multilingual_sequence_classifier_allocine", "fr", "5.5.3", "3.5", "bert_multilingual_sequence_classifier_allocine_fr_5.1.4_3.4_1698190000123")]
    [InlineData("bert_multilingual_sequence_classifier_allocine", "fr", "3.4.4", "3.2", "bert_multilingual_sequence_classifier_allocine_fr_3.3.2_3.0_1635775805960")]
    [InlineData("tiny_sentiment_onnx", "fr", "5.5.3", "3.5", "tiny_sentiment_onnx_fr_5.5.3_3.4_1736940000000")]
    [InlineData("tiny_three_labels", "xx", "5.5.3", "3.5", "tiny_three_labels_xx_3.4.4_3.0_1647856800002")]
    [InlineData("tiny_three_labels", "fr", "5.5.3", "3.5", "tiny_three_labels_fr_3.4.4_3.0_1647856800001")]
    [InlineData("tiny_three_labels_pipeline", "fr", "3.4.4", "3.2", "tiny_three_labels_pipeline_fr_3.4.4_3.0_1647856900000")]
    public async Task Names_lead_to_the_right_archives(string name, string language, string library, string spark, string key)
    {
        string shared = RepositoryPaths.Shared("hub");
        await using HubServer server = await HubServer.OverAsync(shared);
        HubOptions options = TestOptions.For(_folder, server.Address) with { SparkNlpVersion = library, SparkVersion = spark };
        ResolvedModel model = await new SparkNlpHub(options).ResolveAsync(name, language, cancellation: Cancellation);
        Assert.Equal(key, model.Revision);
        Assert.Contains(model.Files, f => f.Path == "metadata/part-00000");
        using var other = new TemporaryFolder();
        ResolvedModel plain = await new SparkNlpHub(options with { SparkNlpSources = [shared], SparkNlpCache = other.Path }).ResolveAsync(name, language, cancellation: Cancellation);
        Assert.Equal(model.Files, plain.Files);
        Assert.Equal(model.Files, (await model.VerifyAsync(Cancellation)).Files);
    }

    [Theory]
    [InlineData("not_ready", HubFault.NotFound)]
    [InlineData("missing_object", HubFault.NotFound)]
    [InlineData("broken_checksum", HubFault.Corrupt)]
    public async Task What_may_not_be_offered_is_not(string name, HubFault fault)
    {
        string shared = RepositoryPaths.Shared("hub");
        HubException e = await Assert.ThrowsAsync<HubException>(() => new SparkNlpHub(TestOptions.For(_folder, shared)).ResolveAsync(name, "fr", cancellation: Cancellation));
        Assert.Equal(fault, e.Fault);
        Assert.DoesNotContain(_folder.Files("cache_pretrained"), f => f.Contains("part-00000", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_list_has_every_archive_that_may_be_used()
    {
        string shared = RepositoryPaths.Shared("hub");
        IReadOnlyList<SparkNlpEntry> list = await new SparkNlpHub(TestOptions.For(_folder, shared)).ListAsync(Cancellation);
        Assert.Equal(8, list.Count);
        Assert.DoesNotContain(list, e => e.Name == "not_ready" || e.LibraryVersion == "99.0.0");
        Assert.Equal("pl", Assert.Single(list, e => e.Name == "tiny_three_labels_pipeline").Category);
    }
}
