using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests.SparkNlp;

/// <summary>Names to folders over a small hub, from a folder and by HTTP.</summary>
public sealed class SparkNlpHubTests : IDisposable
{
    private static readonly string[] TinyFiles = ["metadata/_SUCCESS", "metadata/part-00000", "weights"];

    private readonly TemporaryFolder _folder = new();
    private readonly SparkNlpLayout _layout = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_folder_is_a_hub()
    {
        _layout.WriteTo(_folder["mirror"]);
        ResolvedModel model = await new SparkNlpHub(TestOptions.For(_folder, _folder["mirror"])).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.Equal(_folder["cache_pretrained", SparkNlpLayout.TinyKey], model.Path);
        Assert.Equal(SparkNlpLayout.TinyKey, model.Revision);
        Assert.Equal(ModelKind.SparkNlpArchive, model.Kind);
        Assert.Equal("spark-nlp:tiny/fr", model.Reference);
        Assert.Equal(TinyFiles, model.Files.Select(f => f.Path));
        Assert.Equal(TinyFiles, _folder.Files($"cache_pretrained/{SparkNlpLayout.TinyKey}"));
        Assert.Equal(SparkNlpLayout.Noise(300_000), File.ReadAllBytes(Path.Combine(model.Path, "weights")));
        Assert.Equal(model.Files, (await model.VerifyAsync(Cancellation)).Files);
    }

    [Fact]
    public async Task Http_gives_the_same_and_never_fetches_an_archive_twice()
    {
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        var hub = new SparkNlpHub(TestOptions.For(_folder, server.Address));
        var messages = new Messages();
        ResolvedModel first = await hub.ResolveAsync("tiny", "fr", messages, Cancellation);
        ResolvedModel second = await hub.ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.Equal($"{server.Address}/{SparkNlpLayout.Folder}", first.Source);
        Assert.Equal("cache", second.Source);
        Assert.Equal(first.Files, second.Files);
        Assert.Equal(1, server.Count(SparkNlpLayout.TinyZip));
        Assert.DoesNotContain(_folder.Files("cache_pretrained"), f => f.EndsWith(".zip", StringComparison.Ordinal) || f.Contains("incomplete", StringComparison.Ordinal));
        Assert.Equal([PullStage.Resolving, PullStage.Downloading, PullStage.Verifying, PullStage.Extracting, PullStage.Done], messages.All.Select(m => m.Stage).Distinct());
        Assert.Equal(_layout.Files[SparkNlpLayout.TinyZip].Length, messages.All[^1].BytesDone);
        Assert.Equal(_layout.Files[SparkNlpLayout.TinyZip].Length, messages.All[^1].BytesTotal);
    }

