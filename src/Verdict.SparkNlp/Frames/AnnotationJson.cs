using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verdict.SparkNlp.Text;

namespace Verdict.SparkNlp.Frames;

/// <summary>A row's annotations as JSON, in the form in which frames write them.</summary>
internal static class AnnotationJson
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Annotations as an array of objects.</summary>
    public static string Write(IEnumerable<Annotation> annotations)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Plain))
        {
            json.WriteStartArray();
            foreach (Annotation annotation in annotations)
                Write(json, annotation);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>An array of objects as annotations.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static IReadOnlyList<Annotation> Read(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(Read)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            throw new InvalidDataException($"an annotation column holds something else: {e.Message} Write the file again.", e);
        }
    }

    private static void Write(Utf8JsonWriter json, Annotation annotation)
    {
        json.WriteStartObject();
        json.WriteString("annotatorType", annotation.AnnotatorType);
        json.WriteNumber("begin", annotation.Begin);
        json.WriteNumber("end", annotation.End);
        json.WriteString("result", annotation.Result);
        json.WriteStartObject("metadata");
        foreach ((string key, string? value) in annotation.Metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteStartArray("embeddings");
        foreach (float value in annotation.Embeddings)
            json.WriteRawValue(JavaText.Of(value));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static Annotation Read(JsonElement json) => new(
        json.GetProperty("annotatorType").GetString()!,
        json.GetProperty("begin").GetInt32(),
        json.GetProperty("end").GetInt32(),
        json.GetProperty("result").GetString()!,
        new OrderedDictionary<string, string?>(json.GetProperty("metadata").EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetString()))),
        [.. json.GetProperty("embeddings").EnumerateArray().Select(value => value.GetSingle())]);
}
