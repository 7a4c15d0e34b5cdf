using Parquet.Schema;

namespace Verdict.Data.Parquet;

/// <summary>Parquet's types and ours.</summary>
internal static class ParquetTypes
{
    private const int MaxDepth = 64;

    /// <summary>The type of a column.</summary>
    /// <exception cref="VerdictFormatException">It is none that can be read.</exception>
    public static RecordType Of(Field field, string path, int depth = 0) => field switch
    {
        _ when depth > MaxDepth => throw new VerdictFormatException(path, $"column '{field.Name}'", $"it is nested deeper than {MaxDepth} levels. Write the file without that column, or with it as text."),
        DataField { IsArray: true } leaf => RecordType.ShapedAs(NestedShape.ListOf(OfLeaf(leaf, path))),
        DataField leaf => OfLeaf(leaf, path),
        ListField list => RecordType.ShapedAs(NestedShape.ListOf(Of(list.Item, path, depth + 1))),
        MapField map => RecordType.ShapedAs(NestedShape.MapOf(Of(map.Key, path, depth + 1), Of(map.Value, path, depth + 1))),
        StructField group => RecordType.ShapedAs(NestedShape.StructOf([.. group.Fields.Select(child => child.Name)], group.Fields.Select(child => Of(child, path, depth + 1)))),
        _ => RecordType.Json,
    };

    /// <summary>The type of a leaf.</summary>
    public static RecordType OfLeaf(DataField leaf, string path) => leaf switch
    {
        DecimalDataField { Precision: >= 1 and <= 28 } number when number.Scale >= 0 && number.Scale <= number.Precision => RecordType.DecimalOf(number.Precision, number.Scale),
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Date } => RecordType.Of(RecordKind.Date),

