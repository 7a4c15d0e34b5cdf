using Parquet.Schema;

namespace Verdict.Data.Parquet;

/// <summary>Parquet's types and ours.</summary>
internal static class ParquetTypes
{
    /// <summary>The type of a column: a flat one's own, JSON for a list, a struct or a map.</summary>
    public static RecordType Of(Field field, string path) => field is DataField { MaxRepetitionLevel: 0 } leaf ? OfLeaf(leaf, path) : RecordType.Json;

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
    public static Field ToField(RecordColumn column) => column.Type.Nesting?.ToParquet(column.Name) ?? ToFlatField(column);

    private static DataField ToFlatField(RecordColumn column)
    {
        (string name, RecordType type) = (column.Name, column.Type);
        return type.Kind switch
        {
            RecordKind.Boolean => new DataField<bool>(name, nullable: true),
            RecordKind.Int8 => new DataField<sbyte>(name, nullable: true),
            RecordKind.Int16 => new DataField<short>(name, nullable: true),
            RecordKind.Int32 => new DataField<int>(name, nullable: true),
            RecordKind.Int64 => new DataField<long>(name, nullable: true),
            RecordKind.UInt8 => new DataField<byte>(name, nullable: true),
            RecordKind.UInt16 => new DataField<ushort>(name, nullable: true),
            RecordKind.UInt32 => new DataField<uint>(name, nullable: true),
            RecordKind.UInt64 => new DataField<ulong>(name, nullable: true),
            RecordKind.Float32 => new DataField<float>(name, nullable: true),
            RecordKind.Float64 => new DataField<double>(name, nullable: true),
            RecordKind.Decimal => new DecimalDataField(name, type.Precision, type.Scale, isNullable: true, isArray: false),
            RecordKind.Date => new DataField<DateOnly>(name, nullable: true),
            RecordKind.Time => new TimeDataField(name, Precision(type.Unit), isNullable: true, isArray: false),
            RecordKind.Timestamp => new DateTimeDataField(name, DateTimeFormat.Timestamp, type.TimeZone is not null, DateTimeUnit(type.Unit), isNullable: true, isArray: false),
            RecordKind.Bytes => new DataField<byte[]>(name, nullable: true),
            _ => new DataField<string>(name, nullable: true),
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
