using System.Diagnostics;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests;

/// <summary>What only a real process shows: signals and pipes.</summary>
public sealed class ProcessTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Fact]
    public async Task Ctrl_C_stops_cleanly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends SIGINT with kill");
        using Process process = Child.Start(Child.Program, ["classify", "-m", Tiny]);
        await process.StandardInput.WriteLineAsync("un texte");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)); // it runs, and waits for more

        using (Process kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task exit = process.WaitForExitAsync(TestContext.Current.CancellationToken);
        bool stopped = await Task.WhenAny(exit, Task.Delay(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)) == exit;
        if (!stopped)
            process.Kill();

        Assert.True(stopped, "the process did not stop");
        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Equal("verdict: stopped.", (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd());
    }

    [Fact]
    public async Task A_reader_that_has_seen_enough_ends_the_work_without_complaint()
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "needs /bin/bash");
        using var folder = new TemporaryFolder();
        string texts = folder.File("texts.txt", string.Concat(Enumerable.Repeat("un texte\n", 20_000)));
        const string Script = "\"$1\" classify -m \"$2\" --json < \"$3\" | head -n 1; echo \"${PIPESTATUS[0]}\"";

        CommandResult result = await Child.RunAsync("/bin/bash", ["-c", Script, "bash", Child.Program, Tiny, texts]);

        Assert.Equal(("", 2, "0"), (result.Error, result.Lines.Length, result.Lines[^1]));
    }
}
