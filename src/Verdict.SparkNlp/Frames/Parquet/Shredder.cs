using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>
/// Takes nested cells apart into Parquet's columns with their definition and repetition levels (Melnik et al., Dremel, VLDB 2010, section 4).
/// One for each field; lists and structs are always written optional, as Spark does.
/// </summary>
internal sealed class Shredder
{
    private readonly Shredder[] _children;
    private readonly LeafWriter? _leaf;
    private readonly bool _nullable;
    private readonly bool _repeated;
    private readonly int _depth;

    /// <summary>Makes the shredder of a field.</summary>
    /// <param name="field">The field.</param>
    /// <param name="leaves">Receives the columns in the file's order.</param>
    /// <param name="depth">How many lists the field lies in.</param>
    public Shredder(Field field, List<LeafWriter> leaves, int depth = 0)
    {
        Field[] inside = field.DataType switch
        {
            MapType map => [map.KeyField, map.ValueField],
            ListType list => [list.ValueField],
            StructType structure => [.. structure.Fields],
            _ => [],
        };
        _repeated = field.DataType is MapType or ListType;
        _depth = depth + (_repeated ? 1 : 0);
        _nullable = field.IsNullable || inside.Length > 0;
        _children = [.. inside.Select(f => new Shredder(f, leaves, _depth))];
        if (inside.Length > 0)
            return;
        _leaf = LeafWriter.Of(field.DataType);
        leaves.Add(_leaf);
    }

    /// <summary>Appends a cell.</summary>
    public void Append(IArrowArray array, int index, int repetition = 0, int definition = 0)
    {
        if (_leaf is not null)
            _leaf.Append(array, index, repetition, definition, _nullable);
        else if (array.IsNull(index))
            AppendNothing(repetition, definition);
        else if (!_repeated)
            AppendStruct((StructArray)array, index, repetition, definition + 1);
        else
            AppendList((ListArray)array, index, repetition, definition + 1);
    }

    private void AppendStruct(StructArray structure, int index, int repetition, int definition)
    {
        for (int i = 0; i < _children.Length; i++)
            _children[i].Append(structure.Fields[i], index, repetition, definition);
    }

    private void AppendList(ListArray list, int index, int repetition, int definition)
    {
        int start = list.ValueOffsets[index], end = list.ValueOffsets[index + 1];
        if (start == end)
            AppendNothing(repetition, definition);
        IArrowArray[] values = list is MapArray map ? [map.Keys, map.Values] : [list.Values];
        for (int i = start; i < end; i++)
        {
            for (int child = 0; child < values.Length; child++)
                _children[child].Append(values[child], i, i == start ? repetition : _depth, definition + 1);
        }
    }

    private void AppendNothing(int repetition, int definition)
    {
        _leaf?.AppendNothing(repetition, definition);
        foreach (Shredder child in _children)
            child.AppendNothing(repetition, definition);
    }
}
