using System.Globalization;
using System.Text.Json;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>The outputs of Spark NLP under <c>tests/goldens/sparknlp</c>, and how ours are compared with them.</summary>
internal static class Goldens
{
    public const float Tolerance = 1e-5f;

    public static readonly string[] Releases = ["3.4.4", "5.5.3"];

    /// <summary>The 180 texts by id.</summary>
    public static IReadOnlyList<(int Id, string? Text)> Texts { get; } = ReadTexts("texts.jsonl");

    /// <summary>The further texts of 3.4.4.</summary>
    public static IReadOnlyList<(int Id, string? Text)> ExtraTexts { get; } = ReadTexts("3.4.4", "extra", "texts-extra.jsonl");

    /// <summary>The texts for the sentence detector.</summary>
    public static IReadOnlyList<(int Id, string? Text)> Probes { get; } = ReadTexts("3.4.4", "extra", "sentence-probes.jsonl");

    public static CompatibilityLevel Level(string release) => release.StartsWith('3') ? CompatibilityLevel.SparkNlp34 : CompatibilityLevel.SparkNlp55;

    /// <summary>The rows of a run; where 5.5.3 has none of its own, 3.4.4's are the same.</summary>
    public static JsonElement[] Run(string release, string run)
    {
        string path = RepositoryPaths.Golden("sparknlp", release, "outputs", run + ".jsonl.gz");
        if (!File.Exists(path) && release == "5.5.3")
            path = RepositoryPaths.Golden("sparknlp", "3.4.4", "outputs", run + ".jsonl.gz");
        return [.. JsonLines.ReadGzip(path)];
    }

    /// <summary>The rows of one of 3.4.4's extra runs.</summary>
    public static JsonElement[] Extra(string run) => [.. JsonLines.ReadGzip(RepositoryPaths.Golden("sparknlp", "3.4.4", "extra", "outputs", run + ".jsonl.gz"))];

    public static JsonElement Json(params string[] path) => JsonDocument.Parse(File.ReadAllBytes(RepositoryPaths.Golden(["sparknlp", .. path]))).RootElement;

    /// <summary>A golden column's annotations.</summary>
    public static Annotation[] Annotations(JsonElement column) => [.. column.EnumerateArray().Select(a => new Annotation(
        a.GetProperty("annotatorType").GetString()!, a.GetProperty("begin").GetInt32(), a.GetProperty("end").GetInt32(), a.GetProperty("result").GetString()!,
        a.GetProperty("metadata").EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()),
        [.. a.GetProperty("embeddings").EnumerateArray().Select(e => e.GetSingle())]))];

    /// <summary>Compares a column of our rows with the golden's, row by row, and the accepted deviations with what really differs.</summary>
    public static void AssertColumn(string release, string run, IReadOnlyList<JsonElement> golden, string column, IEnumerable<IReadOnlyList<Annotation>> ours)
    {
        HashSet<int> accepted = Deviations.Ids(release, run, column);
        List<string> faults = [];
        List<int> different = [];
        IReadOnlyList<Annotation>[] rows = [.. ours];
        Assert.Equal(golden.Count, rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            int id = golden[i].GetProperty("id").GetInt32();
            string? difference = Difference(Annotations(golden[i].GetProperty(column)), rows[i]);
            if (difference is not null)
                different.Add(id);
            if (difference is not null && !accepted.Contains(id))
                faults.Add($"{release} {run} {column} id {id}: {difference}");
            if (difference is null && accepted.Contains(id))
                faults.Add($"{release} {run} {column} id {id}: stands in deviations.json, but nothing differs; take the row out");
        }

        Assert.True(faults.Count == 0, $"{faults.Count} rows differ from the golden and deviations.json; in all differ {release} {run} {column} [{string.Join(", ", different)}]:\n{string.Join('\n', faults.Take(20))}");
    }

    /// <summary>The first difference between two rows, or <see langword="null"/>: all exact, but probabilities within the tolerance and in Java's text form.</summary>
    public static string? Difference(IReadOnlyList<Annotation> golden, IReadOnlyList<Annotation> ours)
    {
        if (golden.Count != ours.Count)
            return $"{golden.Count} annotations, ours {ours.Count}: {Show(golden)} / {Show(ours)}";
        for (int i = 0; i < golden.Count; i++)
        {
            (Annotation g, Annotation o) = (golden[i], ours[i]);
            if (g.AnnotatorType != o.AnnotatorType || g.Begin != o.Begin || g.End != o.End || g.Result != o.Result || !g.Embeddings.SequenceEqual(o.Embeddings))
                return $"annotation {i}: {g} / ours {o}";
            if (!g.Metadata.Keys.Order().SequenceEqual(o.Metadata.Keys.Order()))
                return $"annotation {i}: keys {string.Join(", ", g.Metadata.Keys)} / ours {string.Join(", ", o.Metadata.Keys)}";
            foreach ((string key, string? value) in g.Metadata)
            {
                if (o.Metadata[key] == value)
                    continue;
                if (g.AnnotatorType != AnnotatorType.Category || key == "sentence" || !IsJavaFloat(o.Metadata[key]!, out float p) ||
                    !(Math.Abs(p - float.Parse(value!, CultureInfo.InvariantCulture)) <= Tolerance))
                {
                    return $"annotation {i}: {key} = {value} / ours {o.Metadata[key]}";
                }
            }
        }

        return null;
    }

    private static string Show(IEnumerable<Annotation> annotations) => string.Join(" ", annotations.Take(12).Select(a => $"{a.Begin}-{a.End} '{a.Result}'"));

    private static bool IsJavaFloat(string text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Verdict.SparkNlp.Text.JavaText.Of(value) == text;

    private static (int, string?)[] ReadTexts(params string[] path) =>
        [.. File.ReadAllText(RepositoryPaths.Golden(["sparknlp", .. path])).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement).Select(r => (r.GetProperty("id").GetInt32(), r.GetProperty("text").GetString()))];
}
