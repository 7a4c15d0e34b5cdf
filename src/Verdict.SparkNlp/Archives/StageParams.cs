using System.Text.Json;

namespace Verdict.SparkNlp.Archives;

/// <summary>The parameters of a saved stage: what was set, over the class's defaults. Immutable; safe from many threads.</summary>
internal sealed class StageParams
{
    private readonly string _path;

    /// <summary>Takes both maps in the order in which they shall be written.</summary>
    /// <param name="path">The file that they came from, for errors.</param>
    /// <param name="set">paramMap.</param>
    /// <param name="defaults">defaultParamMap.</param>
    public StageParams(string path, IEnumerable<KeyValuePair<string, JsonElement>> set, IEnumerable<KeyValuePair<string, JsonElement>> defaults)
    {
        _path = path;
        Set = new OrderedDictionary<string, JsonElement>(set, StringComparer.Ordinal);
        Defaults = new OrderedDictionary<string, JsonElement>(defaults, StringComparer.Ordinal);
    }

    /// <summary>What was set.</summary>
    public OrderedDictionary<string, JsonElement> Set { get; }

    /// <summary>The defaults of the class that saved it; empty in archives of Spark 2.3 and older.</summary>
    public OrderedDictionary<string, JsonElement> Defaults { get; }

    /// <summary>The value that counts; <see langword="null"/> where neither map has one.</summary>
    public JsonElement? Find(string name) =>
        Set.TryGetValue(name, out JsonElement value) || Defaults.TryGetValue(name, out value) ? (value.ValueKind == JsonValueKind.Null ? null : value) : null;

    /// <summary>A text.</summary>
    public string? Text(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Fault(name, "a text", value);

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string>? Texts(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(e => e.GetString()!)]
            : throw Fault(name, "a list of texts", value);

    /// <summary>A whole number.</summary>
    public int? Integer(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : throw Fault(name, "a whole number", value);

    /// <summary>A number.</summary>
    public double? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number : throw Fault(name, "a number", value);

    /// <summary>A switch.</summary>
    public bool? Flag(string name) => Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Fault(name, "true or false", value);

    private VerdictFormatException Fault(string name, string expected, JsonElement found)
    {
        string text = found.GetRawText();
        return new VerdictFormatException(_path, name, $"expected {expected}, found {(text.Length <= 60 ? text : text[..60] + "…")}.");
    }
}
