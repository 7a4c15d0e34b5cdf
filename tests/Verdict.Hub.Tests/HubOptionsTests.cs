using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests;

/// <summary>The environment, read as Python's client reads it.</summary>
public sealed class HubOptionsTests
{
    private static readonly string Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static HubOptions With(params (string Name, string Value)[] environment) =>
        new(name => environment.FirstOrDefault(e => e.Name == name).Value);

    [Fact]
    public void Nothing_set_gives_the_public_hubs_and_the_usual_caches()
    {
        HubOptions options = With();
        Assert.Equal("https://huggingface.co", Assert.Single(options.HuggingFaceSources));
        Assert.Equal(Path.Combine(Home, ".cache", "huggingface", "hub"), options.HuggingFaceCache);
        Assert.Equal("https://s3.amazonaws.com/auxdata.johnsnowlabs.com", Assert.Single(options.SparkNlpSources));
        Assert.Equal(Path.Combine(Home, "cache_pretrained"), options.SparkNlpCache);
        Assert.False(options.Offline);
    }

    [Fact]
    public void The_caches_move_as_in_Python()
    {
        Assert.Equal(Path.Combine("/x", "huggingface", "hub"), With(("XDG_CACHE_HOME", "/x")).HuggingFaceCache);
        Assert.Equal(Path.Combine("/h", "hub"), With(("XDG_CACHE_HOME", "/x"), ("HF_HOME", "/h")).HuggingFaceCache);
        Assert.Equal("/c", With(("HF_HOME", "/h"), ("HF_HUB_CACHE", "/c")).HuggingFaceCache);
        Assert.Equal(Path.Combine(Home, "c"), With(("HF_HUB_CACHE", "~/c")).HuggingFaceCache);
        Assert.Equal("/s", With(("VERDICT_SPARKNLP_CACHE", "/s")).SparkNlpCache);
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("on", true)]
    [InlineData("Yes", true)]
    [InlineData("TRUE", true)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void Offline_is_read_as_in_Python(string value, bool offline)
    {
        Assert.Equal(offline, With(("HF_HUB_OFFLINE", value)).Offline);
        Assert.Equal(offline, With(("TRANSFORMERS_OFFLINE", value)).Offline);
    }

    [Fact]
    public void The_token_comes_from_the_environment_or_its_file()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["token"], "hf_file\n");
        File.WriteAllText(folder["other"], "hf_other");
        Assert.Equal("hf_file", With(("HF_HOME", folder.Path)).HuggingFaceToken);
        Assert.Equal("hf_other", With(("HF_HOME", folder.Path), ("HF_TOKEN_PATH", folder["other"])).HuggingFaceToken);
        Assert.Equal("hf_direct", With(("HF_HOME", folder.Path), ("HF_TOKEN", " hf_direct ")).HuggingFaceToken);
        Assert.Null(With(("HF_HOME", folder.Path), ("HF_HUB_DISABLE_IMPLICIT_TOKEN", "1")).HuggingFaceToken);
        Assert.Null(With(("HF_HOME", folder["none"])).HuggingFaceToken);
        Assert.Null(With(("HF_HOME", folder["none"]), ("HF_TOKEN", "two\nlines")).HuggingFaceToken);
    }

    [Fact]
    public void Mirrors_are_named_in_order()
    {
        Assert.Equal(["https://a", "/folder"], With(("HF_ENDPOINT", "https://a; /folder")).HuggingFaceSources);
        Assert.Equal(["/mirror"], With(("VERDICT_SPARKNLP_HUB", "/mirror")).SparkNlpSources);
    }

    [Fact]
    public void The_token_is_not_printed() =>
        Assert.DoesNotContain("hf_secret", With(("HF_TOKEN", "hf_secret")).ToString(), StringComparison.Ordinal);
}
