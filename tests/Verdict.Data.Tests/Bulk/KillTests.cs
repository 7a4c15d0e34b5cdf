using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Verdict.Data.Tests.Bulk;

/// <summary>Kills a real process (−9) in the middle of a job, again and again.</summary>
public sealed class KillTests : BulkFixture
{
    private const string ChildVariable = "VERDICT_BULK_CHILD";
    private const int ChildRows = 4_000;

    /// <summary>How many kills: 5 in every run, <c>VERDICT_KILLS=50</c> for a long one.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("VERDICT_KILLS") ?? "5", CultureInfo.InvariantCulture);

    /// <summary>Whether this process was started to do a job in which it is killed.</summary>
    internal static bool IsChild => Environment.GetEnvironmentVariable(ChildVariable) is not null;

    internal static async Task<int> RunChild()
    {
        BulkJobOptions options = ChildOptions(Environment.GetEnvironmentVariable(ChildVariable)!, Environment.GetEnvironmentVariable("VERDICT_BULK_FORMAT")!);
        BulkSummary summary = await BulkJob.RunAsync(options, FakeModel.Scorer(() => Thread.Sleep(10)));
        return summary.Finished ? 0 : 1;
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public async Task Killed_at_random_moments_a_job_ends_with_the_same_bytes(string format)
    {
        WriteInput(Input, ChildRows);
        BulkJobOptions options = ChildOptions(Folder, format);
        var watch = Stopwatch.StartNew();
        Assert.Equal(0, await Child(format, Timeout.InfiniteTimeSpan));
        TimeSpan whole = watch.Elapsed;
        byte[] expected = await File.ReadAllBytesAsync(options.Output, TestContext.Current.CancellationToken);
        var random = new Random(20261125);
        int kills = 0, midway = 0, finished = 0;
        while (kills < Kills)
        {
            int? exit = await Child(format, whole * (0.2 + (0.9 * random.NextDouble())));
            string ledger = Path.Combine(options.Output + ".verdict", "ledger.jsonl");
            if (exit is null)
            {
                kills++;
                midway += File.Exists(ledger) && File.ReadLines(ledger).Count() > 1 ? 1 : 0;
                continue;
            }

            Assert.Equal(0, exit);
            Check(options.Output, expected);
            finished++;
        }

        Assert.Equal(0, await Child(format, Timeout.InfiniteTimeSpan));
        Check(options.Output, expected);
        Assert.False(Directory.Exists(options.Output + ".verdict"));
        TestContext.Current.SendDiagnosticMessage($"{format}: killed {kills} times, {midway} of them with finished parts on the disk; {finished + 1} results compared.");
    }

    private static void Check(string output, byte[] expected)
    {
        Assert.Equal(expected, File.ReadAllBytes(output));
        File.Delete(output);
    }

    private static BulkJobOptions ChildOptions(string folder, string format) => new()
    {
        Inputs = [Path.Combine(folder, "in.csv")],
        Output = Path.Combine(folder, "out." + format),
        TextColumn = "text",
        Model = "fake 1",
        RowsPerPart = 100,
    };

    /// <summary>Runs the job in a process of its own; null where it was killed.</summary>
    private async Task<int?> Child(string format, TimeSpan killAfter)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(KillTests).Assembly.Location);
        start.Environment[ChildVariable] = Folder;
        start.Environment["VERDICT_BULK_FORMAT"] = format;
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(CancellationToken.None);
        _ = child.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using var timeout = new CancellationTokenSource(killAfter);
        try
        {
            await child.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill();
            await child.WaitForExitAsync(CancellationToken.None);
            return child.ExitCode == 0 ? 0 : null;
        }

        Assert.True(child.ExitCode == 0, await errors);
        return child.ExitCode;
    }
}
