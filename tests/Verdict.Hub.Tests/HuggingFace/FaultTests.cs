using System.Text.Json.Nodes;
using Verdict.Hub.Tests.Serving;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Verdict.Hub.Tests.HuggingFace;

/// <summary>Everything that can go wrong between us and a hub.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private HuggingFaceServers _servers = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HubOptions Options => TestOptions.For(_folder, _servers.Hub.Address);

    private static string Blobs => Path.Combine("hub", "models--verdict-tests--tiny", "blobs");

    public async ValueTask InitializeAsync() => _servers = await HuggingFaceServers.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        _folder.Dispose();
    }

    private Task<ResolvedModel> PullAsync(HubOptions? options = null, Messages? messages = null) =>
        new HuggingFaceHub(options ?? Options).ResolveAsync(HuggingFaceLayout.Name, progress: messages, cancellation: Cancellation);

    private async Task<HubException> FailAsync(HubFault fault, HubOptions? options = null)
    {
        HubException e = await Assert.ThrowsAsync<HubException>(() => PullAsync(options));
        Assert.Equal(fault, e.Fault);
        Assert.DoesNotContain(HuggingFaceLayout.Sha256(_servers.Layout.Files["model.safetensors"]), _folder.Files(Blobs));
        return e;
    }

    private async Task SucceedAsync(HubOptions? options = null, Messages? messages = null)
    {
        ResolvedModel model = await PullAsync(options, messages);
        Assert.Equal(_servers.Layout.Files["model.safetensors"], await File.ReadAllBytesAsync(Path.Combine(model.Path, "model.safetensors"), Cancellation));
        Assert.DoesNotContain(_folder.Files(Blobs), f => f.EndsWith(".incomplete", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(299_999)]
    public async Task Cut_at_a_byte_the_pull_goes_on(int bytes)
    {
        _servers.Content.Fail(_servers.Weights, Fault.Cut(bytes), Fault.Cut(bytes / 2));
        await SucceedAsync();
    }

    [Fact]
    public async Task A_connection_that_always_breaks_ends_the_pull_and_the_next_one_continues()
    {
        _servers.Content.Fail(_servers.Weights, [.. Enumerable.Repeat(new Fault { CutAt = 1000, Chunked = true, EndsQuietly = true }, 5)]);
        HubException e = await FailAsync(HubFault.NetworkFailure, Options with { Transfer = TestOptions.Quick with { ProgressBytes = 1 << 20 } });
        Assert.Contains("ended after 5,000 of 300,000 bytes. Pull again: what has arrived is kept.", e.Message, StringComparison.Ordinal);
        Assert.Equal(5, _servers.Content.Requests.Count);
        Assert.Contains(_folder.Files(Blobs), f => f.EndsWith(".incomplete", StringComparison.Ordinal));
        await SucceedAsync();
        Assert.Equal("bytes=5000-", _servers.Content.Requests.Last().Range);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_sends_all_again()
    {
        _servers.Content.Fail(_servers.Weights, Fault.Cut(100_000), new Fault { HonoursRange = false });
        await SucceedAsync();
    }

    [Fact]
    public async Task A_range_from_elsewhere_is_refused()
    {
        _servers.Content.Fail(_servers.Weights, Fault.Cut(100_000), new Fault { RangeShift = 5 });
        Assert.Contains("was asked to continue at byte", (await FailAsync(HubFault.Corrupt)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_ends_early_without_a_length_is_continued()
    {
        _servers.Content.Fail(_servers.Weights, new Fault { CutAt = 10_000, Chunked = true, EndsQuietly = true });
        await SucceedAsync();
    }

    [Fact]
    public async Task Silence_is_given_up_and_the_pull_goes_on()
    {
        _servers.Content.Fail(_servers.Weights, new Fault { CutAt = 100_000, Stalls = true });
        var messages = new Messages();
        await SucceedAsync(Options with { Transfer = TestOptions.Quick with { Silence = TimeSpan.FromSeconds(1) } }, messages);
        Assert.Contains("sent (next to) nothing for 1 seconds", Assert.Single(messages.All, m => m.Stage == PullStage.Retrying).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_byte_now_and_then_is_silence()
    {
        _servers.Content.Fail(_servers.Weights, [.. Enumerable.Repeat(new Fault { Drips = true }, 5)]);
        HubException e = await FailAsync(HubFault.NetworkFailure, Options with { Transfer = TestOptions.Quick with { Silence = TimeSpan.FromSeconds(0.5) } });
        Assert.Contains("(next to) nothing", e.Message, StringComparison.Ordinal);
        await SucceedAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_length_is_refused(bool chunked)
    {
        _servers.Content.Fail(_servers.Weights, new Fault { Extra = 3, Chunked = chunked });
        await FailAsync(HubFault.Corrupt);
        await SucceedAsync();
    }

    [Fact]
    public async Task A_wrong_hash_is_refused_and_nothing_is_kept()
    {
        _servers.Content.Fail(_servers.Weights, new Fault { FlipByte = 12_345 });
        Assert.Contains("checksum validation failed: the hub announces sha256:", (await FailAsync(HubFault.Corrupt)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Files(Blobs), f => f.EndsWith(".incomplete", StringComparison.Ordinal));
        _servers.Hub.Fail(HuggingFaceLayout.Resolve(_servers.Layout.Commit, "vocab.txt"), new Fault { FlipByte = 1 });
        Assert.Contains("git-sha1:", (await Assert.ThrowsAsync<HubException>(() => PullAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_commit_is_refused()
    {
        _servers.Hub.Headers[HuggingFaceLayout.Resolve(_servers.Layout.Commit, "config.json")] = [("X-Repo-Commit", new string('a', 40))];
        Assert.Contains("answers with commit aaaa", (await FailAsync(HubFault.Corrupt)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, HubFault.Unauthorized, null, "set HF_TOKEN")]
    [InlineData(403, HubFault.Unauthorized, "GatedRepo", "Accept its terms")]
    [InlineData(404, HubFault.NotFound, "RepoNotFound", "Check the name")]
    [InlineData(404, HubFault.NotFound, "RevisionNotFound", "no such revision")]
    [InlineData(418, HubFault.ServerError, null, "proxy settings")]
    public async Task Refusals_are_final_and_say_what_to_do(int status, HubFault fault, string? code, string says)
    {
        _servers.Hub.Fail(HuggingFaceLayout.Api(), Fault.Answer(status, code is null ? [] : [("X-Error-Code", code)]));
        Assert.Contains(says, (await FailAsync(fault)).Message, StringComparison.Ordinal);
        Assert.Single(_servers.Hub.Requests);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Faults_that_pass_are_waited_for(int status)
    {
        _servers.Hub.Fail(HuggingFaceLayout.Api(), Fault.Answer(status), Fault.Answer(status));
        _servers.Content.Fail(_servers.Weights, Fault.Answer(status));
        await SucceedAsync();
    }

    [Fact]
    public async Task Retry_after_is_obeyed_within_bounds()
    {
        _servers.Hub.Fail(HuggingFaceLayout.Api(), Fault.Answer(429, ("Retry-After", "1")));
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        await SucceedAsync();
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.95));
        _servers.Hub.Fail(HuggingFaceLayout.Api(), Fault.Answer(429, ("Retry-After", "86400")));
        using var empty = new TemporaryFolder();
        HubException e = await Assert.ThrowsAsync<HubException>(() => PullAsync(Options with { HuggingFaceCache = empty.Path }));
        Assert.Equal(HubFault.RateLimited, e.Fault);
        Assert.Contains("Come back in 86400 seconds", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_that_stay_end_after_a_bounded_number_of_attempts()
    {
        _servers.Hub.Fail(HuggingFaceLayout.Api(), [.. Enumerable.Repeat(Fault.Answer(500), 9)]);
        await FailAsync(HubFault.ServerError);
        Assert.Equal(TestOptions.Quick.Attempts, _servers.Hub.Requests.Count);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        _servers.Hub.Routes[HuggingFaceLayout.Api()] = context =>
        {
            context.Response.Redirect("/" + HuggingFaceLayout.Api() + "?blobs=true");
            return Task.CompletedTask;
        };
        Assert.Contains("redirects more than 6 times", (await FailAsync(HubFault.NetworkFailure)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://127.0.0.1/x")]
    public async Task Redirects_to_other_schemes_are_not_followed(string location)
    {
        _servers.Hub.Routes[HuggingFaceLayout.Api()] = context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        };
        Assert.Contains("neither http nor https", (await FailAsync(HubFault.NetworkFailure)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_no_hub_is_told()
    {
        _servers.Hub.Routes[HuggingFaceLayout.Api()] = context => context.Response.WriteAsync("<html>Log in to the guest network</html>", context.RequestAborted);
        VerdictFormatException e = await Assert.ThrowsAsync<VerdictFormatException>(() => PullAsync());
        Assert.Contains("the JSON is broken", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_too_small_is_told_before_the_first_byte()
    {
        long size = 1L << 60;
        JsonNode listing = JsonNode.Parse(_servers.Layout.Listing())!;
        JsonNode weights = listing["siblings"]!.AsArray().Single(s => (string?)s!["rfilename"] == "model.safetensors")!;
        weights["size"] = size;
        weights["lfs"]!["size"] = size;
        _servers.Hub.Routes[HuggingFaceLayout.Api()] = context => context.Response.WriteAsync(listing.ToJsonString(), context.RequestAborted);
        HubException e = await FailAsync(HubFault.CacheFailure);
        Assert.Contains("1,152,921,504,606,", e.Message, StringComparison.Ordinal);
        Assert.Contains("Make room", e.Message, StringComparison.Ordinal);
        Assert.Empty(_servers.Content.Requests);
    }

    [Fact]
    public async Task A_disk_that_fills_up_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs Linux's /dev/full");
        Directory.CreateDirectory(_folder[Blobs]);
        string incomplete = _folder[Blobs, HuggingFaceLayout.Sha256(_servers.Layout.Files["model.safetensors"]) + ".incomplete"];
        File.CreateSymbolicLink(incomplete, "/dev/full");
        HubException e = await FailAsync(HubFault.CacheFailure);
        Assert.Contains("HF_HUB_CACHE", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_can_be_cancelled()
    {
        _servers.Content.Fail(_servers.Weights, new Fault { CutAt = 1000, Stalls = true });
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new HuggingFaceHub(Options).ResolveAsync(HuggingFaceLayout.Name, cancellation: cancel.Token));
        await SucceedAsync();
    }
}
