using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

public sealed class CompletenessTests
{
    private static readonly string[] Families = ["tokenizer-", "detector-", "cleanup-", "probes-"];

    [Fact]
    public void Every_golden_run_is_named_by_a_test()
    {
        string sources = string.Concat(Directory.GetFiles(Path.Combine(RepositoryPaths.Root, "tests", "Verdict.SparkNlp.Tests", "Parity"), "*.cs").Select(File.ReadAllText));
        IEnumerable<string> runs = ((string[])["3.4.4/outputs", "5.5.3/outputs", "3.4.4/extra/outputs"])
            .SelectMany(f => Directory.GetFiles(RepositoryPaths.Golden("sparknlp", f), "*.jsonl.gz")).Select(f => Path.GetFileName(f)[..^".jsonl.gz".Length]).Distinct();
        Assert.DoesNotContain(runs, r => !Names(r).Any(n => sources.Contains($"\"{n}\"", StringComparison.Ordinal)));
    }

    private static IEnumerable<string> Names(string run) => Families.Where(f => run.StartsWith(f, StringComparison.Ordinal)).Select(f => run[f.Length..]).Append(run);
}
