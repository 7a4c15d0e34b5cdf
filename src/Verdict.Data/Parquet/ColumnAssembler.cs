using Parquet.Schema;

namespace Verdict.Data.Parquet;

/// <summary>
/// Takes one row's value of one column out of its leaves. Nested ones (lists, structs, maps) are put together from the leaves' repetition and definition levels as the Dremel paper describes.
/// </summary>
internal sealed class ColumnAssembler
{
    private readonly Node _root;

    /// <param name="field">The column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="leaves">The leaves under it, in order; those of this column are taken away.</param>
    public ColumnAssembler(Field field, RecordType type, Queue<Leaf> leaves) => _root = Build(field, type, leaves);

    /// <summary>The leaves under a field, in order.</summary>
    public static IEnumerable<DataField> LeavesOf(Field field) => field switch
    {
        DataField leaf => [leaf],
        ListField list => LeavesOf(list.Item),
        StructField group => group.Fields.SelectMany(LeavesOf),
        MapField map => [.. LeavesOf(map.Key), .. LeavesOf(map.Value)],
        _ => [],
    };

    /// <summary>The next row's value.</summary>
    public RecordValue Next() => Read(_root);

    private static Node Build(Field field, RecordType type, Queue<Leaf> leaves)
    {
        if (field is DataField data)
        {
            Leaf leaf = leaves.Dequeue();
            var item = new Node(null, data, leaf, [leaf], []);
            return data.IsArray ? new(type.Shape, data, leaf, [leaf], [item]) : item;
        }

        IReadOnlyList<Field> inside = field switch
        {
            ListField list => [list.Item],
            MapField map => [map.Key, map.Value],
            StructField group => group.Fields,
            _ => [],
        };
        if (inside.Count == 0)
            throw new InvalidDataException($"column '{field.Path}' has nothing in it");
        Node[] children = [.. inside.Select((child, i) => Build(child, type.Shape!.Fields[i].Type, leaves))];
        return new(type.Shape, field, children[0].First, [.. children.SelectMany(child => child.Leaves)], children);
    }

    private static RecordValue Read(Node node)
    {
        int definition = Checked(node).First.Definition, full = node.Field.MaxDefinitionLevel;
        if (node.Shape is not { } shape)
            return node.First.Take();
        if (shape.Kind == NestedKind.Struct && definition >= full)
            return RecordValue.OfNested(new(shape, [.. node.Children.Select(Read)]));
        if (shape.Kind != NestedKind.Struct && definition >= full - 1)
            return RecordValue.OfNested(new(shape, ReadRepeated(node, definition == full - 1)));
        TakeAll(node);
        return default;
    }

    private static RecordValue[] ReadRepeated(Node node, bool empty)
    {
        if (empty)
        {
            TakeAll(node);
            return [];
        }

        List<RecordValue> items = [];
        do
        {
            foreach (Node child in node.Children)
                items.Add(Read(child));
        }
        while (Repeats(node));
        return [.. items];
    }

    private static bool Repeats(Node node) => node.First.Any && node.First.Repetition == node.Field.MaxRepetitionLevel;

    private static void TakeAll(Node node)
    {
        foreach (Leaf leaf in node.Leaves)
            leaf.Take();
    }

    private static Node Checked(Node node) => node.First.Any ? node : throw new InvalidDataException($"column '{node.Field.Path}' ends before the row group does");

    /// <summary>A field; a leaf has no shape.</summary>
    private sealed record Node(NestedShape? Shape, Field Field, Leaf First, Leaf[] Leaves, Node[] Children);
}
