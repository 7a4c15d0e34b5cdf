using System.Text.Json;

namespace Verdict.Cli.Output;

/// <summary>Small additions to <see cref="Utf8JsonWriter"/>.</summary>
internal static class JsonWriting
{
    /// <summary>Writes a property that is an array of strings.</summary>
    public static void WriteStrings(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (string value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>Writes a property that is an array of whole numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<int> values)
    {
        json.WriteStartArray(name);
        foreach (int value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
