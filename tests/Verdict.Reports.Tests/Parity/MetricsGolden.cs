using System.IO.Compression;
using System.Text.Json;
using Verdict.Testing;
using Xunit;

namespace Verdict.Reports.Tests.Parity;

/// <summary>One entry of the scikit-learn golden: what was asked and what scikit-learn answered.</summary>
public sealed class MetricsGolden(JsonElement entry)
{
    private static readonly Lazy<MetricsGolden[]> s_all = new(Load);

    /// <summary>Every entry.</summary>
    public static IReadOnlyList<MetricsGolden> All => s_all.Value;

    public string Name { get; } = entry.GetProperty("name").GetString()!;

    public bool IsMultiLabel { get; } = entry.GetProperty("kind").GetString() == "multi_label";

    public string[] Labels { get; } = [.. entry.GetProperty("labels").EnumerateArray().Select(e => e.GetString()!)];

    public JsonElement Expected { get; } = entry.GetProperty("expected");

    public bool Has(string property) => Expected.TryGetProperty(property, out _);

    /// <summary>The names of all entries, for theories.</summary>
    public static TheoryData<string> Names(bool multiLabel) => [.. All.Where(golden => golden.IsMultiLabel == multiLabel).Select(golden => golden.Name)];

    public static MetricsGolden Named(string name) => All.Single(golden => golden.Name == name);

    /// <summary>The rows.</summary>
    public EvaluationSet Set()
    {
        double[] logits = [.. entry.GetProperty("logits").EnumerateArray().SelectMany(row => row.EnumerateArray().Select(e => e.GetDouble()))];
        JsonElement truth = entry.GetProperty("true");
        if (IsMultiLabel)
            return EvaluationSet.MultiLabel(Labels, [.. truth.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(e => e.GetInt32() == 1))], logits);
        double[] weights = entry.TryGetProperty("weights", out JsonElement given) && given.ValueKind == JsonValueKind.Array ? Numbers(given) : [];
        return EvaluationSet.SingleLabel(Labels, [.. truth.EnumerateArray().Select(e => e.GetInt32())], logits) with { Weights = weights };
    }

    /// <summary>A number, or NaN for null.</summary>
    public static double Number(JsonElement element, double missing = double.NaN) => element.ValueKind == JsonValueKind.Null ? missing : element.GetDouble();

    public static double[] Numbers(JsonElement element, double missing = double.NaN) => [.. element.EnumerateArray().Select(e => Number(e, missing))];

    /// <summary>Compares within 1e-9; NaN only equals NaN.</summary>
    public static void Near(double expected, double actual, string what, double tolerance = 1e-9)
    {
        bool equal = double.IsFinite(expected) ? Math.Abs(expected - actual) <= tolerance : expected.Equals(actual);
        Assert.True(equal, $"{what}: expected {expected:R}, found {actual:R}");
    }

    public static void Near(IReadOnlyList<double> expected, IReadOnlyList<double> actual, string what, double tolerance = 1e-9)
    {
        Assert.True(expected.Count == actual.Count, $"{what}: expected {expected.Count} numbers, found {actual.Count}");
        for (int i = 0; i < expected.Count; i++)
            Near(expected[i], actual[i], $"{what}[{i}]", tolerance);
    }

    private static MetricsGolden[] Load()
    {
        using GZipStream stream = new(File.OpenRead(RepositoryPaths.Golden("metrics", "sklearn.json.gz")), CompressionMode.Decompress);
        using JsonDocument document = JsonDocument.Parse(stream);
        return [.. document.RootElement.EnumerateArray().Select(e => new MetricsGolden(e.Clone()))];
    }
}
