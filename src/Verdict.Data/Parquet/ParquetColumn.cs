using System.Text;
using Parquet;
using Parquet.Schema;
using Verdict.Data.Columnar;

namespace Verdict.Data.Parquet;

/// <summary>One column of a row group, from rows.</summary>
internal static class ParquetColumn
{
    /// <summary>From this length in characters on a text is not worth being kept whole as a row group's smallest or greatest.</summary>
    private const int LongText = 1 << 10;

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, List<Record> rows, int column)
    {
        RecordType type = rows[0].Schema.Columns[column].Type;
        return type.Kind switch
        {
            RecordKind.Boolean => Values(group, field, rows, column, static (row, c) => RecordConvert.Whole(row, c) != 0),
            RecordKind.Int8 => Values(group, field, rows, column, static (row, c) => (sbyte)RecordConvert.Whole(row, c)),
            RecordKind.Int16 => Values(group, field, rows, column, static (row, c) => (short)RecordConvert.Whole(row, c)),
            RecordKind.Int32 => Values(group, field, rows, column, static (row, c) => (int)RecordConvert.Whole(row, c)),
            RecordKind.Int64 => Values(group, field, rows, column, RecordConvert.Whole),
            RecordKind.UInt8 => Values(group, field, rows, column, static (row, c) => (byte)RecordConvert.Whole(row, c)),
            RecordKind.UInt16 => Values(group, field, rows, column, static (row, c) => (ushort)RecordConvert.Whole(row, c)),
            RecordKind.UInt32 => Values(group, field, rows, column, static (row, c) => (uint)RecordConvert.Whole(row, c)),
            RecordKind.UInt64 => Values(group, field, rows, column, static (row, c) => (ulong)RecordConvert.Whole(row, c)),
            RecordKind.Float32 => Values(group, field, rows, column, static (row, c) => (float)RecordConvert.Fraction(row, c)),
            RecordKind.Float64 => Values(group, field, rows, column, RecordConvert.Fraction),
            RecordKind.Decimal => Values(group, field, rows, column, RecordConvert.Decimal),
            RecordKind.Date => Values(group, field, rows, column, static (row, c) => DateOnly.FromDayNumber(checked((int)RecordConvert.Whole(row, c) + EpochDay))),
            RecordKind.Time when type.Unit is TimeUnit.Second or TimeUnit.Millisecond => Values(group, field, rows, column, static (row, c) => checked((int)(RecordConvert.Whole(row, c) * Milliseconds(row, c)))),
            RecordKind.Time => Values(group, field, rows, column, RecordConvert.Whole),
            RecordKind.Timestamp => Values(group, field, rows, column, Timestamp),
            RecordKind.Bytes => group.WriteAsync(field, Objects(rows, column, RecordConvert.Bytes)),
            _ => Texts(group, field, Objects(rows, column, RecordConvert.Text)),
        };
    }

    private static Task Values<T>(ParquetRowGroupWriter group, DataField field, List<Record> rows, int column, Func<Record, int, T> convert)
        where T : struct
    {
        var values = new T?[rows.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = rows[i].Values[column].IsNull ? null : convert(rows[i], column);
        return group.WriteAsync<T>(field, values);
    }

    private static Task Texts(ParquetRowGroupWriter group, DataField field, string?[] texts) => texts.Any(text => text?.Length >= LongText)
        ? group.WriteAsync<ReadOnlyMemory<byte>>(ParquetTypes.AsBytes(field), texts.Select(text => text is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(text)).ToArray())
        : group.WriteAsync(field, texts!);

    private static T[] Objects<T>(List<Record> rows, int column, Func<Record, int, T> convert)
        where T : class
    {
        // The library takes null for no value, though its signature does not say so.
        var values = new T[rows.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = rows[i].Values[column].IsNull ? null! : convert(rows[i], column);
        return values;
    }

    private static long Milliseconds(Record row, int column) => row.Schema.Columns[column].Type.Unit == TimeUnit.Second ? 1_000 : 1;

    private static DateTime Timestamp(Record row, int column)
    {
        RecordType type = row.Schema.Columns[column].Type;
        long count = RecordConvert.Whole(row, column);
        long ticks = type.Unit switch
        {
            TimeUnit.Second => checked(count * TimeSpan.TicksPerSecond),
            TimeUnit.Millisecond => checked(count * TimeSpan.TicksPerMillisecond),
            TimeUnit.Microsecond => checked(count * TimeSpan.TicksPerMicrosecond),
            _ => count / TimeSpan.NanosecondsPerTick,
        };
        return new DateTime(DateTime.UnixEpoch.Ticks + ticks, type.TimeZone is null ? DateTimeKind.Unspecified : DateTimeKind.Utc);
    }
}
