using Parquet;
using Parquet.Schema;
using Verdict.Data.Columnar;

namespace Verdict.Data.Parquet;

/// <summary>
/// Takes nested values apart into leaves with their definition and repetition levels (Melnik et al., Dremel, VLDB 2010, section 4):
/// the reverse of <see cref="ColumnAssembler"/>.
/// </summary>
internal sealed class ParquetNesting
{
    private readonly ParquetNesting[] _children;
    private readonly DataField? _leaf;
    private readonly RecordColumn _column;
    private readonly int _nullable;
    private readonly int _depth;
    private readonly List<RecordValue> _values = [];
    private readonly List<int> _definitions = [];
    private readonly List<int> _repetitions = [];

    private ParquetNesting(Field field, RecordColumn column, int depth)
    {
        _column = column;
        _leaf = field as DataField;
        _nullable = field.IsNullable ? 1 : 0;
        _depth = depth + (field is ListField or MapField ? 1 : 0);
        IReadOnlyList<Field> inside = field switch
        {
            ListField list => [list.Item],
            MapField map => [map.Key, map.Value],
            StructField group => group.Fields,
            _ => [],
        };
        _children = [.. inside.Select((child, i) => new ParquetNesting(child, column.Type.Shape!.Fields[i], _depth))];
    }

    /// <summary>Writes a column into a row group.</summary>
    public static async Task WriteAsync(ParquetRowGroupWriter group, Field field, Cells cells)
    {
        var root = new ParquetNesting(field, cells.Column, 0);
        int row = 0;
        Func<RecordValue, IReadOnlyList<RecordValue>?> itemsOf = value => cells.Items(value, row);
        for (; row < cells.Count; row++)
            root.Append(cells.Items(row), itemsOf, 0, 0);
        await root.FlushAsync(group, cells).ConfigureAwait(false);
    }

    private void Append(RecordValue value, Func<RecordValue, IReadOnlyList<RecordValue>?> itemsOf, int repetition, int definition)
    {
        if (_leaf is null)
        {
            Append(itemsOf(value), itemsOf, repetition, definition);
            return;
        }

        AppendNothing(repetition, definition + (value.IsNull ? 0 : _nullable));
        if (!value.IsNull)
            _values.Add(value);
    }

    private void Append(IReadOnlyList<RecordValue>? items, Func<RecordValue, IReadOnlyList<RecordValue>?> itemsOf, int repetition, int definition)
    {
        int here = definition + _nullable;
        if (items is null)
        {
            AppendNothing(repetition, definition);
        }
        else if (_column.Type.Shape!.Kind == NestedKind.Struct)
        {
            for (int i = 0; i < _children.Length; i++)
                _children[i].Append(items[i], itemsOf, repetition, here);
        }
        else if (items.Count == 0)
        {
            AppendNothing(repetition, here);
        }
        else
        {
            // A map's keys and values come by turns.
            for (int i = 0; i < items.Count; i++)
                _children[i % _children.Length].Append(items[i], itemsOf, i < _children.Length ? repetition : _depth, here + 1);
        }
    }

    private void AppendNothing(int repetition, int definition)
    {
        if (_leaf is not null)
        {
            _definitions.Add(definition);
            _repetitions.Add(repetition);
        }

        foreach (ParquetNesting child in _children)
            child.AppendNothing(repetition, definition);
    }

    private async Task FlushAsync(ParquetRowGroupWriter group, Cells cells)
    {
        if (_leaf is not null)
            await ParquetColumn.WriteAsync(group, _leaf, cells.Inside(_column, _values), new([.. _definitions], [.. _repetitions])).ConfigureAwait(false);
        foreach (ParquetNesting child in _children)
            await child.FlushAsync(group, cells).ConfigureAwait(false);
    }
}
