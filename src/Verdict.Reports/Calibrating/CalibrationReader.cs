using System.Text;
using System.Text.Json;

namespace Verdict.Reports.Calibrating;

/// <summary>Reads the properties of a calibration file; every fault becomes an error that names the property.</summary>
internal sealed class CalibrationReader(JsonElement root, string path)
{
    /// <summary>No calibration is larger: an isotonic map has at most as many points as it was fitted on.</summary>
    public const int MaxBytes = 256 * 1024 * 1024;

    private const int MaxLabels = 100_000;

    /// <summary>Parses the document.</summary>
    public static JsonDocument Open(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(json.Span);
            JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
            throw new VerdictFormatException(path, null, "a calibration is a JSON object. Fit it again: verdict evaluate with --calibrate.");
        }
        catch (JsonException e)
        {
            throw new VerdictFormatException(path, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine}", "the JSON is broken. Fit the calibration again: verdict evaluate with --calibrate.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new VerdictFormatException(path, $"byte {e.Index}", "the text is not valid UTF-8.", e);
        }
    }

    /// <summary>The error for a property.</summary>
    public VerdictFormatException Wrong(string property, string message, Exception? inner = null) =>
        new(path, property, $"{message}. Fit the calibration again: verdict evaluate with --calibrate.", inner);

    /// <summary>A property that must have one value.</summary>
    public void Expect(string property, string value)
    {
        if (Text(Get(property, JsonValueKind.String), property) != value)
            throw Wrong(property, $"expected '{value}'");
    }

    /// <summary>A property that must have one value.</summary>
    public void Expect(string property, int value)
    {
        if (!Get(property, JsonValueKind.Number).TryGetInt32(out int found) || found != value)
            throw Wrong(property, $"expected {value}; a newer version needs a newer Verdict");
    }

    /// <summary>A property that has one of several words.</summary>
    public T Choice<T>(string property, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        string found = Text(Get(property, JsonValueKind.String), property);
        foreach ((string word, T value) in choices)
        {
            if (word == found)
                return value;
        }

        throw Wrong(property, "the value is not one that is known");
    }

    /// <summary>The labels: at least one, all different.</summary>
    public string[] Labels()
    {
        JsonElement array = Get("labels", JsonValueKind.Array);
        if (array.GetArrayLength() is 0 or > MaxLabels)
            throw Wrong("labels", $"expected 1 to {MaxLabels} labels");
        HashSet<string> seen = new(StringComparer.Ordinal);
        List<string> labels = [];
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String)
                throw Wrong("labels", "every label must be a string");
            string label = Text(element, "labels");
            if (!seen.Add(label))
                throw Wrong("labels", $"the label '{label}' occurs twice");
            labels.Add(label);
        }

        return [.. labels];
    }

    /// <summary>A number within bounds.</summary>
    public double Number(string property, double low, double high) => Number(Get(property, JsonValueKind.Number), property, low, high);

    /// <summary>An array of numbers within bounds.</summary>
    public double[] Numbers(string property, int count, double low, double high) =>
        Numbers(Get(property, JsonValueKind.Array), property, count, low, high);

    /// <summary>The isotonic maps.</summary>
    public IsotonicMap[] Maps(int count)
    {
        JsonElement array = Get("isotonic", JsonValueKind.Array);
        if (array.GetArrayLength() != count)
            throw Wrong("isotonic", $"expected {count} maps, found {array.GetArrayLength()}");
        List<IsotonicMap> maps = [];
        foreach (JsonElement element in array.EnumerateArray())
        {
            string place = $"isotonic[{maps.Count}]";
            if (element.ValueKind != JsonValueKind.Object
                || !element.TryGetProperty("scores", out JsonElement scores) || scores.ValueKind != JsonValueKind.Array
                || !element.TryGetProperty("probabilities", out JsonElement probabilities) || probabilities.ValueKind != JsonValueKind.Array)
            {
                throw Wrong(place, "expected an object with arrays 'scores' and 'probabilities'");
            }

            double[] x = Numbers(scores, place + ".scores", scores.GetArrayLength(), 0, 1);
            double[] y = Numbers(probabilities, place + ".probabilities", x.Length, 0, 1);
            if (x.Length == 0)
                throw Wrong(place, "a map needs at least one point");
            for (int i = 1; i < x.Length; i++)
            {
                if (x[i] <= x[i - 1] || y[i] < y[i - 1])
                    throw Wrong(place, $"point {i} does not rise");
            }

            maps.Add(new IsotonicMap(x, y));
        }

        return [.. maps];
    }

    private JsonElement Get(string property, JsonValueKind kind) =>
        root.TryGetProperty(property, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw Wrong(property, $"expected a {kind.ToString().ToLowerInvariant()}, found {(value.ValueKind == JsonValueKind.Undefined ? "nothing" : value.ValueKind.ToString().ToLowerInvariant())}");

    private double[] Numbers(JsonElement array, string place, int count, double low, double high)
    {
        if (array.GetArrayLength() != count)
            throw Wrong(place, $"expected {count} numbers, found {array.GetArrayLength()}");
        double[] values = new double[count];
        int i = 0;
        foreach (JsonElement element in array.EnumerateArray())
            values[i++] = Number(element, place, low, high);
        return values;
    }

    private double Number(JsonElement element, string place, double low, double high) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && value >= low && value <= high
            ? value
            : throw Wrong(place, $"expected a number from {low} to {high}");

    private string Text(JsonElement element, string place)
    {
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            // An escape such as \ud800 alone is valid JSON and no text.
            throw Wrong(place, "the string holds half a surrogate pair", e);
        }
    }
}
