using System.Diagnostics;
using System.Globalization;
using System.Text;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

/// <summary>The program itself, over real texts, killed (−9) and interrupted in the middle of its work.</summary>
public sealed class ClassifyKillTests : IDisposable
{
    private const int RowCount = 4_000;
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    /// <summary>How many kills: 3 in every run, <c>VERDICT_KILLS=50</c> for a long one.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("VERDICT_KILLS") ?? "3", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("parquet", false)]
    [InlineData("csv.gz", true)]
    public async Task Killed_at_random_moments_and_run_again_it_writes_the_same_bytes(string format, bool publicRows)
    {
        string[] job = Job("out." + format, publicRows);
        string output = _folder.File("out." + format), ledger = Path.Combine(output + ".verdict", "ledger.jsonl");
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await KilledAfterAsync(job, Timeout.InfiniteTimeSpan));
        TimeSpan whole = watch.Elapsed;
        byte[] expected = await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
        File.Delete(output);
        var random = new Random(20261125);
        int kills = 0, midway = 0, finished = 0;
        while (kills < Kills)
        {
            if (await KilledAfterAsync(job, whole * (0.2 + (0.7 * random.NextDouble()))) is { } exit)
            {
                Assert.Equal(0, exit);
                Same(expected, output);
                finished++;
                continue;
            }

            kills++;
            midway += File.Exists(ledger) && File.ReadLines(ledger).Count() > 1 ? 1 : 0;
        }

        Assert.Equal(0, await KilledAfterAsync(job, Timeout.InfiniteTimeSpan));
        Same(expected, output);
        Assert.Equal(["in.csv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName));
        TestContext.Current.SendDiagnosticMessage($"{format}: killed {kills} times, {midway} of them with finished parts on the disk; {finished + 1} results compared; uninterrupted {whole.TotalSeconds:F1} s.");
    }

    [Fact]
    public async Task Ctrl_C_finishes_the_part_says_how_to_go_on_and_the_same_command_does()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "sends a signal with kill");

        // Short texts in more parts than reading is ever ahead of writing, or the last one would be in work already.
        string[] whole = Job("whole.csv", rowCount: 12_000, mostRunes: 60), job = [.. whole[..^1], _folder.File("out.csv")];
        Assert.Equal(0, await KilledAfterAsync(whole, Timeout.InfiniteTimeSpan));
        string output = _folder.File("out.csv"), ledger = Path.Combine(output + ".verdict", "ledger.jsonl");
        using (Process process = Child.Start(Child.Program, job))
        {
            for (int i = 0; i < 6_000 && !(File.Exists(ledger) && File.ReadLines(ledger).Count() > 1) && !process.HasExited; i++)
                await Task.Delay(10, TestContext.Current.CancellationToken);

            // Both end the same way; a shell in the background lets its children ignore the first.
            using (Process kill = Process.Start("kill", [ProcessTests.InterruptsAreIgnored() ? "-TERM" : "-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(ExitCode.Cancelled, process.ExitCode);
            Assert.Contains("verdict: stopping after the part in work", await error, StringComparison.Ordinal);
            Assert.EndsWith("verdict: stopped. Run the same command again to go on.", (await error).TrimEnd(), StringComparison.Ordinal);
        }

        Assert.False(File.Exists(output));
        Assert.Equal(0, await KilledAfterAsync(job, Timeout.InfiniteTimeSpan));
        Same(await File.ReadAllBytesAsync(_folder.File("whole.csv"), TestContext.Current.CancellationToken), output);
    }

    /// <summary>Reviews that stand in the repository, or the public AlloCiné rows: over and over, each with its number.</summary>
    private string[] Job(string output, bool publicRows = false, int rowCount = RowCount, int mostRunes = int.MaxValue)
    {
        string[] texts = publicRows
            ? [.. ReviewRows.Read(RepositoryPaths.Shared("data", "allocine", "test-public.csv")).Select(row => row.Text)]
            : [.. JsonLines.ReadGzip(RepositoryPaths.Golden("mbert-ids", "sample.jsonl.gz")).Select(row => row.GetProperty("text").GetString()!)];
        return ["classify", "-m", Tiny, "-i", _folder.File("in.csv", Csv([.. texts.Select(text => string.Concat(text.EnumerateRunes().Take(mostRunes)))], rowCount)), "--text", "review", "-o", _folder.File(output)];
    }

    private static string Csv(string[] texts, int rowCount)
    {
        var csv = new StringBuilder("id,review\n");
        for (int i = 0; i < rowCount; i++)
            csv.Append(CultureInfo.InvariantCulture, $"{i},\"{texts[i % texts.Length].Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n");
        return csv.ToString();
    }

    private static void Same(byte[] expected, string output)
    {
        Assert.True(File.ReadAllBytes(output).AsSpan().SequenceEqual(expected), "the resumed output differs from an uninterrupted one");
        File.Delete(output);
    }

    /// <summary>Runs the program; its exit code, or null where it was killed before its end.</summary>
    private static async Task<int?> KilledAfterAsync(string[] arguments, TimeSpan time)
    {
        using Process process = Child.Start(Child.Program, arguments);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var timeout = new CancellationTokenSource(time);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return process.ExitCode == 0 ? 0 : null;
        }

        Assert.True(process.ExitCode == 0, await error);
        return process.ExitCode;
    }
}
