using Apache.Arrow;
using Apache.Arrow.Types;
using ArrowUnit = Apache.Arrow.Types.TimeUnit;

namespace Verdict.Data.Arrow;

/// <summary>Arrow's types and ours.</summary>
internal static class ArrowTypes
{
    public static RecordType Of(IArrowType type) => type switch
    {
        BooleanType => RecordType.Boolean,
        Int8Type => RecordType.Of(RecordKind.Int8),
        Int16Type => RecordType.Of(RecordKind.Int16),
        Int32Type => RecordType.Int32,
        Int64Type => RecordType.Int64,
        UInt8Type => RecordType.Of(RecordKind.UInt8),
        UInt16Type => RecordType.Of(RecordKind.UInt16),
        UInt32Type => RecordType.Of(RecordKind.UInt32),
        UInt64Type => RecordType.Of(RecordKind.UInt64),
        HalfFloatType or FloatType => RecordType.Float32,
        DoubleType => RecordType.Float64,
        Decimal128Type { Precision: >= 1 and <= 28 } number when number.Scale >= 0 && number.Scale <= number.Precision => RecordType.DecimalOf(number.Precision, number.Scale),
        Date32Type or Date64Type => RecordType.Of(RecordKind.Date),
        Time32Type time => RecordType.TimeOf(Unit(time.Unit)),
        Time64Type time => RecordType.TimeOf(Unit(time.Unit)),
        TimestampType time => RecordType.TimestampOf(Unit(time.Unit), string.IsNullOrEmpty(time.Timezone) ? null : time.Timezone),
        BinaryType or LargeBinaryType or FixedSizeBinaryType => RecordType.Bytes,
        DictionaryType dictionary => Of(dictionary.ValueType),
        ListType or LargeListType or FixedSizeListType or StructType or MapType => RecordType.Json,
        _ => RecordType.Text,
    };

    /// <summary>A column to write.</summary>
    public static Field ToField(RecordColumn column) => column.Type.Nesting?.ToArrow(column.Name) ?? new(column.Name, ToArrow(column.Type), nullable: true);

    public static IArrowType ToArrow(RecordType type) => type.Kind switch
    {
        RecordKind.Boolean => BooleanType.Default,
        RecordKind.Int8 => Int8Type.Default,
        RecordKind.Int16 => Int16Type.Default,
        RecordKind.Int32 => Int32Type.Default,
        RecordKind.Int64 => Int64Type.Default,
        RecordKind.UInt8 => UInt8Type.Default,
        RecordKind.UInt16 => UInt16Type.Default,
        RecordKind.UInt32 => UInt32Type.Default,
        RecordKind.UInt64 => UInt64Type.Default,
        RecordKind.Float32 => FloatType.Default,
        RecordKind.Float64 => DoubleType.Default,
        RecordKind.Decimal => new Decimal128Type(type.Precision, type.Scale),
        RecordKind.Date => Date32Type.Default,
        RecordKind.Time when type.Unit is TimeUnit.Second or TimeUnit.Millisecond => new Time32Type(Unit(type.Unit)),
        RecordKind.Time => new Time64Type(Unit(type.Unit)),
        RecordKind.Timestamp => new TimestampType(Unit(type.Unit), type.TimeZone),
        RecordKind.Bytes => BinaryType.Default,
        _ => StringType.Default,
    };

    private static TimeUnit Unit(ArrowUnit unit) => unit switch
    {
        ArrowUnit.Second => TimeUnit.Second,
        ArrowUnit.Millisecond => TimeUnit.Millisecond,
        ArrowUnit.Microsecond => TimeUnit.Microsecond,
        _ => TimeUnit.Nanosecond,
    };

    private static ArrowUnit Unit(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => ArrowUnit.Second,
        TimeUnit.Millisecond => ArrowUnit.Millisecond,
        TimeUnit.Microsecond => ArrowUnit.Microsecond,
        _ => ArrowUnit.Nanosecond,
    };
}
