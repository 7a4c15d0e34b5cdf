using System.Diagnostics;
using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests.SparkNlp;

/// <summary>What can go wrong between us and a hub of Spark NLP: with its list, and with an archive.</summary>
public sealed class SparkNlpFaultTests : IAsyncLifetime
{
    private const string List = $"{SparkNlpLayout.Folder}/metadata.json";
    private const string Other = "elsewhere/tiny.zip";

    private readonly TemporaryFolder _folder = new();
    private readonly SparkNlpLayout _layout = new();
    private HubServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HubOptions Options => TestOptions.For(_folder, _server.Address);

    public async ValueTask InitializeAsync() => _server = await HubServer.OverAsync(_layout.Files);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(299_999)]
    public async Task Cut_at_a_byte_the_pull_goes_on(int bytes)
    {
        _server.Fail(List, Fault.Cut(Math.Min(bytes, 50)));
        _server.Fail(SparkNlpLayout.TinyZip, Fault.Cut(bytes), Fault.Cut(bytes / 2));
        await SucceedAsync();
    }

    [Fact]
    public async Task Silence_is_given_up_and_the_pull_goes_on()
    {
        _server.Fail(SparkNlpLayout.TinyZip, new Fault { CutAt = 100_000, Stalls = true });
        var messages = new Messages();
        await SucceedAsync(Options with { Transfer = TestOptions.Quick with { Silence = TimeSpan.FromSeconds(1) } }, messages);
        Assert.Contains("sent (next to) nothing for 1 seconds", Assert.Single(messages.All, m => m.Stage == PullStage.Retrying).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_length_is_refused(bool chunked)
    {
        _server.Fail(SparkNlpLayout.TinyZip, new Fault { Extra = 3, Chunked = chunked });
        await FailAsync(HubFault.Corrupt, "checksum validation failed");
        await SucceedAsync();
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_and_nothing_is_kept()
    {
        _server.Fail(SparkNlpLayout.TinyZip, new Fault { FlipByte = 12_345 });
        await FailAsync(HubFault.Corrupt, "checksum validation failed");
        Assert.DoesNotContain(_folder.Files("cache_pretrained"), f => f.EndsWith(".incomplete", StringComparison.Ordinal));
        await SucceedAsync();
    }

    [Theory]
    [InlineData(401, HubFault.Unauthorized)]
    [InlineData(403, HubFault.Unauthorized)]
    [InlineData(404, HubFault.NotFound)]
    public async Task Refusals_are_final(int status, HubFault fault)
    {
        _server.Fail(List, Fault.Answer(status));
        await FailAsync(fault, "metadata.json");
        Assert.Single(_server.Requests);
        _server.Fail(SparkNlpLayout.TinyZip, Fault.Answer(status));
        await FailAsync(fault, SparkNlpLayout.TinyKey);
        Assert.Equal(1, _server.Count(SparkNlpLayout.TinyZip));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Faults_that_pass_are_waited_for(int status)
    {
        _server.Fail(List, Fault.Answer(status), Fault.Answer(status));
        _server.Fail(SparkNlpLayout.TinyZip, Fault.Answer(status));
        await SucceedAsync();
    }

    [Fact]
    public async Task Retry_after_is_obeyed_within_bounds()
    {
        _server.Fail(SparkNlpLayout.TinyZip, Fault.Answer(429, ("Retry-After", "1")));
        long start = Stopwatch.GetTimestamp();
        await SucceedAsync();
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.95));
        using var empty = new TemporaryFolder();
        _server.Fail(SparkNlpLayout.TinyZip, Fault.Answer(429, ("Retry-After", "86400")));
        await FailAsync(HubFault.RateLimited, "Come back in 86400 seconds", Options with { SparkNlpCache = empty.Path });
    }

    [Fact]
    public async Task A_redirect_to_another_host_is_followed_without_any_token()
    {
        await using HubServer other = await HubServer.OverAsync(new Dictionary<string, byte[]> { [Other] = _layout.Files[SparkNlpLayout.TinyZip] });
        _server.Routes[SparkNlpLayout.TinyZip] = context =>
        {
            context.Response.Redirect($"{other.Address}/{Other}");
            return Task.CompletedTask;
        };
        await SucceedAsync(Options with { HuggingFaceToken = "hf_secret" });
        Assert.Equal(1, other.Count(Other));
        Assert.All(_server.Requests.Concat(other.Requests), r => Assert.Null(r.Authorization));
    }

    private Task<ResolvedModel> PullAsync(HubOptions? options, Messages? messages = null) =>
        new SparkNlpHub(options ?? Options).ResolveAsync("tiny", "fr", messages, Cancellation);

    private async Task FailAsync(HubFault fault, string says, HubOptions? options = null)
    {
        HubException e = await Assert.ThrowsAsync<HubException>(() => PullAsync(options));
        Assert.Equal(fault, e.Fault);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["cache_pretrained", SparkNlpLayout.TinyKey]) && options is null);
    }

    private async Task SucceedAsync(HubOptions? options = null, Messages? messages = null)
    {
        ResolvedModel model = await PullAsync(options, messages);
        Assert.Equal(SparkNlpLayout.Noise(300_000), await File.ReadAllBytesAsync(Path.Combine(model.Path, "weights"), Cancellation));
        Assert.DoesNotContain(_folder.Files("cache_pretrained"), f => f.EndsWith(".incomplete", StringComparison.Ordinal));
    }
}
