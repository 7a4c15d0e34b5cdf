using Verdict.Hub.Tests.Serving;
using Verdict.Hub.Transfer;
using Xunit;

namespace Verdict.Hub.Tests.Transfer;

/// <summary>Addresses, redirections and waits.</summary>
public sealed class HubClientTests
{
    [Theory]
    [InlineData("https://a/x/y", "/z?q=1", "https://a/z?q=1")]
    [InlineData("https://a/x/y", "https://b/z", "https://b/z")]
    [InlineData("http://a/x", "https://b/z", "https://b/z")]
    [InlineData("http://a/x", "http://b/z", "http://b/z")]
    public void Redirections_are_followed(string from, string location, string to) =>
        Assert.Equal(to, HubClient.Next(new Uri(from), new Uri(location, UriKind.RelativeOrAbsolute)).AbsoluteUri);

    [Theory]
    [InlineData("http://a/x")]
    [InlineData("http://b/x")]
    [InlineData("file:///etc/passwd")]
    public void Redirections_from_encrypted_to_plain_are_not_followed(string location) =>
        Assert.Contains("not encrypted", Assert.Throws<HubException>(() => HubClient.Next(new Uri("https://a/y"), new Uri(location))).Message, StringComparison.Ordinal);

    [Fact]
    public void Redirections_to_nowhere_are_told() =>
        Assert.Contains("does not say where to", Assert.Throws<HubException>(() => HubClient.Next(new Uri("https://a/y"), null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("https://hub", "https://hub/a%2Fb/c%20d")]
    [InlineData("https://hub/", "https://hub/a%2Fb/c%20d")]
    [InlineData("https://hub/mirror/hf/", "https://hub/mirror/hf/a%2Fb/c%20d")]
    public void Addresses_are_escaped_below_the_endpoint(string endpoint, string address) =>
        Assert.Equal(address, new HubClient(new Uri(endpoint), null, TestOptions.Quick).Address("a/b", "c d").AbsoluteUri);

    [Fact]
    public void Waits_double_up_to_a_bound()
    {
        var settings = new TransferSettings();
        double[] waits = [.. Enumerable.Range(1, 30).Select(n => Retry.Wait(settings, n, null)!.Value.TotalSeconds)];
        Assert.InRange(waits[0], 0.5, 0.625);
        Assert.InRange(waits[3], 4, 5);
        Assert.All(waits, w => Assert.InRange(w, 0.5, 37.5));
        Assert.Equal(TimeSpan.FromSeconds(7), Retry.Wait(settings, 1, TimeSpan.FromSeconds(7)));
        Assert.Equal(TimeSpan.Zero, Retry.Wait(settings, 1, TimeSpan.FromSeconds(-7)));
        Assert.Null(Retry.Wait(settings, 1, TimeSpan.FromHours(1)));
    }

    [Theory]
    [InlineData("https://user:secret@hub")]
    [InlineData("https://hub?x=1")]
    [InlineData("https://")]
    public void Addresses_with_secrets_or_queries_are_refused(string source) =>
        Assert.DoesNotContain("secret", Assert.Throws<ArgumentException>(() => HubNames.IsAddress(source, out _)).Message, StringComparison.Ordinal);

    [Fact]
    public void Tokens_that_are_none_are_refused() =>
        Assert.DoesNotContain("secret", Assert.Throws<ArgumentException>(() => new HuggingFaceHub(new HubOptions(_ => null) { HuggingFaceToken = "secret\nX: y" })).Message, StringComparison.Ordinal);
}
