using System.Text;
using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests.HuggingFace;

/// <summary>Names to folders over a small hub with the layout of Hugging Face's.</summary>
public sealed class HuggingFaceHubTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Repository => _folder["hub", "models--verdict-tests--tiny"];

    public void Dispose() => _folder.Dispose();

    private HuggingFaceHub Hub(HuggingFaceServers servers) => new(TestOptions.For(_folder, servers.Hub.Address));

    private Task<ResolvedModel> PullAsync(HuggingFaceServers servers, string? revision = null, Messages? messages = null) =>
        Hub(servers).ResolveAsync(HuggingFaceLayout.Name, revision, messages, Cancellation);

    [Fact]
    public async Task A_name_becomes_a_folder_in_the_shared_cache()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        HuggingFaceLayout layout = servers.Layout;
        var messages = new Messages();
        ResolvedModel model = await PullAsync(servers, messages: messages);
        Assert.Equal(layout.Commit, model.Revision);
        Assert.Equal(Path.Combine(Repository, "snapshots", layout.Commit), model.Path);
        Assert.Equal(HuggingFaceLayout.Needed, model.Files.Select(f => f.Path));
        Assert.Equal(layout.Commit, await File.ReadAllTextAsync(Path.Combine(Repository, "refs", "main"), Cancellation));
        Assert.All(HuggingFaceLayout.Needed, file =>
        {
            Assert.Equal(layout.Files[file], File.ReadAllBytes(Path.Combine(model.Path, file)));
            if (!OperatingSystem.IsWindows())
                Assert.Equal($"../../blobs/{layout.Blob(file)}", new FileInfo(Path.Combine(model.Path, file)).LinkTarget);
        });
        Assert.Equal("sha256:" + layout.Blob("model.safetensors"), model.Files.Single(f => f.Path == "model.safetensors").Hash.ToString());
        Assert.Equal("git-sha1:" + layout.Blob("config.json"), model.Files.Single(f => f.Path == "config.json").Hash.ToString());
        Assert.Equal(model.Files, (await model.VerifyAsync(Cancellation)).Files);
        Assert.Equal(HuggingFaceLayout.Needed.Sum(f => layout.Files[f].Length), messages.All[^1].BytesTotal);
        Assert.Equal(messages.All[^1].BytesTotal, messages.All[^1].BytesDone);
    }

    [Fact]
    public async Task Nothing_but_configuration_weights_and_tokeniser_is_ever_asked_for()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        await PullAsync(servers);
        string commit = servers.Layout.Commit;
        Assert.Equal(HuggingFaceLayout.Needed.Select(f => HuggingFaceLayout.Resolve(commit, f)).Append(HuggingFaceLayout.Api()).Order(), servers.Hub.Requests.Select(r => r.Path).Order());
        Assert.Equal(servers.Weights, Assert.Single(servers.Content.Requests).Path);
    }

    [Fact]
    public async Task A_second_time_only_the_commit_is_asked_for_and_a_commit_not_even_that()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        ResolvedModel first = await PullAsync(servers);
        int asked = servers.Hub.Requests.Count;
        Assert.Equal(first.Files, (await PullAsync(servers)).Files);
        Assert.Equal(asked + 1, servers.Hub.Requests.Count);
        Assert.Equal("cache", (await PullAsync(servers, first.Revision)).Source);
        Assert.Equal(asked + 1, servers.Hub.Requests.Count);
    }

    [Fact]
    public async Task A_new_commit_fetches_only_what_changed()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        ResolvedModel old = await PullAsync(servers);
        servers.Layout.Files["config.json"] = "{\"id2label\":{}}"u8.ToArray();
        servers.Publish();
        ResolvedModel fresh = await PullAsync(servers);
        Assert.NotEqual(old.Revision, fresh.Revision);
        Assert.Single(servers.Content.Requests);
        Assert.Equal("{\"id2label\":{}}", await File.ReadAllTextAsync(Path.Combine(fresh.Path, "config.json"), Cancellation));
        Assert.NotEqual("{\"id2label\":{}}", await File.ReadAllTextAsync(Path.Combine(old.Path, "config.json"), Cancellation));
    }

    [Fact]
    public async Task The_token_goes_to_the_hub_and_never_to_another_host()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        var hub = new HuggingFaceHub(TestOptions.For(_folder, servers.Hub.Address) with { HuggingFaceToken = "hf_secret" });
        await hub.ResolveAsync(HuggingFaceLayout.Name, cancellation: Cancellation);
        Assert.All(servers.Hub.Requests, r => Assert.Equal("Bearer hf_secret", r.Authorization));
        Assert.All(servers.Content.Requests, r => Assert.Null(r.Authorization));
        Assert.NotEmpty(servers.Content.Requests);
    }

    [Fact]
    public async Task Offline_the_cache_answers_and_nobody_is_asked()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        ResolvedModel online = await PullAsync(servers);
        int asked = servers.Hub.Requests.Count;
        var offline = new HuggingFaceHub(TestOptions.For(_folder, servers.Hub.Address) with { Offline = true });
        Assert.Equal(online.Path, (await offline.ResolveAsync(HuggingFaceLayout.Name, cancellation: Cancellation)).Path);
        HubException e = await Assert.ThrowsAsync<HubException>(() => offline.ResolveAsync("verdict-tests/other", cancellation: Cancellation));
        Assert.Equal(HubFault.NotCached, e.Fault);
        Assert.Contains("Pull it once with the network", e.Message, StringComparison.Ordinal);
        Assert.Equal(asked, servers.Hub.Requests.Count);
        Assert.Equal(HuggingFaceLayout.Name, Assert.Single(await offline.ListAsync(cancellation: Cancellation)).Name);
    }

    [Fact]
    public async Task A_hub_that_is_down_is_no_reason_to_fail_where_the_cache_has_the_model()
    {
        string path;
        HubOptions options;
        await using (HuggingFaceServers servers = await HuggingFaceServers.StartAsync())
        {
            options = TestOptions.For(_folder, servers.Hub.Address);
            path = (await PullAsync(servers)).Path;
        }

        var messages = new Messages();
        Assert.Equal(path, (await new HuggingFaceHub(options).ResolveAsync(HuggingFaceLayout.Name, progress: messages, cancellation: Cancellation)).Path);
        Assert.True(messages.Has(PullStage.UsingCache));
    }

    [Fact]
    public async Task What_Python_pulled_is_found_and_completed()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        HuggingFaceLayout layout = servers.Layout;
        string snapshot = Path.Combine(Repository, "snapshots", layout.Commit);
        Directory.CreateDirectory(snapshot);
        Directory.CreateDirectory(Path.Combine(Repository, "blobs"));
        foreach (string file in new[] { "model.safetensors", "README.md", "config.json" })
        {
            await File.WriteAllBytesAsync(Path.Combine(Repository, "blobs", layout.Blob(file)), layout.Files[file], Cancellation);
            File.CreateSymbolicLink(Path.Combine(snapshot, file), $"../../blobs/{layout.Blob(file)}");
        }

        ResolvedModel model = await PullAsync(servers);
        Assert.Equal(HuggingFaceLayout.Needed, model.Files.Select(f => f.Path));
        Assert.Empty(servers.Content.Requests);
        Assert.Equal(0, servers.Hub.Count(HuggingFaceLayout.Resolve(layout.Commit, "config.json")));
    }

    [Fact]
    public async Task A_file_that_a_crash_cut_short_is_fetched_again()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        ResolvedModel model = await PullAsync(servers);
        await File.WriteAllBytesAsync(Path.Combine(Repository, "blobs", servers.Layout.Blob("model.safetensors")), new byte[10], Cancellation);
        Assert.Equal(model.Files, (await PullAsync(servers)).Files);
        Assert.Equal(model.Files, (await model.VerifyAsync(Cancellation)).Files);
    }

    [Fact]
    public async Task Weights_in_several_files_come_with_their_index()
    {
        var layout = new HuggingFaceLayout();
        layout.Files.Remove("model.safetensors");
        layout.Files["model-00001-of-00002.safetensors"] = SparkNlpLayout.Noise(1000);
        layout.Files["model-00002-of-00002.safetensors"] = SparkNlpLayout.Noise(2000);
        layout.Files["model-extra.safetensors"] = SparkNlpLayout.Noise(3000);
        layout.Files["model.safetensors.index.json"] = """{"weight_map":{"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors","c":"model-00001-of-00002.safetensors"}}"""u8.ToArray();
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync(layout);
        ResolvedModel model = await PullAsync(servers);
        Assert.Equal(["model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors", "model.safetensors.index.json"], model.Files.Select(f => f.Path).Where(f => f.StartsWith("model", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("../../../../.bashrc")]
    [InlineData("pytorch_model.bin")]
    [InlineData("sub/model.safetensors")]
    public async Task An_index_that_names_anything_else_is_refused(string shard)
    {
        var layout = new HuggingFaceLayout();
        layout.Files.Remove("model.safetensors");
        layout.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes($$"""{"weight_map": {"a": "{{shard}}"} }""");
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync(layout);
        VerdictFormatException e = await Assert.ThrowsAsync<VerdictFormatException>(() => PullAsync(servers));
        Assert.Equal("weight_map.a", e.Place);
    }

    [Fact]
    public async Task A_model_that_is_only_a_pickle_is_refused_with_a_way_out()
    {
        var layout = new HuggingFaceLayout();
        layout.Files.Remove("model.safetensors");
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync(layout);
        HubException e = await Assert.ThrowsAsync<HubException>(() => PullAsync(servers));
        Assert.Equal(HubFault.NotSupported, e.Fault);
        Assert.Contains("pytorch_model.bin. Pickles can run code and are never read", e.Message, StringComparison.Ordinal);
        Assert.Equal(HuggingFaceLayout.Api(), Assert.Single(servers.Hub.Requests).Path);
    }

    [Fact]
    public async Task A_mirror_whose_listing_has_no_hashes_is_asked_for_them()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync(new HuggingFaceLayout { ListsHashes = false });
        ResolvedModel model = await PullAsync(servers);
        Assert.Equal("sha256:" + servers.Layout.Blob("model.safetensors"), model.Files.Single(f => f.Path == "model.safetensors").Hash.ToString());
        Assert.Equal(HuggingFaceLayout.Needed.Length, servers.Hub.Requests.Count(r => r.Method == "HEAD"));
    }

    [Fact]
    public async Task Plain_folders_and_foreign_caches_are_hubs_and_are_used_in_place()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        HuggingFaceLayout layout = servers.Layout;
        ResolvedModel pulled = await PullAsync(servers);
        string plain = _folder["plain", "verdict-tests", "tiny"];
        Directory.CreateDirectory(plain);
        foreach (string file in HuggingFaceLayout.Needed)
            await File.WriteAllBytesAsync(Path.Combine(plain, file), layout.Files[file], Cancellation);
        HubOptions options = TestOptions.For(_folder, _folder["plain"]) with { HuggingFaceCache = _folder["empty"], Offline = true };
        ResolvedModel model = await new HuggingFaceHub(options).ResolveAsync(HuggingFaceLayout.Name, cancellation: Cancellation);
        Assert.Equal(plain, model.Path);
        Assert.Null(model.Revision);
        ResolvedModel foreign = await new HuggingFaceHub(options with { HuggingFaceSources = [_folder["hub"]] }).ResolveAsync(HuggingFaceLayout.Name, layout.Commit, cancellation: Cancellation);
        Assert.Equal(pulled.Path, foreign.Path);
        Assert.False(Directory.Exists(_folder["empty"]));
        HubException e = await Assert.ThrowsAsync<HubException>(() => new HuggingFaceHub(options).ResolveAsync(HuggingFaceLayout.Name, "v2", cancellation: Cancellation));
        Assert.Equal(HubFault.NotFound, e.Fault);
    }

    [Theory]
    [InlineData("../x", null)]
    [InlineData("a/b/c", null)]
    [InlineData("a--b/c", null)]
    [InlineData("a/b", "../../x")]
    [InlineData("a/b", "a b")]
    public async Task Names_and_revisions_that_are_paths_are_refused(string name, string? revision) =>
        await Assert.ThrowsAsync<ArgumentException>(() => new HuggingFaceHub(TestOptions.For(_folder, "http://127.0.0.1:9")).ResolveAsync(name, revision, cancellation: Cancellation));

    [Fact]
    public async Task Revisions_with_slashes_are_one_part_of_the_address()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        servers.Hub.Routes[HuggingFaceLayout.Api("refs%2Fpr%2F1")] = servers.Hub.Routes[HuggingFaceLayout.Api()];
        ResolvedModel model = await PullAsync(servers, "refs/pr/1");
        Assert.Equal(servers.Layout.Commit, await File.ReadAllTextAsync(Path.Combine(Repository, "refs", "refs", "pr", "1"), Cancellation));
        Assert.Equal(servers.Layout.Commit, model.Revision);
    }

    [Fact]
    public async Task The_list_is_what_the_hub_answers()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        string? query = null;
        servers.Hub.Routes["api/models"] = context =>
        {
            query = context.Request.QueryString.Value;
            return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, """[{"id":"a/b","downloads":7},{"id":"../c"},{"id":"d"}]""", context.RequestAborted);
        };
        IReadOnlyList<HuggingFaceEntry> list = await Hub(servers).ListAsync("sentiment & co", 5, Cancellation);
        Assert.Equal(["a/b", "d"], list.Select(e => e.Name));
        Assert.Equal(7, list[0].Downloads);
        Assert.Contains("&limit=5&search=sentiment%20%26%20co", query, StringComparison.Ordinal);
    }
}
