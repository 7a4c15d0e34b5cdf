using System.Buffers;
using System.Text;
using System.Text.Json;
using Verdict.Data.Columnar;

namespace Verdict.Data.JsonLines;

/// <summary>Lists, structs and maps as JSON. A map with text as keys is an object; any other a list of pairs.</summary>
internal static class NestedJson
{
    public static string Write(NestedValue value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, RecordConvert.JsonOptions))
            Write(json, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter json, NestedValue value)
    {
        if (value.Shape.Kind == NestedKind.List)
            WriteList(json, value.Items);
        else if (value.Shape.Kind == NestedKind.Struct || value.Shape.Fields[0].Type.Kind == RecordKind.Text)
            WriteObject(json, value);
        else
            WritePairs(json, value.Items);
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<RecordValue> items)
    {
        json.WriteStartArray();
        foreach (RecordValue item in items)
            JsonValue.Write(json, item);
        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, NestedValue value)
    {
        bool isMap = value.Shape.Kind == NestedKind.Map;
        json.WriteStartObject();
        for (int i = 0; i < value.Items.Count; i++)
        {
            json.WritePropertyName(isMap ? value.Items[i++].ToText() : value.Shape.Fields[i].Name);
            JsonValue.Write(json, value.Items[i]);
        }

        json.WriteEndObject();
    }

    private static void WritePairs(Utf8JsonWriter json, IReadOnlyList<RecordValue> items)
    {
        json.WriteStartArray();
        for (int i = 0; i < items.Count; i += 2)
            WriteList(json, [items[i], items[i + 1]]);
        json.WriteEndArray();
    }
}