        // What Impala and older Sparks wrote in 96 bits are instants.
        DateTimeDataField { DateTimeFormat: DateTimeFormat.Impala } => RecordType.TimestampOf(TimeUnit.Microsecond, "UTC"),
        DateTimeDataField time => RecordType.TimestampOf(Unit(time), time.IsAdjustedToUTC ? "UTC" : null),
        TimeDataField time => RecordType.TimeOf(time.Precision switch
        {
            TimeUnitPrecision.Millis => TimeUnit.Millisecond,
            TimeUnitPrecision.Micros => TimeUnit.Microsecond,
            _ => TimeUnit.Nanosecond,
        }),
        _ => RecordType.Of(PlainKind(leaf, path)),
    };

    /// <summary>A column to write.</summary>
    public static Field ToField(RecordColumn column) => column.Type.Nesting?.ToParquet(column.Name) ?? ToField(column.Name, column.Type, nullable: true);

    /// <summary>Whether Parquet has columns of the type; those of others hold JSON.</summary>
    public static bool IsNested(RecordType type) => type.Shape is { IsFilled: true };

    private static Field ToField(string name, RecordType type, bool nullable) => !IsNested(type) ? ToFlatField(name, type, nullable) : type.Shape!.Kind switch
    {
        NestedKind.List => new ListField(name, ToField("element", type.Shape.Fields[0].Type, nullable: true)),
        NestedKind.Map => new MapField(name, ToField("key", type.Shape.Fields[0].Type, nullable: false), ToField("value", type.Shape.Fields[1].Type, nullable: true)),
        _ => new StructField(name, [.. type.Shape.Fields.Select(field => ToField(field.Name, field.Type, nullable: true))]),
    };

    private static DataField ToFlatField(string name, RecordType type, bool nullable)
    {
        return type.Kind switch
        {
            RecordKind.Boolean => new DataField<bool>(name, nullable),
            RecordKind.Int8 => new DataField<sbyte>(name, nullable),
            RecordKind.Int16 => new DataField<short>(name, nullable),
            RecordKind.Int32 => new DataField<int>(name, nullable),
            RecordKind.Int64 => new DataField<long>(name, nullable),
            RecordKind.UInt8 => new DataField<byte>(name, nullable),
            RecordKind.UInt16 => new DataField<ushort>(name, nullable),
            RecordKind.UInt32 => new DataField<uint>(name, nullable),
            RecordKind.UInt64 => new DataField<ulong>(name, nullable),
            RecordKind.Float32 => new DataField<float>(name, nullable),
            RecordKind.Float64 => new DataField<double>(name, nullable),
            RecordKind.Decimal => new DecimalDataField(name, type.Precision, type.Scale, isNullable: nullable, isArray: false),
            RecordKind.Date => new DataField<DateOnly>(name, nullable),
            RecordKind.Time => new TimeDataField(name, Precision(type.Unit), isNullable: nullable, isArray: false),
            RecordKind.Timestamp => new DateTimeDataField(name, DateTimeFormat.Timestamp, type.TimeZone is not null, DateTimeUnit(type.Unit), isNullable: nullable, isArray: false),
            RecordKind.Bytes => new DataField<byte[]>(name, nullable),
            _ => new DataField<string>(name, nullable),
        };
    }

    /// <summary>
    /// A flat text column as the bytes that are stored. Asked for text, the library makes characters of its own (and joins those of
    /// delta-encoded columns at the wrong places), and on writing keeps a row group's smallest and greatest text until the end.
    /// </summary>
    public static DataField AsBytes(DataField text)
    {
        var bytes = new DataField(text.Name, typeof(byte[]), text.IsNullable);
        _ = new ParquetSchema(bytes); // a field has levels only inside a schema
        return bytes;
    }

    private static RecordKind PlainKind(DataField leaf, string path)
    {
        Type type = leaf.ClrType;
        if (type == typeof(ReadOnlyMemory<char>) || type == typeof(string) || type == typeof(Guid))
            return RecordKind.Text;
        if (type == typeof(ReadOnlyMemory<byte>) || type == typeof(byte[]))
            return RecordKind.Bytes;
        if (type == typeof(DateOnly))
            return RecordKind.Date;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => RecordKind.Boolean,
            TypeCode.SByte => RecordKind.Int8,
            TypeCode.Int16 => RecordKind.Int16,
            TypeCode.Int32 => RecordKind.Int32,
            TypeCode.Int64 => RecordKind.Int64,
            TypeCode.Byte => RecordKind.UInt8,
            TypeCode.UInt16 => RecordKind.UInt16,
            TypeCode.UInt32 => RecordKind.UInt32,
            TypeCode.UInt64 => RecordKind.UInt64,
            TypeCode.Single => RecordKind.Float32,
            TypeCode.Double => RecordKind.Float64,
            _ => throw new VerdictFormatException(path, $"column '{leaf.Path}'", $"the type {leaf.SchemaElement?.Type} ({type.Name}) is not one that Verdict reads. Write the file without that column, or with it as text."),
        };
    }

    private static TimeUnit Unit(DateTimeDataField field) => field.Unit switch
    {
        DateTimeTimeUnit.Millis => TimeUnit.Millisecond,
        DateTimeTimeUnit.Nanos => TimeUnit.Nanosecond,
        _ => TimeUnit.Microsecond,
    };

    private static TimeUnitPrecision Precision(TimeUnit unit) => unit switch
    {
        TimeUnit.Second or TimeUnit.Millisecond => TimeUnitPrecision.Millis,
        TimeUnit.Microsecond => TimeUnitPrecision.Micros,
        _ => TimeUnitPrecision.Nanos,
    };

    private static DateTimeTimeUnit DateTimeUnit(TimeUnit unit) => unit switch
    {
        TimeUnit.Second or TimeUnit.Millisecond => DateTimeTimeUnit.Millis,
        TimeUnit.Microsecond => DateTimeTimeUnit.Micros,
        _ => DateTimeTimeUnit.Nanos,
    };
}
