using Verdict.Cli.Tests.Running;
using Verdict.Data;
using Verdict.SparkNlp;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Guides;

/// <summary>The code of <c>docs/guides/bulk.md</c>, block by block: what stands here is compiled and run, and a test compares it with the guide.</summary>
public sealed class BulkGuideCode
{
    [Fact]
    public async Task The_blocks_run_and_the_guide_shows_them()
    {
        using var folder = new TemporaryFolder();
        string own = Path.Combine(RepositoryPaths.Root, "tests", "Verdict.Cli.Tests", "Guides", "BulkGuideCode.cs");
        string guide = (await File.ReadAllTextAsync(Path.Combine(RepositoryPaths.Root, "docs", "guides", "bulk.md"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n");
        string[] lines = await File.ReadAllLinesAsync(own, TestContext.Current.CancellationToken);
        foreach (string block in (string[])["job", "shards"])
        {
            int start = Array.FindIndex(lines, line => line.Trim() == $"// <{block}>"), end = Array.FindIndex(lines, line => line.Trim() == $"// </{block}>");
            string code = string.Join('\n', lines[(start + 1)..end].Select(line => line.Length > 8 ? line[8..] : line.Trim()));
            code = code.Replace("At(\"samples/reviews/*.csv\")", "\"samples/reviews/*.csv\"", StringComparison.Ordinal).Replace("At(\"labelled.parquet\")", "\"labelled.parquet\"", StringComparison.Ordinal);
            Assert.Contains($"```csharp\n{code}\n```\n", guide, StringComparison.Ordinal);
        }

        Directory.CreateSymbolicLink(folder.File("samples"), Path.Combine(RepositoryPaths.Root, "samples"));
        await RunAsync(folder);
        Assert.Equal(96, DataFrame.ReadParquet(folder.File("labelled.parquet")).Annotations("class").Count());
    }

    /// <summary>The guide's file names are those of a test's folder here.</summary>
    private static async Task RunAsync(TemporaryFolder folder)
    {
        string At(string name) => folder.File(name);

        // <job>
        using var stop = new CancellationTokenSource();
        using var classifier = TextClassifier.OpenDefault();
        BulkScorer scorer = BulkScorer.For(classifier);
        var options = new BulkJobOptions
        {
            Inputs = [At("samples/reviews/*.csv")],          // files, folders, patterns; ["-"] for standard input
            Output = At("labelled.parquet"),                 // "-" for standard output
            TextColumn = "review",
            Model = BulkScorer.DigestOf(classifier),
            Annotations = BulkAnnotations.Column("class", classifier),
        };
        var progress = new Progress<BulkProgress>(p => Console.Error.WriteLine($"{p.Rows} rows, engine busy {p.EngineShare:P0}"));
        BulkSummary summary = await BulkJob.RunAsync(options, scorer, progress, stop.Token);   // stop.Cancel() ends it after the part in work
        // </job>
        Assert.True(summary.Finished);
        File.Delete(folder.File("labelled.parquet"));

        // <shards>
        await BulkJob.RunAsync(options with { Shard = 1, ShardCount = 2 }, scorer);
        await BulkJob.RunAsync(options with { Shard = 2, ShardCount = 2 }, scorer);
        long rows = await BulkJob.MergeAsync(At("labelled.parquet"), BulkAnnotations.Type);   // the type only where there is such a column
        // </shards>
        Assert.Equal(96, rows);
    }
}
