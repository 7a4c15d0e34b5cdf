using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Verdict.Data.Tests.Bulk;

/// <summary>Memory of a process that does a job over rows of 10 MB each.</summary>
public sealed class LongRowTests : BulkFixture
{
    private const string ChildVariable = "VERDICT_LONG_ROW_CHILD";
    private const int RowLength = 10_000_000;
    private const long MostResident = 600_000_000;

    /// <summary>How many such rows: 12 in every run, <c>VERDICT_LONG_ROWS=200</c> for a long one.</summary>
    private static readonly int LongRows = int.Parse(Environment.GetEnvironmentVariable("VERDICT_LONG_ROWS") ?? "12", CultureInfo.InvariantCulture);

    /// <summary>Whether this process was started to do a job whose memory is measured.</summary>
    internal static bool IsChild => Environment.GetEnvironmentVariable(ChildVariable) is not null;

    /// <summary>Does the job, and prints the most memory that was resident, in bytes.</summary>
    internal static async Task<int> RunChild()
    {
        string[] files = Environment.GetEnvironmentVariable(ChildVariable)!.Split('|');
        BulkSummary summary = await BulkJob.RunAsync(new() { Inputs = [files[0]], Output = files[1], TextColumn = "text", Model = "fake 1" }, FakeModel.Scorer());
        string peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        Console.WriteLine(long.Parse(peak.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024);
        return summary is { Finished: true, Progress.MarkedRows: 0 } ? 0 : 1;
    }

    [Theory]
    [InlineData("csv", "parquet")]
    [InlineData("parquet", "parquet")]
    [InlineData("arrow", "arrow")]
    [InlineData("jsonl.gz", "csv")]
    public async Task Rows_of_ten_megabytes_stay_under_600_megabytes(string from, string to)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads the peak of resident memory from /proc");
        string input = At("long." + from), output = At("out." + to);
        WriteLongRows(input);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(LongRowTests).Assembly.Location);
        start.Environment[ChildVariable] = $"{input}|{output}";
        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string peak = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, await errors);
        TestContext.Current.SendDiagnosticMessage($"{from} to {to}, {LongRows} rows of 10 MB: {long.Parse(peak, CultureInfo.InvariantCulture) / 1_000_000} MB resident at most.");
        Assert.InRange(long.Parse(peak, CultureInfo.InvariantCulture), 1, MostResident);

        using RecordReader reader = RecordReader.Open(output);
        int rows = 0;
        foreach (Record row in reader.Read())
        {
            Assert.Equal(rows % 3 == 2 ? 20 : RowLength, row["text"].AsText().Length);
            rows++;
        }

        Assert.Equal(LongRows * 3 / 2, rows);
    }

    /// <summary>Long rows with a short one behind each pair; letters that do not repeat, so that nothing shrinks.</summary>
    private static void WriteLongRows(string path)
    {
        var schema = new RecordSchema([new("text", RecordType.Text)]);
        using RecordWriter writer = RecordWriter.Create(path, schema);
        var random = new Random(5);
        for (int i = 0; i < LongRows * 3 / 2; i++)
        {
            string text = string.Create(i % 3 == 2 ? 20 : RowLength, random, static (span, random) =>
            {
                for (int c = 0; c < span.Length; c++)
                    span[c] = (char)('a' + random.Next(26));
            });
            writer.Write(new Record(schema, [RecordValue.Of(text)], "test", i, 0));
        }

        writer.Complete();
    }
}
