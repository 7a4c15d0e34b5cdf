using System.IO.Compression;
using System.Text;
using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests;

/// <summary>The same bytes everywhere: lock files, and bundles for machines without a network.</summary>
public sealed class BundleAndLockTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly SparkNlpLayout _spark = new();
    private HuggingFaceServers _servers = null!;
    private HubOptions _options = null!;
    private ResolvedModel _face = null!;
    private ResolvedModel _tiny = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Bundle => _folder["models.bundle"];

    public async ValueTask InitializeAsync()
    {
        _servers = await HuggingFaceServers.StartAsync();
        _spark.WriteTo(_folder["mirror"]);
        _options = TestOptions.For(_folder, _servers.Hub.Address) with { SparkNlpSources = [_folder["mirror"]] };
        _face = await ModelHub.ResolveAsync(HuggingFaceLayout.Name, _options, cancellation: Cancellation);
        _tiny = await ModelHub.ResolveAsync("spark-nlp:tiny/fr", _options, cancellation: Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _servers.DisposeAsync();
        _folder.Dispose();
    }

    private HubOptions AirGapped(TemporaryFolder machine) => TestOptions.For(machine, Bundle) with { Offline = true };

    [Fact]
    public async Task A_bundle_brings_models_to_a_machine_without_a_network()
    {
        await ModelBundle.WriteAsync(Bundle, [_tiny, _face], Cancellation);
        Assert.Equal(["spark-nlp:tiny/fr", "verdict-tests/tiny"], ModelBundle.Open(Bundle).Models.Select(m => m.Reference));
        using var machine = new TemporaryFolder();
        foreach (ResolvedModel model in new[] { _face, _tiny })
        {
            ResolvedModel there = await ModelHub.ResolveAsync(model.Reference, AirGapped(machine), cancellation: Cancellation);
            Assert.Equal(Bundle, there.Source);
            Assert.Equal(model.Revision, there.Revision);
            Assert.Equal(model.Files, there.Files);
            Assert.Equal(model.Files, (await there.VerifyAsync(Cancellation)).Files);
            Assert.StartsWith(machine.Path, there.Path, StringComparison.Ordinal);

            // Once installed, the cache is enough.
            Assert.Equal("cache", (await ModelHub.ResolveAsync(model.Reference, AirGapped(machine) with { HuggingFaceSources = [], SparkNlpSources = [] }, cancellation: Cancellation)).Source);
        }

        Assert.Equal(_servers.Layout.Commit, await File.ReadAllTextAsync(machine["hub", "models--verdict-tests--tiny", "refs", "main"], Cancellation));
        Assert.DoesNotContain(machine.Files(), f => f.EndsWith(".incomplete", StringComparison.Ordinal) || f.Contains("unpacking", StringComparison.Ordinal));
        Assert.Equal("tiny", Assert.Single(await new SparkNlpHub(AirGapped(machine)).ListAsync(Cancellation)).Name);
        Assert.Contains(await new HuggingFaceHub(AirGapped(machine)).ListAsync(cancellation: Cancellation), e => e.Name == HuggingFaceLayout.Name);
    }

    [Fact]
    public async Task The_same_models_give_the_same_bundle()
    {
        await ModelBundle.WriteAsync(Bundle, [_tiny, _face], Cancellation);
        await ModelBundle.WriteAsync(_folder["again"], [_face, _tiny], Cancellation);
        Assert.Equal(await File.ReadAllBytesAsync(Bundle, Cancellation), await File.ReadAllBytesAsync(_folder["again"], Cancellation));
        Assert.DoesNotContain(_folder.Files(), f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bundle_of_one_model_is_a_reference_itself()
    {
        await ModelBundle.WriteAsync(Bundle, [_tiny], Cancellation);
        using var machine = new TemporaryFolder();
        ResolvedModel model = await ModelHub.ResolveAsync(Bundle, AirGapped(machine) with { SparkNlpSources = [] }, cancellation: Cancellation);
        Assert.Equal(_tiny.Files, model.Files);
        await ModelBundle.WriteAsync(Bundle, [_tiny, _face], Cancellation);
        HubException e = await Assert.ThrowsAsync<HubException>(() => ModelHub.ResolveAsync(Bundle, AirGapped(machine), cancellation: Cancellation));
        Assert.Contains("holds 2 models: spark-nlp:tiny/fr, verdict-tests/tiny", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_bundle_installs_nothing()
    {
        await ModelBundle.WriteAsync(Bundle, [_tiny, _face], Cancellation);
        byte[] bytes = await File.ReadAllBytesAsync(Bundle, Cancellation);
        int place = bytes.AsSpan().IndexOf(SparkNlpLayout.Noise(300_000).AsSpan(100, 20));
        bytes[place + 1000] ^= 1;
        await File.WriteAllBytesAsync(Bundle, bytes, Cancellation);
        using var machine = new TemporaryFolder();
        await Assert.ThrowsAsync<VerdictFormatException>(async () =>
        {
            await ModelHub.ResolveAsync(_tiny.Reference, AirGapped(machine), cancellation: Cancellation);
            await ModelHub.ResolveAsync(_face.Reference, AirGapped(machine), cancellation: Cancellation);
        });
        Assert.DoesNotContain(machine.Files(), f => f.EndsWith(".incomplete", StringComparison.Ordinal) || f.Contains("unpacking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_manifest_with_other_hashes_is_refused()
    {
        await ModelBundle.WriteAsync(Bundle, [_face], Cancellation);
        Rewrite(manifest => manifest.Replace("\"git-sha1:" + _servers.Layout.Blob("config.json"), "\"git-sha1:" + new string('0', 40), StringComparison.Ordinal));
        using var machine = new TemporaryFolder();
        HubException e = await Assert.ThrowsAsync<HubException>(() => ModelHub.ResolveAsync(_face.Reference, AirGapped(machine), cancellation: Cancellation));
        Assert.Equal(HubFault.Corrupt, e.Fault);
        Assert.Contains("models/0/config.json: checksum validation failed", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("config.json", "config.py")]
    [InlineData("config.json", "../config.json")]
    [InlineData("\"version\": 1", "\"version\": 2")]
    [InlineData("verdict-tests/tiny", "../../tiny")]
    [InlineData("\"length\": 300000", "\"length\": 300001")]
    public async Task A_manifest_that_says_something_else_is_refused(string text, string instead)
    {
        await ModelBundle.WriteAsync(Bundle, [_face], Cancellation);
        Rewrite(manifest => manifest.Replace(text, instead, StringComparison.Ordinal));
        Assert.Throws<VerdictFormatException>(() => ModelBundle.Open(Bundle));
    }

    [Fact]
    public async Task What_has_no_name_or_is_not_what_was_pulled_is_not_bundled()
    {
        ResolvedModel local = await ModelHub.ResolveAsync(_face.Path, _options, cancellation: Cancellation);
        await Assert.ThrowsAsync<ArgumentException>(() => ModelBundle.WriteAsync(Bundle, [local], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => ModelBundle.WriteAsync(Bundle, [_face, _face], Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => ModelBundle.WriteAsync(Bundle, [], Cancellation));
        await File.WriteAllTextAsync(Path.Combine(_tiny.Path, "weights"), "changed", Cancellation);
        Assert.Equal(HubFault.Corrupt, (await Assert.ThrowsAsync<HubException>(() => ModelBundle.WriteAsync(Bundle, [_tiny], Cancellation))).Fault);
        Assert.False(File.Exists(Bundle));
    }

    [Fact]
    public async Task A_lock_gives_the_old_state_when_the_hub_has_a_new_one()
    {
        ModelLock made = await (await ModelLock.Empty.WithAsync(_face, Cancellation)).WithAsync(_tiny, Cancellation);
        made.Save(_folder["verdict.lock"]);
        var read = ModelLock.Load(_folder["verdict.lock"]);
        Assert.Equal(["spark-nlp:tiny/fr", "verdict-tests/tiny"], read.Models.Select(m => m.Reference));
        Assert.All(read.Models.SelectMany(m => m.Files), f => Assert.Equal(HashKind.Sha256, f.Hash!.Value.Kind));
        string old = _face.Revision!;
        _servers.Layout.Files["config.json"] = "{\"new\":1}"u8.ToArray();
        _servers.Publish();
        _spark.Add("tiny", "fr", "4,0,0", "3,2", 1_660_000_000_000, SparkNlpLayout.Zip(("metadata/part-00000", [1])));
        _spark.WriteTo(_folder["mirror"]);

        // On a machine that has nothing yet.
        using var machine = new TemporaryFolder();
        HubOptions options = TestOptions.For(machine, _servers.Hub.Address) with { SparkNlpSources = [_folder["mirror"]] };
        HubOptions locked = options with { Lock = read };
        Assert.Equal(old, (await ModelHub.ResolveAsync(_face.Reference, locked, cancellation: Cancellation)).Revision);
        Assert.Equal(_tiny.Revision, (await ModelHub.ResolveAsync(_tiny.Reference, locked, cancellation: Cancellation)).Revision);
        Assert.NotEqual(old, (await ModelHub.ResolveAsync(_face.Reference, options, cancellation: Cancellation)).Revision);
        Assert.NotEqual(_tiny.Revision, (await ModelHub.ResolveAsync(_tiny.Reference, options, cancellation: Cancellation)).Revision);

        // What is locked and cached is not asked for again.
        int asked = _servers.Hub.Requests.Count;
        Assert.Equal("cache", (await ModelHub.ResolveAsync(_face.Reference, locked, cancellation: Cancellation)).Source);
        Assert.Equal("cache", (await ModelHub.ResolveAsync(_tiny.Reference, locked, cancellation: Cancellation)).Source);
        Assert.Equal(asked, _servers.Hub.Requests.Count);
    }

    [Fact]
    public async Task A_lock_refuses_what_it_does_not_hold_and_what_has_changed()
    {
        ModelLock made = await ModelLock.Empty.WithAsync(_tiny, Cancellation);
        HubOptions locked = _options with { Lock = made };
        async Task<string> Why(string reference)
        {
            HubException e = await Assert.ThrowsAsync<HubException>(() => ModelHub.ResolveAsync(reference, locked, cancellation: Cancellation));
            Assert.Equal(HubFault.LockMismatch, e.Fault);
            return e.Message;
        }

        Assert.Contains("is not in the lock file, which holds spark-nlp:tiny/fr", await Why(HuggingFaceLayout.Name), StringComparison.Ordinal);
        string weights = Path.Combine(_tiny.Path, "weights");
        byte[] bytes = await File.ReadAllBytesAsync(weights, Cancellation);
        bytes[17] ^= 1;
        await File.WriteAllBytesAsync(weights, bytes, Cancellation);
        Assert.Contains("has the hash sha256:", await Why(_tiny.Reference), StringComparison.Ordinal);
        locked = _options with { Lock = await ModelLock.Empty.WithAsync(_face, Cancellation) };
        Assert.Contains("is locked to", await Why($"{HuggingFaceLayout.Name}@{new string('a', 40)}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"models":[{"hub":"elsewhere"}]}""")]
    [InlineData("""{"version":1,"models":[{"hub":"hugging-face","name":"a/b","revision":"main","files":[]}]}""")]
    [InlineData("""{"version":1,"models":[{"hub":"spark-nlp","name":"a","language":"fr","revision":"../a","files":[]}]}""")]
    [InlineData("""{"version":1,"models":[{"hub":"hugging-face","name":"a/b","files":[{"path":"config.json","length":1,"hash":"sha256:00"}]}]}""")]
    public async Task What_is_no_lock_file_is_refused_with_its_place(string text)
    {
        await File.WriteAllTextAsync(_folder["bad.lock"], text, Cancellation);
        Assert.Equal(_folder["bad.lock"], Assert.Throws<VerdictFormatException>(() => ModelLock.Load(_folder["bad.lock"])).Path);
    }

    [Fact]
    public void A_lock_file_that_is_not_there_is_told() =>
        Assert.Contains("pulling the models once", Assert.Throws<VerdictFormatException>(() => ModelLock.Load(_folder["none.lock"])).Message, StringComparison.Ordinal);

    private void Rewrite(Func<string, string> change)
    {
        using ZipArchive zip = ZipFile.Open(Bundle, ZipArchiveMode.Update);
        (string Name, byte[] Bytes)[] entries = [.. zip.Entries.Select(e =>
        {
            using var copy = new MemoryStream();
            using Stream content = e.Open();
            content.CopyTo(copy);
            return (e.FullName, copy.ToArray());
        })];
        zip.Dispose();
        string before = Encoding.UTF8.GetString(entries[0].Bytes), after = change(before);
        Assert.NotEqual(before, after);
        entries[0].Bytes = Encoding.UTF8.GetBytes(after);
        File.WriteAllBytes(Bundle, SparkNlpLayout.Zip(entries));
    }
}
