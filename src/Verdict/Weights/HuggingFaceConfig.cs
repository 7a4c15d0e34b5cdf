using System.Text.Json;

using Verdict.Files;
namespace Verdict.Weights;

/// <summary>The top level of a <c>config.json</c>, with typed access whose errors name the file and the key. The document must outlive it.</summary>
internal sealed class HuggingFaceConfig(JsonElement root, string path)
{
    /// <summary>The file, for errors.</summary>
    public string Path { get; } = path;

    /// <summary>Reads the file of a model.</summary>
    public static HuggingFaceConfig Read(ModelFiles files, string name = "config.json")
    {
        string path = files.PathOf(name);
        using JsonDocument document = JsonFile.Parse(files.ReadText(name), path);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? new HuggingFaceConfig(document.RootElement.Clone(), path)
            : throw new VerdictFormatException(path, null, "expected a JSON object.");
    }

    /// <summary>The value of a key, or <see langword="null"/> where it is missing or null.</summary>
    public JsonElement? Find(string key) =>
        root.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A whole number in a range.</summary>
    public int Integer(string key, int least, int most, int? missing = null)
    {
        if (Find(key) is not { } value)
            return missing ?? throw Fault(key, $"is missing; a whole number from {least} to {most} is needed.");
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least && number <= most
            ? number
            : throw Fault(key, $"expected a whole number from {least} to {most}, found {Shorten(value)}.");
    }

    /// <summary>A number in a range.</summary>
    public double Number(string key, double least, double most, double missing)
    {
        if (Find(key) is not { } value)
            return missing;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number >= least && number <= most
            ? number
            : throw Fault(key, $"expected a number from {least} to {most}, found {Shorten(value)}.");
    }

    /// <summary>A text, or <see langword="null"/> where it is missing.</summary>
    public string? Text(string key)
    {
        if (Find(key) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Fault(key, $"expected a text, found {Shorten(value)}.");
    }

    /// <summary>Whether a switch is on; missing means off.</summary>
    public bool Flag(string key)
    {
        if (Find(key) is not { } value)
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Fault(key, $"expected true or false, found {Shorten(value)}.");
    }

    /// <summary>An error about a key.</summary>
    public VerdictFormatException Fault(string key, string message) => new(Path, key, message);

    private static string Shorten(JsonElement value)
    {
        string text = value.GetRawText();
        return text.Length <= 60 ? text : text[..60] + "…";
    }
}
