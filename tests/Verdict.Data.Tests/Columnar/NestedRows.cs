namespace Verdict.Data.Tests.Columnar;

/// <summary>Rows with lists, structs and maps of every type and of each other, with nulls at each level and empty ones.</summary>
internal static class NestedRows
{
    public static readonly RecordSchema Schema = Rows.Schema([
        .. TypedRows.Schema.Columns.Select(column => ("list_" + column.Name, List(column.Type))),
        ("struct", RecordType.ShapedAs(NestedShape.StructOf([.. TypedRows.Schema.Columns.Select(column => column.Name)], TypedRows.Schema.Columns.Select(column => column.Type)))),
        .. TypedRows.Schema.Columns.Select(column => ("map_" + column.Name, Map(column.Type, column.Type))),
        ("id", RecordType.Int32),
        ("lists", List(List(List(RecordType.Int32)))),
        ("structs", List(Struct(("a", RecordType.Text), ("b", Struct(("c", List(RecordType.Float64)), ("d", Map(RecordType.Text, List(RecordType.Bytes)))))))),
        ("maps", Map(RecordType.Int64, Map(RecordType.Text, Struct(("x", RecordType.Boolean), ("y", List(RecordType.Text)))))),
        ("keys", Map(Struct(("n", RecordType.Int32)), RecordType.Text)),
        ("text", RecordType.Text)]);

    /// <summary>Rows made by chance, the first all null.</summary>
    public static List<Record> Make(int count, int seed)
    {
        var random = new Random(seed);
        return [Rows.Row(Schema, new RecordValue[Schema.Columns.Count]), .. Enumerable.Range(0, count).Select(_ => Rows.Row(Schema, [.. Schema.Columns.Select(column => Value(column.Type, random, 0, mayBeNull: true))]))];
    }

    private static RecordType List(RecordType element) => RecordType.ShapedAs(NestedShape.ListOf(element));

    private static RecordType Map(RecordType key, RecordType value) => RecordType.ShapedAs(NestedShape.MapOf(key, value));

    private static RecordType Struct(params (string Name, RecordType Type)[] fields) => RecordType.ShapedAs(NestedShape.StructOf([.. fields.Select(f => f.Name)], fields.Select(f => f.Type)));

    private static RecordValue Value(RecordType type, Random random, int depth, bool mayBeNull)
    {
        if (mayBeNull && random.Next(4) == 0)
            return default;
        if (type.Shape is not { } shape)
        {
            int column = Enumerable.Range(0, TypedRows.Schema.Columns.Count).First(i => TypedRows.Schema.Columns[i].Type == type);
            RecordValue[] values = [.. TypedRows.All.Select(row => row.Values[column]).Where(value => !value.IsNull)];
            return values[random.Next(values.Length)];
        }

        int count = shape.Kind == NestedKind.Struct ? 1 : random.Next(4 - Math.Min(depth, 2));
        IEnumerable<RecordValue> items = Enumerable.Range(0, count).SelectMany(_ => shape.Fields.Select((field, i) => Value(field.Type, random, depth + 1, shape.Kind != NestedKind.Map || i > 0)));
        return RecordValue.OfNested(new(shape, [.. items]));
    }
}
