using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp.Frames;

/// <summary>A schema in the JSON that Spark keeps in Parquet files; it is where the kind of an annotation column survives.</summary>
internal static class SparkSchema
{
    /// <summary>The key under which Spark keeps it in a Parquet file's metadata.</summary>
    public const string ParquetKey = "org.apache.spark.sql.parquet.row.metadata";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a schema.</summary>
    public static string ToJson(Schema schema)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
            WriteStruct(json, schema.FieldsList);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteStruct(Utf8JsonWriter json, IReadOnlyList<Field> fields)
    {
        json.WriteStartObject();
        json.WriteString("type", "struct");
        json.WriteStartArray("fields");
        foreach (Field field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WritePropertyName("type");
            WriteType(json, field.DataType);
            json.WriteBoolean("nullable", field.IsNullable);
            json.WriteStartObject("metadata");
            foreach ((string key, string value) in field.Metadata ?? new Dictionary<string, string>())
                json.WriteString(key, value);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter json, IArrowType type)
    {
        switch (type)
        {
            case MapType map:
                json.WriteStartObject();
                json.WriteString("type", "map");
                json.WritePropertyName("keyType");
                WriteType(json, map.KeyField.DataType);
                json.WritePropertyName("valueType");
                WriteType(json, map.ValueField.DataType);
                json.WriteBoolean("valueContainsNull", map.ValueField.IsNullable);
                json.WriteEndObject();
                break;
            case ListType list:
                json.WriteStartObject();
                json.WriteString("type", "array");
                json.WritePropertyName("elementType");
                WriteType(json, list.ValueDataType);
                json.WriteBoolean("containsNull", list.ValueField.IsNullable);
                json.WriteEndObject();
                break;
            case StructType structure:
                WriteStruct(json, structure.Fields);
                break;
            default:
                json.WriteStringValue(SparkTypes.Head(type));
                break;
        }
    }
}
