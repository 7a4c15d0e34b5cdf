using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Verdict.Testing;

namespace Verdict.Tests.Tokenization;

/// <summary>
/// Makes <c>src/Verdict/Tokenization/Unicode/UnicodeTables.*.cs</c> of <c>tests/goldens/families/unicode-table.json.gz</c>. Ranges are pairs of
/// first and last; maps are pairs of key and value, a negative value being −1 − index into the list of longer ones (a count, then the code points).
/// </summary>
internal static class UnicodeTableSource
{
    private const int Width = 150;
    private const string Indent = "       ";

    public static JsonElement ReadGolden()
    {
        using var stream = new GZipStream(File.OpenRead(RepositoryPaths.Golden("families", "unicode-table.json.gz")), CompressionMode.Decompress);
        return JsonDocument.Parse(stream).RootElement;
    }

    public static IEnumerable<(string Path, string Source)> Generate(JsonElement golden)
    {
        yield return Source("Ranges",
            Property("CleanRemoved", Ranges(golden, "clean_removed")), Property("CleanSpace", Ranges(golden, "clean_space")),
            Property("CjkSpaced", Ranges(golden, "cjk_spaced")), Property("Punctuation", Ranges(golden, "punctuation")),
            Property("Whitespace", Ranges(golden, "whitespace")), Property("AccentRemoved", Ranges(golden, "accent_removed")));
        (List<int> pairs, List<int> longer) = Map(golden, "accent_mapped");
        yield return Source("Accents", Property("AccentMapped", pairs), Property("AccentMappedLong", longer));
        (pairs, longer) = Map(golden, "lowercase_mapped");
        yield return Source("Lowercase", Property("LowercaseMapped", pairs), Property("LowercaseMappedLong", longer));
    }

    private static (string Path, string Source) Source(string name, params string[] properties) =>
        (Path.Combine(RepositoryPaths.Root, "src", "Verdict", "Tokenization", "Unicode", $"UnicodeTables.{name}.cs"),
            "// Generated from tests/goldens/families/unicode-table.json.gz by tests/Verdict.Tests/Tokenization/UnicodeTableSource.cs, which also checks it. Do not edit.\n"
            + "namespace Verdict.Tokenization;\n\ninternal static partial class UnicodeTables\n{\n" + string.Join('\n', properties) + "}\n");

    private static string Property(string name, IEnumerable<int> numbers)
    {
        var source = new StringBuilder($"    public static ReadOnlySpan<int> {name} =>\n    [\n");
        string line = Indent;
        foreach (int number in numbers)
        {
            string text = number < 0 ? string.Create(CultureInfo.InvariantCulture, $" {number},") : string.Create(CultureInfo.InvariantCulture, $" 0x{number:X},");
            if (line.Length + text.Length > Width)
            {
                source.Append(line).Append('\n');
                line = Indent;
            }

            line += text;
        }

        return source.Append(line).Append("\n    ];\n").ToString();
    }

    private static IEnumerable<int> Ranges(JsonElement golden, string name) =>
        golden.GetProperty(name).EnumerateArray().SelectMany(range => range.EnumerateArray().Select(n => n.GetInt32()));

    private static (List<int> Pairs, List<int> Longer) Map(JsonElement golden, string name)
    {
        List<int> pairs = [];
        List<int> longer = [];
        foreach (JsonProperty entry in golden.GetProperty(name).EnumerateObject())
        {
            int[] codePoints = [.. entry.Value.GetString()!.EnumerateRunes().Select(r => r.Value)];
            pairs.Add(int.Parse(entry.Name, CultureInfo.InvariantCulture));
            if (codePoints.Length == 1)
            {
                pairs.Add(codePoints[0]);
                continue;
            }

            pairs.Add(-1 - longer.Count);
            longer.Add(codePoints.Length);
            longer.AddRange(codePoints);
        }

        return (pairs, longer);
    }
}