    [Fact]
    public async Task A_cached_model_needs_no_network()
    {
        HubOptions options;
        await using (HubServer server = await HubServer.OverAsync(_layout.Files))
        {
            options = TestOptions.For(_folder, server.Address);
            await new SparkNlpHub(options).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        }

        ResolvedModel offline = await new SparkNlpHub(options with { Offline = true }).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.Equal("cache", offline.Source);
        var messages = new Messages();
        ResolvedModel outage = await new SparkNlpHub(options).ResolveAsync("tiny", "fr", messages, Cancellation);
        Assert.Equal(offline.Path, outage.Path);
        Assert.Contains("cannot be reached", Assert.Single(messages.All, m => m.Stage == PullStage.UsingCache).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offline_asks_nobody_and_says_what_to_do()
    {
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        HubException e = await Assert.ThrowsAsync<HubException>(() => new SparkNlpHub(TestOptions.For(_folder, server.Address) with { Offline = true }).ResolveAsync("tiny", "fr", cancellation: Cancellation));
        Assert.Equal(HubFault.NotCached, e.Fault);
        Assert.Contains("Pull it once with the network", e.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_broken_connection_is_continued_where_it_broke()
    {
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        server.Fail(SparkNlpLayout.TinyZip, Fault.Cut(100_000), Fault.Cut(0), Fault.Cut(60_000));
        ResolvedModel model = await new SparkNlpHub(TestOptions.For(_folder, server.Address)).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.Equal(TinyFiles, _folder.Files($"cache_pretrained/{SparkNlpLayout.TinyKey}"));
        Assert.Equal(model.Files, (await model.VerifyAsync(Cancellation)).Files);
        (string, string, string?, string? Range, string? IfRange)[] asked = [.. server.Requests.Where(r => r.Path == SparkNlpLayout.TinyZip)];
        Assert.Equal(4, asked.Length);
        Assert.Null(asked[0].Range);
        // How much of the cut answer was read before the break is up to the system; the next request begins where it ended.
        Assert.All(asked.Where(a => a.Range is not null), a => Assert.Equal(HubServer.Tag(_layout.Files[SparkNlpLayout.TinyZip]).ToString(), a.IfRange));
        Assert.Contains(asked, a => a.Range is not null);
    }

    [Fact]
    public async Task A_pull_that_ended_is_continued_by_the_next()
    {
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        byte[] zip = _layout.Files[SparkNlpLayout.TinyZip];
        string incomplete = _folder["cache_pretrained", ".verdict", SparkNlpLayout.TinyKey + ".zip.incomplete"];
        Directory.CreateDirectory(Path.GetDirectoryName(incomplete)!);
        await File.WriteAllBytesAsync(incomplete, zip[..70_000], Cancellation);
        await new SparkNlpHub(TestOptions.For(_folder, server.Address)).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.Equal("bytes=70000-", Assert.Single(server.Requests, r => r.Path == SparkNlpLayout.TinyZip).Range);
    }

    [Fact]
    public async Task A_rest_that_is_wrong_is_thrown_away_once()
    {
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        string incomplete = _folder["cache_pretrained", ".verdict", SparkNlpLayout.TinyKey + ".zip.incomplete"];
        Directory.CreateDirectory(Path.GetDirectoryName(incomplete)!);
        await File.WriteAllBytesAsync(incomplete, new byte[70_000], Cancellation);
        ResolvedModel model = await new SparkNlpHub(TestOptions.For(_folder, server.Address)).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.Equal(["bytes=70000-", null], server.Requests.Where(r => r.Path == SparkNlpLayout.TinyZip).Select(r => r.Range));
        Assert.Equal(model.Files, (await model.VerifyAsync(Cancellation)).Files);
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused_and_leaves_nothing()
    {
        _layout.Add("bad", "fr", "3,4,4", "3,0", 1647856800004, SparkNlpLayout.Zip(("metadata/part-00000", [1])), checksum: new string('0', 32));
        _layout.WriteTo(_folder["mirror"]);
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        foreach (string source in new[] { server.Address, _folder["mirror"] })
        {
            HubException e = await Assert.ThrowsAsync<HubException>(() => new SparkNlpHub(TestOptions.For(_folder, source)).ResolveAsync("bad", "fr", cancellation: Cancellation));
            Assert.Equal(HubFault.Corrupt, e.Fault);
            Assert.Contains("checksum validation failed", e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain(_folder.Files("cache_pretrained"), f => f.StartsWith("bad", StringComparison.Ordinal) || (f.Contains("bad_fr", StringComparison.Ordinal) && !f.EndsWith(".lock", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task An_archive_that_is_listed_but_not_there_is_not_found()
    {
        _layout.Add("gone", "fr", "3,4,4", "3,0", 1647856800005, null);
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        HubException e = await Assert.ThrowsAsync<HubException>(() => new SparkNlpHub(TestOptions.For(_folder, server.Address)).ResolveAsync("gone", "fr", cancellation: Cancellation));
        Assert.Equal(HubFault.NotFound, e.Fault);
        Assert.Contains("gone_fr_3.4.4_3.0_1647856800005.zip answers 404", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_are_chosen_as_Spark_NLP_does()
    {
        byte[] zip = SparkNlpLayout.Zip(("metadata/part-00000", [1]));
        _layout.Add("many", "fr", "3,3,2", "3,0", 1_600_000_000_000, zip);
        _layout.Add("many", "fr", "5,1,4", "3,4", 1_690_000_000_000, zip);
        _layout.Add("many", "fr", "3,1,0", "2,4", 1_700_000_000_000, zip);
        _layout.Add("many", "fr", "99,0,0", "3,0", 1_800_000_000_000, null);
        _layout.Add("many", "fr", "3,3,2", "3,0", 1_810_000_000_000, null, ready: false);
        _layout.Add("many", null, null, null, 1_500_000_000_000, zip);
        _layout.WriteTo(_folder["mirror"]);
        async Task<string?> Choose(string library, string spark) =>
            (await new SparkNlpHub(TestOptions.For(_folder, _folder["mirror"]) with { SparkNlpVersion = library, SparkVersion = spark }).ResolveAsync("many", "fr", cancellation: Cancellation)).Revision;
        Assert.Equal("many_fr_5.1.4_3.4_1690000000000", await Choose("5.5.3", "3.5.5"));
        Assert.Equal("many_fr_3.3.2_3.0_1600000000000", await Choose("3.4.4", "3.2.4"));
        // Up to 3.3.3 the newest wins, whatever it was made for.
        Assert.Equal("many_fr_3.1.0_2.4_1700000000000", await Choose("3.3.2", "3.0"));
        // A client with two parts may not take what names three; an archive for any release is left.
        Assert.Equal("many", await Choose("3.3", "3.0"));
        // Later clients take no archive that names no release.
        Assert.Equal(HubFault.NotFound, (await Assert.ThrowsAsync<HubException>(() => Choose("3.4", "3.0"))).Fault);
    }

    [Fact]
    public async Task What_is_not_found_is_told_with_what_there_is()
    {
        _layout.Add("later", "fr", "99,0,0", "3,0", 1_800_000_000_000, null);
        _layout.WriteTo(_folder["mirror"]);
        var hub = new SparkNlpHub(TestOptions.For(_folder, _folder["mirror"]));
        async Task<string> Why(string name, string language)
        {
            HubException e = await Assert.ThrowsAsync<HubException>(() => hub.ResolveAsync(name, language, cancellation: Cancellation));
            Assert.Equal(HubFault.NotFound, e.Fault);
            return e.Message;
        }

        Assert.Contains("It is there in: fr.", await Why("tiny", "en"), StringComparison.Ordinal);
        Assert.Contains("It is there for Spark NLP 99.0.0 on Spark 3.0", await Why("later", "fr"), StringComparison.Ordinal);
        Assert.Contains("Check the name and the language", await Why("nothing", "fr"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../up", "fr")]
    [InlineData("a/b", "fr")]
    [InlineData("tiny", "..")]
    [InlineData("", "fr")]
    public async Task Names_that_are_paths_are_refused(string name, string language) =>
        await Assert.ThrowsAsync<ArgumentException>(() => new SparkNlpHub(TestOptions.For(_folder, _folder["mirror"])).ResolveAsync(name, language, cancellation: Cancellation));

    [Fact]
    public async Task A_damaged_copy_is_pulled_again()
    {
        _layout.WriteTo(_folder["mirror"]);
        var hub = new SparkNlpHub(TestOptions.For(_folder, _folder["mirror"]));
        ResolvedModel model = await hub.ResolveAsync("tiny", "fr", cancellation: Cancellation);
        await File.WriteAllBytesAsync(Path.Combine(model.Path, "weights"), [1, 2, 3], Cancellation);
        ResolvedModel again = await hub.ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.NotEqual("cache", again.Source);
        Assert.Equal(SparkNlpLayout.Noise(300_000), File.ReadAllBytes(Path.Combine(again.Path, "weights")));
        Assert.Single(Directory.GetDirectories(_folder["cache_pretrained"]), d => !d.EndsWith(".verdict", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_folder_that_Spark_NLP_unpacked_is_taken_as_it_is()
    {
        _layout.WriteTo(_folder["mirror"]);
        string own = _folder["cache_pretrained", SparkNlpLayout.TinyKey, "metadata"];
        Directory.CreateDirectory(own);
        await File.WriteAllTextAsync(Path.Combine(own, "part-00000"), "{}", Cancellation);
        ResolvedModel model = await new SparkNlpHub(TestOptions.For(_folder, _folder["mirror"])).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.Equal("cache", model.Source);
        Assert.Equal("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", Assert.Single(model.Files).Hash.ToString());
    }

    [Fact]
    public async Task The_list_is_what_this_release_may_use()
    {
        _layout.Add("later", "fr", "99,0,0", "3,0", 1_800_000_000_000, null);
        _layout.Add("unready", "fr", "3,0,0", "3,0", 1_600_000_000_000, null, ready: false);
        _layout.Add("aaa", "en", "3,0,0", "3,0", 1_600_000_000_000, null);
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        HubOptions options = TestOptions.For(_folder, server.Address);
        IReadOnlyList<SparkNlpEntry> online = await new SparkNlpHub(options).ListAsync(Cancellation);
        Assert.Equal(["aaa", "tiny"], online.Select(e => e.Name));
        Assert.Equal(online, await new SparkNlpHub(options).ListAsync(Cancellation));
        int asked = server.Requests.Count;
        Assert.Equal(online.Select(e => e.Key), (await new SparkNlpHub(options with { Offline = true }).ListAsync(Cancellation)).Select(e => e.Key));
        Assert.Equal(asked, server.Requests.Count);
        Assert.Equal("3.4.4", online[1].LibraryVersion);
        Assert.Equal("3.0", online[1].SparkVersion);
    }

    [Fact]
    public async Task A_cache_that_may_only_be_read_still_answers()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux's /sys, where nobody may make files");
        await using HubServer server = await HubServer.OverAsync(_layout.Files);
        HubOptions options = TestOptions.For(_folder, server.Address);
        ResolvedModel model = await new SparkNlpHub(options).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Directory.Delete(_folder["cache_pretrained", ".verdict"], recursive: true);
        Directory.CreateSymbolicLink(_folder["cache_pretrained", ".verdict"], "/sys/kernel");
        var messages = new Messages();
        ResolvedModel again = await new SparkNlpHub(options).ResolveAsync("tiny", "fr", messages, Cancellation);
        Assert.Equal(model.Files, again.Files);
        Assert.True(messages.Has(PullStage.UsingCache));
        HubException e = await Assert.ThrowsAsync<HubException>(() => new SparkNlpHub(options).ResolveAsync("tiny", "en", cancellation: Cancellation));
        Assert.Equal(HubFault.CacheFailure, e.Fault);
    }

    [Fact]
    public async Task A_mirror_stands_in_for_a_hub_that_is_down()
    {
        _layout.WriteTo(_folder["mirror"]);
        await using HubServer server = await HubServer.OverAsync(new Dictionary<string, byte[]>());
        server.Fail(SparkNlpLayout.Folder + "/metadata.json", [.. Enumerable.Repeat(Fault.Answer(500), 10)]);
        ResolvedModel model = await new SparkNlpHub(TestOptions.For(_folder, server.Address, _folder["mirror"])).ResolveAsync("tiny", "fr", cancellation: Cancellation);
        Assert.StartsWith(_folder["mirror"], model.Source, StringComparison.Ordinal);
        Assert.Equal(TestOptions.Quick.Attempts, server.Requests.Count);
    }
}
