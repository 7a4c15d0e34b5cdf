using System.Text.Json;
using Verdict.Cli.Tests.Running;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

public sealed class BenchVerbTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Fact]
    public async Task Every_precision_is_measured_on_every_set()
    {
        CommandResult result = await InProcess.RunAsync(["bench", Tiny, "--seconds", "0", "--threads", "1", "--json"]);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        JsonElement[] rows = [.. result.Lines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(9, rows.Length);
        Assert.Equal(["fp32", "bf16", "int8"], rows.Select(row => row.GetProperty("precision").GetString()).Distinct());
        Assert.All(rows, row => Assert.True(row.GetProperty("tokensPerSecond").GetDouble() > row.GetProperty("textsPerSecond").GetDouble()));
        Assert.All(rows[..3], row => Assert.Equal(0, row.GetProperty("otherLabels").GetInt32()));
    }

    [Fact]
    public async Task The_table_ends_with_advice()
    {
        CommandResult result = await InProcess.RunAsync(["bench", Tiny, "--seconds", "0", "--threads", "1"]);
        Assert.StartsWith("texts ", result.Lines[0]);
        Assert.Contains("--precision", result.Lines[^1]);
    }
}
