using Apache.Arrow.Types;
using Parquet.Schema;
using ArrowField = Apache.Arrow.Field;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>Arrow fields as Parquet fields and back, in the shapes that Spark writes: three-level lists, maps of <c>key_value</c>.</summary>
internal static class ParquetTypes
{
    /// <summary>A Parquet field for an Arrow field.</summary>
    /// <exception cref="ArgumentException">The type is not supported.</exception>
    public static Field ToParquet(ArrowField field) => ToParquet(field, field.Name);

    /// <summary>An Arrow field for a Parquet field.</summary>
    /// <exception cref="VerdictFormatException">The type is not supported; the message names the column.</exception>
    public static ArrowField ToArrow(Field field, string path) => field switch
    {
        ListField list => new ArrowField(list.Name, new ListType(Named(ToArrow(list.Item, path), "element")), list.IsNullable),
        MapField map => new ArrowField(map.Name, new MapType(ToArrow(map.Key, path), ToArrow(map.Value, path)), map.IsNullable),
        StructField structure => new ArrowField(structure.Name, new StructType([.. structure.Fields.Select(f => ToArrow(f, path))]), structure.IsNullable),
        DataField { IsArray: false } data when Simple(data.ClrType) is { } type => new ArrowField(data.Name, type, data.IsNullable),
        _ => throw new VerdictFormatException(path, $"column {field.Path}", "its type is not supported. Leave the column out when the file is written, or turn it into text."),
    };

    private static ArrowField Named(ArrowField field, string name) => new(name, field.DataType, field.IsNullable);

    private static Field ToParquet(ArrowField field, string name) => field.DataType switch
    {
        MapType map => new MapField(name, ToParquet(map.KeyField, "key"), ToParquet(map.ValueField, "value")),
        ListType list => new ListField(name, ToParquet(list.ValueField, "element")),
        StructType structure => new StructField(name, [.. structure.Fields.Select(f => ToParquet(f, f.Name))]),
        _ => new DataField(name, ClrType(field.DataType) ?? throw new ArgumentException($"The column {field.Name} of type {SparkTypes.Name(field.DataType)} cannot be written to Parquet. Drop it first."), field.IsNullable),
    };

    private static Type? ClrType(IArrowType type) => type.TypeId switch
    {
        ArrowTypeId.String or ArrowTypeId.LargeString or ArrowTypeId.StringView => typeof(string),
        ArrowTypeId.Binary => typeof(byte[]),
        ArrowTypeId.Boolean => typeof(bool),
        ArrowTypeId.Int8 => typeof(sbyte),
        ArrowTypeId.Int16 => typeof(short),
        ArrowTypeId.Int32 => typeof(int),
        ArrowTypeId.Int64 => typeof(long),
        ArrowTypeId.Float => typeof(float),
        ArrowTypeId.Double => typeof(double),
        ArrowTypeId.Timestamp => typeof(DateTime),
        _ => null,
    };

    private static IArrowType? Simple(Type type) =>
        type == typeof(string) || type == typeof(ReadOnlyMemory<char>) ? StringType.Default
        : type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) ? BinaryType.Default
        : type == typeof(bool) ? BooleanType.Default
        : type == typeof(sbyte) ? Int8Type.Default
        : type == typeof(short) ? Int16Type.Default
        : type == typeof(int) ? Int32Type.Default
        : type == typeof(long) ? Int64Type.Default
        : type == typeof(float) ? FloatType.Default
        : type == typeof(double) ? DoubleType.Default
        : type == typeof(DateTime) ? new TimestampType(TimeUnit.Microsecond, "UTC")
        : null;
}
