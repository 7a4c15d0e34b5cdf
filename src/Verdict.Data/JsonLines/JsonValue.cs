using System.Text.Json;

namespace Verdict.Data.JsonLines;

/// <summary>A value as JSON. Whatever JSON has no form for (days, times, bytes, NaN) becomes the text that CSV has for it.</summary>
internal static class JsonValue
{
    public static void Write(Utf8JsonWriter json, RecordValue value)
    {
        switch (value.Kind)
        {
            case RecordKind.Null:
                json.WriteNullValue();
                break;
            case RecordKind.Boolean:
                json.WriteBooleanValue(value.Bits != 0);
                break;
            case RecordKind.Json when value.Nested is { } nested:
                NestedJson.Write(json, nested);
                break;
            case RecordKind.Number or RecordKind.Json:
                json.WriteRawValue(value.Text, skipInputValidation: true);
                break;
            case RecordKind.Int8 or RecordKind.Int16 or RecordKind.Int32 or RecordKind.Int64 or RecordKind.UInt8 or RecordKind.UInt16 or RecordKind.UInt32:
                json.WriteNumberValue(value.Bits);
                break;
            case RecordKind.UInt64:
                json.WriteNumberValue((ulong)value.Bits);
                break;
            case RecordKind.Float32 when float.IsFinite(value.Single):
                json.WriteNumberValue(value.Single);
                break;
            case RecordKind.Float64 when double.IsFinite(value.Double):
                json.WriteNumberValue(value.Double);
                break;
            case RecordKind.Decimal:
                json.WriteNumberValue(value.Decimal);
                break;
            default:
                json.WriteStringValue(value.ToText());
                break;
        }
    }
}
