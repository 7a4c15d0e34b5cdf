using System.Diagnostics;
using Verdict.Hub.Storage;
using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests.Laws;

/// <summary>However many pull at once, everything is fetched once and everybody gets it whole.</summary>
public sealed class ConcurrencyLaws : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private static async Task<string> EndAsync(Process process)
    {
        using (process)
        {
            string output = await process.StandardOutput.ReadToEndAsync(Cancellation), error = await process.StandardError.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            Assert.True(process.ExitCode == 0, error);
            return output.Trim();
        }
    }

    [Fact]
    public async Task Two_processes_at_once_fetch_once()
    {
        var layout = new SparkNlpLayout();
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        await using HubServer spark = await HubServer.OverAsync(layout.Files);
        // The first answer is slow and then breaks, so that the others surely come while it is under way.
        servers.Content.Fail(servers.Weights, new Fault { CutAt = 150_000, Chunked = true, EndsQuietly = true });
        string[] paths = await Task.WhenAll(Enumerable.Range(0, 2).SelectMany(_ => new[]
        {
            EndAsync(PullProcess.Start(HuggingFaceLayout.Name, servers.Hub.Address, _folder["hub"])),
            EndAsync(PullProcess.Start("spark-nlp:tiny/fr", spark.Address, _folder["spark"])),
        }));
        Assert.Equal(2, paths.Distinct().Count());
        Assert.Equal(2, servers.Content.Requests.Count);
        Assert.Equal(1, spark.Count(SparkNlpLayout.TinyZip));
        Assert.Equal(servers.Layout.Files["model.safetensors"], await File.ReadAllBytesAsync(_folder["hub", "models--verdict-tests--tiny", "snapshots", servers.Layout.Commit, "model.safetensors"], Cancellation));
        Assert.Equal(SparkNlpLayout.Noise(300_000), await File.ReadAllBytesAsync(_folder["spark", SparkNlpLayout.TinyKey, "weights"], Cancellation));
        Assert.DoesNotContain(_folder.Files(), f => f.EndsWith(".incomplete", StringComparison.Ordinal) || f.EndsWith(".tmp", StringComparison.Ordinal) || f.Contains("unpacking", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Eight_threads_at_once_fetch_once()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        var hub = new HuggingFaceHub(TestOptions.For(_folder, servers.Hub.Address));
        ResolvedModel[] models = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => hub.ResolveAsync(HuggingFaceLayout.Name, cancellation: Cancellation))));
        Assert.All(models, m => Assert.Equal(models[0].Files, m.Files));
        Assert.Single(servers.Content.Requests);
    }

    [Fact]
    public async Task A_process_that_was_killed_leaves_nothing_in_the_way()
    {
        await using HuggingFaceServers servers = await HuggingFaceServers.StartAsync();
        servers.Content.Fail(servers.Weights, new Fault { CutAt = 150_000, Stalls = true });
        using (Process process = PullProcess.Start(HuggingFaceLayout.Name, servers.Hub.Address, _folder["hub"]))
        {
            string blob = _folder["hub", "models--verdict-tests--tiny", "blobs", servers.Layout.Blob("model.safetensors") + ".incomplete"];
            while (!File.Exists(blob) || new FileInfo(blob).Length < 150_000)
                await Task.Delay(20, Cancellation);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        ResolvedModel model = await new HuggingFaceHub(TestOptions.For(_folder, servers.Hub.Address)).ResolveAsync(HuggingFaceLayout.Name, cancellation: Cancellation);
        Assert.Equal(model.Files, (await model.VerifyAsync(Cancellation)).Files);
        Assert.Equal("bytes=150000-", servers.Content.Requests.Last().Range);
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_used()
    {
        await using HubServer proxy = await HubServer.OverAsync(new SparkNlpLayout().Files);
        string path = await EndAsync(PullProcess.Start("spark-nlp:tiny/fr", "http://hub.invalid:8080", _folder["spark"], ("http_proxy", proxy.Address), ("no_proxy", "")));
        Assert.Equal(_folder["spark", SparkNlpLayout.TinyKey], path);
        Assert.Equal(1, proxy.Count(SparkNlpLayout.TinyZip));
    }

    [Fact]
    public async Task The_lock_is_the_one_that_Python_takes()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/python3"), "needs python3 on Linux");
        string path = _folder["x.lock"];
        using CacheLock hold = await CacheLock.AcquireAsync(path, null, Cancellation);
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("import fcntl, sys\nf = open(sys.argv[1], 'r+')\ntry:\n fcntl.flock(f, fcntl.LOCK_EX | fcntl.LOCK_NB)\n print('free')\nexcept BlockingIOError:\n print('held')");
        start.ArgumentList.Add(path);
        Assert.Equal("held", await EndPythonAsync(start));
        hold.Dispose();
        Assert.Equal("free", await EndPythonAsync(start));
    }

    private static async Task<string> EndPythonAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return output.Trim();
    }
}
