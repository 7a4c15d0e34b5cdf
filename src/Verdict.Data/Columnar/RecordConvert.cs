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
    public static long Whole(Record row, int column)
    {
        RecordValue value = row.Values[column];
        RecordType type = row.Schema.Columns[column].Type;
        if (value.Kind == type.Kind && value.Kind is (>= RecordKind.Int8 and <= RecordKind.UInt64) or RecordKind.Boolean or RecordKind.Date)
            return value.Bits;
        if (value.Kind == type.Kind && value.Kind is RecordKind.Time or RecordKind.Timestamp && value.Type.Unit == type.Unit)
            return value.Bits;
        if (value.Kind == RecordKind.Number && type.Kind == RecordKind.Int64 && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            return number;
        throw Misfit(row, column);
    }

    /// <summary>A binary fraction.</summary>
    public static double Fraction(Record row, int column)
    {
        RecordValue value = row.Values[column];
        return value.Kind switch
        {
            RecordKind.Float64 => value.Double,
            RecordKind.Float32 => value.Single,
            RecordKind.Number when double.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => throw Misfit(row, column),
        };
    }

    /// <summary>A decimal fraction.</summary>
    public static decimal Decimal(Record row, int column) => row.Values[column] is { Kind: RecordKind.Decimal } value ? value.Decimal : throw Misfit(row, column);

    /// <summary>Bytes.</summary>
    public static byte[] Bytes(Record row, int column) => row.Values[column] is { Kind: RecordKind.Bytes } value ? value.Bytes : throw Misfit(row, column);

    /// <summary>Text; in a column of JSON, the value as JSON.</summary>
    public static string Text(Record row, int column)
    {
        RecordValue value = row.Values[column];
        return row.Schema.Columns[column].Type.Kind == RecordKind.Json ? Json(value) : value.ToText();
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

    private static VerdictFormatException Misfit(Record row, int column)
    {
        RecordColumn target = row.Schema.Columns[column];
        return new(row.File, row.Line > 0 ? $"line {row.Line}" : $"row {row.Index + 1}", $"the value of column '{target.Name}' is of kind {row.Values[column].Kind} where the output holds {target.Type}. Read from a file, whose types are all known beforehand, or write JSON lines.");
    }
}
