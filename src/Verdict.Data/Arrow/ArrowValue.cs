using System.Text;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Verdict.Data.Columnar;
using Verdict.Data.JsonLines;

namespace Verdict.Data.Arrow;

/// <summary>One value out of an Arrow array.</summary>
internal static class ArrowValue
{
    private const int MaxDepth = 64;

    public static RecordValue Read(IArrowArray array, int index, RecordType type)
    {
        if (array.IsNull(index))
            return default;
        return array switch
        {
            StringArray a => RecordValue.Of(a.GetString(index)),
            LargeStringArray a => RecordValue.Of(a.GetString(index)),
            StringViewArray a => RecordValue.Of(a.GetString(index)),
            BooleanArray a => RecordValue.Of(a.GetValue(index)!.Value),
            Int8Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            Int16Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            Int32Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            Int64Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt8Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt16Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt32Array a => RecordValue.OfInteger(type.Kind, a.GetValue(index)!.Value),
            UInt64Array a => RecordValue.OfInteger(type.Kind, (long)a.GetValue(index)!.Value),
            HalfFloatArray a => RecordValue.Of((float)a.GetValue(index)!.Value),
            FloatArray a => RecordValue.Of(a.GetValue(index)!.Value),
            DoubleArray a => RecordValue.Of(a.GetValue(index)!.Value),
            Decimal128Array a when type.Kind == RecordKind.Decimal => RecordValue.Of(a.GetValue(index)!.Value),
            Date32Array a => RecordValue.OfTemporal(type, a.Values[index]),
            Date64Array a => RecordValue.OfTemporal(type, (long)Math.Floor(a.Values[index] / 86_400_000.0)),
            Time32Array a => RecordValue.OfTemporal(type, a.GetValue(index)!.Value),
            Time64Array a => RecordValue.OfTemporal(type, a.GetValue(index)!.Value),
            TimestampArray a => RecordValue.OfTemporal(type, a.GetValue(index)!.Value),
            BinaryArray a => RecordValue.Of(a.GetBytes(index).ToArray()),
            LargeBinaryArray a => RecordValue.Of(a.GetBytes(index).ToArray()),
            Apache.Arrow.Arrays.FixedSizeBinaryArray a => RecordValue.Of(a.GetBytes(index).ToArray()),
            DictionaryArray a => ReadDictionary(a, index, type),
            ListArray or LargeListArray or FixedSizeListArray or StructArray => ReadNested(array, index),
            _ => throw new InvalidDataException($"a column has the type {array.Data.DataType.Name}, which Verdict does not read; write it as text"),
        };
    }

    private static RecordValue ReadDictionary(DictionaryArray array, int index, RecordType type)
    {
        long key = Read(array.Indices, index, ArrowTypes.Of(array.Indices.Data.DataType)).Bits;
        if (key < 0 || key >= array.Dictionary.Length)
            throw new InvalidDataException($"a dictionary has {array.Dictionary.Length} values, and value {key} is asked for");
        return Read(array.Dictionary, (int)key, type);
    }

    private static RecordValue ReadNested(IArrowArray array, int index)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, RecordConvert.JsonOptions))
            Write(json, array, index, 0);
        return RecordValue.OfJson(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    private static void Write(Utf8JsonWriter json, IArrowArray array, int index, int depth)
    {
        if (depth > MaxDepth)
            throw new InvalidDataException($"a column is nested deeper than {MaxDepth} levels");
        if (array.IsNull(index))
        {
            json.WriteNullValue();
            return;
        }

        switch (array)
        {
            case MapArray map:
                WriteMap(json, map, index, depth);
                break;
            case ListArray list:
                WriteItems(json, list.Values, list.ValueOffsets[index], list.GetValueLength(index), depth);
                break;
            case LargeListArray list:
                WriteItems(json, list.Values, checked((int)list.ValueOffsets[index]), list.GetValueLength(index), depth);
                break;
            case FixedSizeListArray list:
                int size = ((FixedSizeListType)list.Data.DataType).ListSize;
                WriteItems(json, list.Values, checked((index + list.Data.Offset) * size), size, depth);
                break;
            case StructArray group:
                WriteStruct(json, group, index, depth);
                break;
            default:
                JsonValue.Write(json, Read(array, index, ArrowTypes.Of(array.Data.DataType)));
                break;
        }
    }

    private static void WriteItems(Utf8JsonWriter json, IArrowArray values, int start, int count, int depth)
    {
        json.WriteStartArray();
        for (int i = 0; i < count; i++)
            Write(json, values, checked(start + i), depth + 1);
        json.WriteEndArray();
    }

    private static void WriteStruct(Utf8JsonWriter json, StructArray group, int index, int depth)
    {
        var type = (StructType)group.Data.DataType;
        json.WriteStartObject();
        for (int i = 0; i < type.Fields.Count; i++)
        {
            json.WritePropertyName(type.Fields[i].Name);
            Write(json, group.Fields[i], index, depth + 1);
        }

        json.WriteEndObject();
    }

    /// <summary>A map with text as keys is an object; any other a list of pairs.</summary>
    private static void WriteMap(Utf8JsonWriter json, MapArray map, int index, int depth)
    {
        bool named = map.Keys is StringArray;
        int start = map.ValueOffsets[index], end = map.ValueOffsets[index + 1];
        if (named)
            json.WriteStartObject();
        else
            json.WriteStartArray();
        for (int i = start; i < end; i++)
        {
            if (named)
            {
                json.WritePropertyName(((StringArray)map.Keys).GetString(i));
                Write(json, map.Values, i, depth + 1);
                continue;
            }

            json.WriteStartArray();
            Write(json, map.Keys, i, depth + 1);
            Write(json, map.Values, i, depth + 1);
            json.WriteEndArray();
        }

        if (named)
            json.WriteEndObject();
        else
            json.WriteEndArray();
    }
}
