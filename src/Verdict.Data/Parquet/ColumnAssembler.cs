using System.Buffers;
using System.Text;
using System.Text.Json;
using Parquet.Schema;
using Verdict.Data.Columnar;
using Verdict.Data.JsonLines;

namespace Verdict.Data.Parquet;

/// <summary>
/// Takes one row's value of one column out of its leaves. Nested columns (lists, structs, maps) become JSON, put together
/// from the leaves' repetition and definition levels as the Dremel paper describes.
/// </summary>
internal sealed class ColumnAssembler
{
    private readonly Node _root;
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <param name="field">The column.</param>
    /// <param name="leaves">The leaves under it, in order; those of this column are taken away.</param>
    public ColumnAssembler(Field field, Queue<Leaf> leaves) => _root = Build(field, leaves);

    private enum Shape
    {
        Leaf,
        Repeated,
        Map,
        Struct,
    }

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
    public RecordValue Next()
    {
        if (_root.Shape == Shape.Leaf)
            return Checked(_root).First.Take();
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer, RecordConvert.JsonOptions))
        {
            if (!Write(_root, json))
                return default;
        }

        return RecordValue.OfJson(Encoding.UTF8.GetString(_buffer.WrittenSpan));
    }

    private static Node Build(Field field, Queue<Leaf> leaves)
    {
        if (field is DataField data)
        {
            Leaf leaf = leaves.Dequeue();
            var item = new Node(Shape.Leaf, data, leaf, [leaf], []);
            return data.IsArray ? new(Shape.Repeated, data, leaf, [leaf], [item]) : item;
        }

        Node[] children = field switch
        {
            ListField list => [Build(list.Item, leaves)],
            MapField map => [Build(map.Key, leaves), Build(map.Value, leaves)],
            StructField group => [.. group.Fields.Select(child => Build(child, leaves))],
            _ => [],
        };
        if (children.Length == 0)
            throw new InvalidDataException($"column '{field.Path}' has nothing in it");
        Shape shape = field is ListField ? Shape.Repeated : field is MapField ? Shape.Map : Shape.Struct;
        return new(shape, field, children[0].First, [.. children.SelectMany(child => child.Leaves)], children);
    }

    /// <summary>Writes one value; says whether it was more than null.</summary>
    private static bool Write(Node node, Utf8JsonWriter json)
    {
        int definition = Checked(node).First.Definition, full = node.Field.MaxDefinitionLevel;
        switch (node.Shape)
        {
            case Shape.Leaf:
                RecordValue value = node.First.Take();
                JsonValue.Write(json, value);
                return !value.IsNull;
            case Shape.Struct when definition >= full:
                WriteStruct(node, json);
                return true;
            case Shape.Repeated when definition >= full - 1:
                WriteRepeated(node, json, definition == full - 1);
                return true;
            case Shape.Map when definition >= full - 1:
                WriteMap(node, json, definition == full - 1);
                return true;
            default:
                TakeAll(node);
                json.WriteNullValue();
                return false;
        }
    }

    private static void WriteStruct(Node node, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (Node child in node.Children)
        {
            json.WritePropertyName(child.Field.Name);
            Write(child, json);
        }

        json.WriteEndObject();
    }

    private static void WriteRepeated(Node node, Utf8JsonWriter json, bool empty)
    {
        json.WriteStartArray();
        if (empty)
        {
            TakeAll(node);
        }
        else
        {
            do
                Write(node.Children[0], json);
            while (Repeats(node));
        }

        json.WriteEndArray();
    }

    /// <summary>A map with text as keys is an object; any other a list of pairs.</summary>
    private static void WriteMap(Node node, Utf8JsonWriter json, bool empty)
    {
        bool named = node.Children[0] is { Shape: Shape.Leaf, First.Type.Kind: RecordKind.Text };
        if (named)
            json.WriteStartObject();
        else
            json.WriteStartArray();
        if (empty)
        {
            TakeAll(node);
        }
        else
        {
            do
                WriteEntry(node, json, named);
            while (Repeats(node));
        }

        if (named)
            json.WriteEndObject();
        else
            json.WriteEndArray();
    }

    private static void WriteEntry(Node node, Utf8JsonWriter json, bool named)
    {
        if (named)
        {
            json.WritePropertyName(node.First.Take().ToText());
            Write(node.Children[1], json);
            return;
        }

        json.WriteStartArray();
        Write(node.Children[0], json);
        Write(node.Children[1], json);
        json.WriteEndArray();
    }

    private static bool Repeats(Node node) => node.First.Any && node.First.Repetition == node.Field.MaxRepetitionLevel;

    private static void TakeAll(Node node)
    {
        foreach (Leaf leaf in node.Leaves)
            leaf.Take();
    }

    private static Node Checked(Node node) => node.First.Any ? node : throw new InvalidDataException($"column '{node.Field.Path}' ends before the row group does");

    private sealed record Node(Shape Shape, Field Field, Leaf First, Leaf[] Leaves, Node[] Children);
}
