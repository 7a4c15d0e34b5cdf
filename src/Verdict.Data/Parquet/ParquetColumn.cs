using System.Text;
using Parquet;
using Parquet.Schema;
using Verdict.Data.Columnar;

namespace Verdict.Data.Parquet;

/// <summary>One leaf of a row group, from values.</summary>
internal static class ParquetColumn
{
    /// <summary>From this length in characters on a text is not worth being kept whole as a row group's smallest or greatest.</summary>
    private const int LongText = 1 << 10;

    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <param name="group">The row group.</param>
    /// <param name="field">The column.</param>
    /// <param name="cells">A flat column's values, one a row; a nested leaf's that are not null.</param>
    /// <param name="levels">Where a nested leaf's values stand; null for a flat column.</param>
    public static Task WriteAsync(ParquetRowGroupWriter group, DataField field, Cells cells, Levels? levels = null) => cells.Type.Kind switch
    {
        RecordKind.Boolean => Values(group, field, cells, levels, static (c, i) => RecordConvert.Whole(c, i) != 0),
        RecordKind.Int8 => Values(group, field, cells, levels, static (c, i) => (sbyte)RecordConvert.Whole(c, i)),
        RecordKind.Int16 => Values(group, field, cells, levels, static (c, i) => (short)RecordConvert.Whole(c, i)),
        RecordKind.Int32 => Values(group, field, cells, levels, static (c, i) => (int)RecordConvert.Whole(c, i)),
        RecordKind.Int64 => Values(group, field, cells, levels, RecordConvert.Whole),
        RecordKind.UInt8 => Values(group, field, cells, levels, static (c, i) => (byte)RecordConvert.Whole(c, i)),
        RecordKind.UInt16 => Values(group, field, cells, levels, static (c, i) => (ushort)RecordConvert.Whole(c, i)),
        RecordKind.UInt32 => Values(group, field, cells, levels, static (c, i) => (uint)RecordConvert.Whole(c, i)),
        RecordKind.UInt64 => Values(group, field, cells, levels, static (c, i) => (ulong)RecordConvert.Whole(c, i)),
        RecordKind.Float32 => Values(group, field, cells, levels, static (c, i) => (float)RecordConvert.Fraction(c, i)),
        RecordKind.Float64 => Values(group, field, cells, levels, RecordConvert.Fraction),
        RecordKind.Decimal => Values(group, field, cells, levels, RecordConvert.Decimal),
        RecordKind.Date => Values(group, field, cells, levels, static (c, i) => DateOnly.FromDayNumber(checked((int)RecordConvert.Whole(c, i) + EpochDay))),
        RecordKind.Time when cells.Type.Unit is TimeUnit.Second or TimeUnit.Millisecond => Values(group, field, cells, levels, static (c, i) => checked((int)(RecordConvert.Whole(c, i) * Milliseconds(c)))),
        RecordKind.Time => Values(group, field, cells, levels, RecordConvert.Whole),
        RecordKind.Timestamp => Values(group, field, cells, levels, Timestamp),
        RecordKind.Bytes when levels is not null => Values<ReadOnlyMemory<byte>>(group, field, cells, levels, static (c, i) => RecordConvert.Bytes(c, i)),
        RecordKind.Bytes => group.WriteAsync(field, Objects(cells, RecordConvert.Bytes)),
        _ when levels is not null => Values<ReadOnlyMemory<char>>(group, field, cells, levels, static (c, i) => RecordConvert.Text(c, i).AsMemory()),
        _ => Texts(group, field, Objects(cells, RecordConvert.Text)),
    };

    private static Task Values<T>(ParquetRowGroupWriter group, DataField field, Cells cells, Levels? levels, Func<Cells, int, T> convert)
        where T : struct
    {
        if (levels is not null)
        {
            T[] present = [.. Enumerable.Range(0, cells.Count).Select(i => convert(cells, i))];
            ReadOnlyMemory<int>? repetitions = field.MaxRepetitionLevel > 0 ? (ReadOnlyMemory<int>)levels.Repetitions : null;
            return group.WriteAllPartsAsync<T>(field, present, levels.Definitions, repetitions, default);
        }

        var values = new T?[cells.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = cells.IsNull(i) ? null : convert(cells, i);
        return group.WriteAsync<T>(field, values);
    }

    private static Task Texts(ParquetRowGroupWriter group, DataField field, string?[] texts) => texts.Any(text => text?.Length >= LongText)
        ? group.WriteAsync<ReadOnlyMemory<byte>>(ParquetTypes.AsBytes(field), texts.Select(text => text is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(text)).ToArray())
        : group.WriteAsync(field, texts!);

    private static T[] Objects<T>(Cells cells, Func<Cells, int, T> convert)
        where T : class
    {
        // The library takes null for no value, though its signature does not say so.
        var values = new T[cells.Count];
        for (int i = 0; i < values.Length; i++)
            values[i] = cells.IsNull(i) ? null! : convert(cells, i);
        return values;
    }

    private static long Milliseconds(Cells cells) => cells.Type.Unit == TimeUnit.Second ? 1_000 : 1;

    private static DateTime Timestamp(Cells cells, int index)
    {
        RecordType type = cells.Type;
        long count = RecordConvert.Whole(cells, index);
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
