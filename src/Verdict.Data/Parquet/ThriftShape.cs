namespace Verdict.Data.Parquet;

/// <summary>
/// What fields a structure of Parquet's definition (<c>parquet.thrift</c>) has: a letter for each, in the order of their
/// numbers from 1: i whole number, b binary, l list, s structure, t truth value, y byte, . none.
/// </summary>
/// <param name="Kinds">The letters.</param>
/// <param name="Children">The shapes of structures, and of lists' elements, by field number; what is missing may have any.</param>
internal sealed record ThriftShape(string Kinds, IReadOnlyDictionary<int, ThriftShape>? Children = null)
{
    private static readonly ThriftShape Empty = new("");
    private static readonly ThriftShape Statistics = new("bbiibbtt");
    private static readonly ThriftShape KeyValue = new("bb");
    private static readonly ThriftShape TimeUnit = new("sss", new Dictionary<int, ThriftShape> { [1] = Empty, [2] = Empty, [3] = Empty });
    private static readonly ThriftShape Time = new("ts", new Dictionary<int, ThriftShape> { [2] = TimeUnit });

    private static readonly ThriftShape LogicalType = new("ssssssss.sssssssss", new Dictionary<int, ThriftShape>
    {
        [1] = Empty, [2] = Empty, [3] = Empty, [4] = Empty, [5] = new("ii"), [6] = Empty, [7] = Time, [8] = Time, [10] = new("yt"),
        [11] = Empty, [12] = Empty, [13] = Empty, [14] = Empty, [15] = Empty, [16] = new("y"), [17] = new("b"), [18] = new("bi"),
    });

    private static readonly ThriftShape ColumnMetaData = new("illiiiiliiislii" + "ss", new Dictionary<int, ThriftShape>
    {
        [8] = KeyValue, [12] = Statistics, [13] = new("iii"), [16] = new("ill"),
    });

    private static readonly ThriftShape ColumnChunk = new("bisiiiisb", new Dictionary<int, ThriftShape> { [3] = ColumnMetaData });
    private static readonly ThriftShape RowGroup = new("liiliii", new Dictionary<int, ThriftShape> { [1] = ColumnChunk, [4] = new("itt") });
    private static readonly ThriftShape SchemaElement = new("iiibiiiiis", new Dictionary<int, ThriftShape> { [10] = LogicalType });

    /// <summary>The footer.</summary>
    public static ThriftShape File { get; } = new("ilillblsb", new Dictionary<int, ThriftShape>
    {
        [2] = SchemaElement, [4] = RowGroup, [5] = KeyValue, [7] = new("s", new Dictionary<int, ThriftShape> { [1] = Empty }),
    });

    /// <summary>The header of a page.</summary>
    public static ThriftShape Page { get; } = new("iiiissss", new Dictionary<int, ThriftShape>
    {
        [5] = new("iiiis", new Dictionary<int, ThriftShape> { [5] = Statistics }),
        [6] = Empty,
        [7] = new("iit"),
        [8] = new("iiiiiits", new Dictionary<int, ThriftShape> { [8] = Statistics }),
    });

    /// <summary>The letter of a field.</summary>
    public char Kind(long field) => field >= 1 && field <= Kinds.Length ? Kinds[(int)field - 1] : '.';
}
