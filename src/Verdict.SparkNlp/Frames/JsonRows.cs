using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;

namespace Verdict.SparkNlp.Frames;

/// <summary>Rows as JSON objects, one a line: lists as arrays, structs and maps as objects, numbers as numbers.</summary>
internal static class JsonRows
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes all rows.</summary>
    public static void Write(Schema schema, IEnumerable<RecordBatch> batches, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, Plain);
        foreach (RecordBatch batch in batches)
        {
            for (int row = 0; row < batch.Length; row++)
            {
                json.WriteStartObject();
                for (int i = 0; i < batch.ColumnCount; i++)
                {
                    json.WritePropertyName(schema.FieldsList[i].Name);
                    WriteCell(json, batch.Column(i), row);
                }

                json.WriteEndObject();
                json.Flush();
                json.Reset();
                stream.WriteByte((byte)'\n');
            }
        }
    }

    private static void WriteCell(Utf8JsonWriter json, IArrowArray array, int index)
    {
        if (array.IsNull(index))
        {
            json.WriteNullValue();
            return;
        }

        switch (array)
        {
            case MapArray map:
                json.WriteStartObject();
                for (int i = map.ValueOffsets[index]; i < map.ValueOffsets[index + 1]; i++)
                {
                    json.WritePropertyName(TextCells.Read(map.Keys, i)!);
                    WriteCell(json, map.Values, i);
                }

                json.WriteEndObject();
                break;
            case ListArray list:
                json.WriteStartArray();
                for (int i = list.ValueOffsets[index]; i < list.ValueOffsets[index + 1]; i++)
                    WriteCell(json, list.Values, i);
                json.WriteEndArray();
                break;
            case StructArray structure:
                json.WriteStartObject();
                var type = (Apache.Arrow.Types.StructType)structure.Data.DataType;
                for (int i = 0; i < structure.Fields.Count; i++)
                {
                    json.WritePropertyName(type.Fields[i].Name);
                    WriteCell(json, structure.Fields[i], index);
                }

                json.WriteEndObject();
                break;
            case BooleanArray flags:
                json.WriteBooleanValue(flags.GetValue(index)!.Value);
                break;
            case FloatArray or DoubleArray or Int8Array or Int16Array or Int32Array or Int64Array or UInt8Array or UInt16Array or UInt32Array or UInt64Array:
                string number = TextCells.Read(array, index)!;
                if (number is "NaN" or "Infinity" or "-Infinity")
                    json.WriteStringValue(number);
                else
                    json.WriteRawValue(number);
                break;
            case BinaryArray bytes and not StringArray:
                json.WriteBase64StringValue(bytes.GetBytes(index));
                break;
            default:
                json.WriteStringValue(Cells.Text(array, index));
                break;
        }
    }
}
