using System.Text.Json;
using Verdict.Testing;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>Accepted differences: rows of <c>tests/goldens/deviations.json</c> for Spark NLP.</summary>
internal static class Deviations
{
    private static readonly JsonElement[] Rows =
        [.. JsonDocument.Parse(File.ReadAllBytes(RepositoryPaths.Golden("deviations.json"))).RootElement.GetProperty("sparknlp").EnumerateArray()];

    /// <summary>The ids of a run whose column may differ.</summary>
    public static HashSet<int> Ids(string release, string run, string column) =>
    [
        .. Rows.Where(r => r.GetProperty("release").GetString() == release && r.GetProperty("run").GetString() == run && r.GetProperty("column").GetString() == column)
            .SelectMany(r => r.GetProperty("ids").EnumerateArray()).Select(i => i.GetInt32()),
    ];
}
