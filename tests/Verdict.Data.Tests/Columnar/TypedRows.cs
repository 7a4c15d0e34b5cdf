namespace Verdict.Data.Tests.Columnar;

/// <summary>Rows with a column of each type, values at the ends of the ranges and nulls among them.</summary>
internal static class TypedRows
{
    public static readonly RecordSchema Schema = Rows.Schema(
        ("text", RecordType.Text), ("flag", RecordType.Boolean),
        ("i8", RecordType.Of(RecordKind.Int8)), ("i16", RecordType.Of(RecordKind.Int16)), ("i32", RecordType.Int32), ("i64", RecordType.Int64),
        ("u8", RecordType.Of(RecordKind.UInt8)), ("u16", RecordType.Of(RecordKind.UInt16)), ("u32", RecordType.Of(RecordKind.UInt32)), ("u64", RecordType.Of(RecordKind.UInt64)),
        ("f32", RecordType.Float32), ("f64", RecordType.Float64), ("dec", RecordType.DecimalOf(20, 4)), ("day", RecordType.Of(RecordKind.Date)),
        ("t_ms", RecordType.TimeOf(TimeUnit.Millisecond)), ("t_us", RecordType.TimeOf(TimeUnit.Microsecond)),
        ("ts_ms", RecordType.TimestampOf(TimeUnit.Millisecond, "UTC")), ("ts_us", RecordType.TimestampOf(TimeUnit.Microsecond, null)),
        ("bytes", RecordType.Bytes));

    public static List<Record> All { get; } =
    [
        Row("été 😀", true, sbyte.MinValue, short.MinValue, int.MinValue, long.MinValue, byte.MaxValue, ushort.MaxValue, uint.MaxValue, ulong.MaxValue, 0.1f, 0.1, -1234.5678m, -1, 86_399_999, 86_399_999_999, -1, 1_600_000_000_123_456, [0, 255]),
        Rows.Row(Schema, new RecordValue[Schema.Columns.Count]),
        Row("", false, sbyte.MaxValue, short.MaxValue, int.MaxValue, long.MaxValue, 0, 0, 0, 0, float.MaxValue, double.Epsilon, 0.0000m, 18_000, 0, 0, 0, -1, []),
        Row("\"\n,\0", true, 1, 2, 3, 4, 5, 6, 7, 8, float.NaN, double.NegativeInfinity, 9999999999.9999m, 0, 1, 1, 1_600_000_000_000, 0, [1, 2, 3]),
    ];

    private static Record Row(
        string text, bool flag, sbyte i8, short i16, int i32, long i64, byte u8, ushort u16, uint u32, ulong u64, float f32, double f64, decimal dec, int day, long ms, long us, long tsMs, long tsUs, byte[] bytes) =>
        Rows.Row(
            Schema,
            RecordValue.Of(text), RecordValue.Of(flag),
            RecordValue.OfInteger(RecordKind.Int8, i8), RecordValue.OfInteger(RecordKind.Int16, i16), RecordValue.Of(i32), RecordValue.Of(i64),
            RecordValue.OfInteger(RecordKind.UInt8, u8), RecordValue.OfInteger(RecordKind.UInt16, u16), RecordValue.OfInteger(RecordKind.UInt32, u32), RecordValue.OfInteger(RecordKind.UInt64, (long)u64),
            RecordValue.Of(f32), RecordValue.Of(f64), RecordValue.Of(dec),
            RecordValue.OfTemporal(Type("day"), day), RecordValue.OfTemporal(Type("t_ms"), ms), RecordValue.OfTemporal(Type("t_us"), us),
            RecordValue.OfTemporal(Type("ts_ms"), tsMs), RecordValue.OfTemporal(Type("ts_us"), tsUs), RecordValue.Of(bytes));

    private static RecordType Type(string name) => Schema.Columns[Schema.IndexOf(name)].Type;
}
