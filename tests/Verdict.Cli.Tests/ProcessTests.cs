using System.Diagnostics;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests;

/// <summary>What only a real process shows: signals and pipes.</summary>
public sealed partial class ProcessTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Ctrl_C_and_a_request_to_terminate_stop_cleanly(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends signals with kill");
        Assert.SkipWhen(signal == "INT" && InterruptsAreIgnored(), "the tests were started with SIGINT ignored, as shells do in the background, and children inherit that");
        using Process process = Child.Start(Child.Program, ["classify", "-m", Tiny]);
        await process.StandardInput.WriteLineAsync("un texte");
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)); // it runs, and waits for more

        using (Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Progress_is_shown_on_a_terminal_after_two_seconds(bool noColor)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "needs /usr/bin/script, which makes a terminal");
        const string Pipeline = "(echo un texte; sleep 4) | \"$VERDICT_PROGRAM\" classify -m \"$VERDICT_MODEL\" > /dev/null";
        CommandResult result = await Child.RunAsync(
            "/usr/bin/script",
            ["-qec", Pipeline, "/dev/null"],
            environment: new Dictionary<string, string?> { ["VERDICT_PROGRAM"] = Child.Program, ["VERDICT_MODEL"] = Tiny, ["NO_COLOR"] = noColor ? "1" : null, ["TERM"] = "xterm-256color" });

        Assert.Contains("1 rows, ", result.Output);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(noColor, !ColorSequence().IsMatch(result.Output));
    }

    internal static bool InterruptsAreIgnored()
    {
        const ulong Interrupt = 1 << (2 - 1);
        string? mask = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) : null;
        return mask is not null && (Convert.ToUInt64(mask[7..].Trim(), 16) & Interrupt) != 0;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\x1b\[[0-9;]*(3[0-9]|9[0-7]|38)[0-9;]*m")]
    private static partial System.Text.RegularExpressions.Regex ColorSequence();
}
