using Apache.Arrow;
using Apache.Arrow.Types;
using ArrowUnit = Apache.Arrow.Types.TimeUnit;

namespace Verdict.Data.Arrow;

/// <summary>Arrow's types and ours.</summary>
internal static class ArrowTypes
{
    // How deep types may be nested, ArrowMessage has checked.
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
        MapType map => RecordType.ShapedAs(NestedShape.MapOf(Of(map.KeyField.DataType), Of(map.ValueField.DataType))),
        ListType list => ListOf(list.ValueDataType),
        LargeListType list => ListOf(list.ValueDataType),
        FixedSizeListType list => ListOf(list.ValueDataType),
        StructType group => RecordType.ShapedAs(NestedShape.StructOf([.. group.Fields.Select(field => field.Name ?? "")], group.Fields.Select(field => Of(field.DataType)))),
        _ => RecordType.Text,
    };

    /// <summary>A column to write.</summary>
    public static Field ToField(RecordColumn column) => column.Type.Nesting?.ToArrow(column.Name) ?? new(column.Name, ToArrow(column.Type), nullable: true);

    public static IArrowType ToArrow(RecordType type) => type.Kind switch
    {
        RecordKind.Json when type.Shape is { } shape => ToArrow(shape),
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

    private static RecordType ListOf(IArrowType element) => RecordType.ShapedAs(NestedShape.ListOf(Of(element)));

    private static IArrowType ToArrow(NestedShape shape)
    {
        Field[] fields = [.. shape.Fields.Select(field => new Field(field.Name, ToArrow(field.Type), nullable: true))];
        return shape.Kind switch
        {
            NestedKind.List => new ListType(new Field("item", fields[0].DataType, nullable: true)),
            NestedKind.Map => new MapType(new Field("key", fields[0].DataType, nullable: false), fields[1]),
            _ => new StructType(fields),
        };
    }

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
