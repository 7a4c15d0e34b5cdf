using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verdict.Data.JsonLines;

namespace Verdict.Data.Columnar;

/// <summary>Values as what a typed column holds. A value that does not fit is an error that names row and column.</summary>
internal static class RecordConvert
{
    public static JsonWriterOptions JsonOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The number behind whole numbers, dates and times.</summary>
    public static long Whole(Cells cells, int index)
    {
        RecordValue value = cells.Values[index];
        RecordType type = cells.Type;
        if (value.Kind == type.Kind && value.Kind is (>= RecordKind.Int8 and <= RecordKind.UInt64) or RecordKind.Boolean or RecordKind.Date)
            return value.Bits;
        if (value.Kind == type.Kind && value.Kind is RecordKind.Time or RecordKind.Timestamp && value.Type.Unit == type.Unit)
            return value.Bits;
        if (value.Kind == RecordKind.Number && type.Kind == RecordKind.Int64 && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return number;
        throw cells.Misfit(index);
    }

    /// <summary>A binary fraction.</summary>
    public static double Fraction(Cells cells, int index)
    {
        RecordValue value = cells.Values[index];
        return value.Kind switch
        {
            RecordKind.Float64 => value.Double,
            RecordKind.Float32 => value.Single,
            RecordKind.Number when double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => throw cells.Misfit(index),
        };
    }

    /// <summary>A decimal fraction.</summary>
    public static decimal Decimal(Cells cells, int index) => cells.Values[index] is { Kind: RecordKind.Decimal } value ? value.Decimal : throw cells.Misfit(index);

    /// <summary>Bytes.</summary>
    public static byte[] Bytes(Cells cells, int index) => cells.Values[index] is { Kind: RecordKind.Bytes } value ? value.Bytes : throw cells.Misfit(index);

    /// <summary>Text; in a column of JSON, the value as JSON.</summary>
    public static string Text(Cells cells, int index)
    {
        RecordValue value = cells.Values[index];
        return cells.Type.Kind == RecordKind.Json ? Json(value) : value.ToText();
    }

    /// <summary>A column as JSON, row by row; null where there is no value.</summary>
    public static string?[] JsonOf(List<Record> rows, int column) => [.. rows.Select(row => row.Values[column].IsNull ? null : Json(row.Values[column]))];

    /// <summary>A value as JSON.</summary>
    public static string Json(RecordValue value)
    {
        if (value.Kind is RecordKind.Json or RecordKind.Number)
            return value.Text;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
            JsonValue.Write(json, value);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
