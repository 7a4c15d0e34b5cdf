using Apache.Arrow;
using Apache.Arrow.Types;
using Parquet.Schema;

namespace Verdict.SparkNlp.Frames.Parquet;

/// <summary>Puts nested cells together from Parquet's columns: the reverse of <see cref="Shredder"/>, for files of others too.</summary>
internal sealed class Assembler
{
    private readonly Assembler[] _children;
    private readonly LeafReader? _leaf;
    private readonly LeafReader _first;
    private readonly IArrowType _type;
    private readonly int _nullable;
    private readonly int _depth;
    private readonly bool _repeated;
    private ArrowBuffer.BitmapBuilder _valid = new();
    private ArrowBuffer.Builder<int> _offsets = new();
    private int _length;
    private int _nulls;
    private int _elements;

    /// <summary>Makes the assembler of a field.</summary>
    /// <param name="field">The Parquet field.</param>
    /// <param name="type">The Arrow type that it becomes.</param>
    /// <param name="leaves">Receives the columns in the file's order.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="depth">How many lists the field lies in.</param>
    public Assembler(global::Parquet.Schema.Field field, IArrowType type, List<LeafReader> leaves, string path, int depth = 0)
    {
        _type = type;
        _nullable = field.IsNullable ? 1 : 0;
        _repeated = field is ListField or MapField;
        _depth = depth + (_repeated ? 1 : 0);
        _children = (field, type) switch
        {
            (ListField list, ListType t) => [new Assembler(list.Item, t.ValueDataType, leaves, path, _depth)],
            (MapField map, MapType t) => [new Assembler(map.Key, t.KeyField.DataType, leaves, path, _depth), new Assembler(map.Value, t.ValueField.DataType, leaves, path, _depth)],
            (StructField structure, StructType t) => [.. structure.Fields.Select((f, i) => new Assembler(f, t.Fields[i].DataType, leaves, path, _depth))],
            _ => [],
        };
        if (field is DataField data)
        {
            _leaf = LeafReader.Of(data, path);
            leaves.Add(_leaf);
        }

        _first = _leaf ?? _children[0]._first;
        _offsets.Append(0);
    }

    /// <summary>Adds the next cell.</summary>
    /// <param name="definition">How many of the levels above are there.</param>
    public void Read(int definition = 0)
    {
        if (_leaf is not null)
        {
            _leaf.Read();
            return;
        }

        int here = definition + _nullable;
        if (_first.Definition < here)
        {
            SkipEntry();
            AppendNull();
            return;
        }

        if (!_repeated)
        {
            foreach (Assembler child in _children)
                child.Read(here);
        }
        else if (_first.Definition <= here)
        {
            SkipEntry();
        }
        else
        {
            do
            {
                foreach (Assembler child in _children)
                    child.Read(here + 1);
                _elements++;
            }
            while (_first.HasMore && _first.Repetition >= _depth);
        }

        Close(valid: true);
    }

    /// <summary>What was added since the last time.</summary>
    public IArrowArray Build()
    {
        if (_leaf is not null)
            return _leaf.Build();
        IArrowArray[] inside = [.. _children.Select(c => c.Build())];
        ArrowBuffer bitmap = _nulls > 0 ? _valid.Build() : ArrowBuffer.Empty;
        IArrowArray built = _type switch
        {
            MapType map => new MapArray(map, _length, _offsets.Build(), new StructArray(new StructType([map.KeyField, map.ValueField]), _elements, inside, ArrowBuffer.Empty), bitmap, _nulls),
            ListType list => new ListArray(list, _length, _offsets.Build(), inside[0], bitmap, _nulls),
            _ => new StructArray((StructType)_type, _length, inside, bitmap, _nulls),
        };
        _valid = new();
        _offsets = new();
        _offsets.Append(0);
        _length = _nulls = _elements = 0;
        return built;
    }

    /// <summary>Adds a null that has no entry of its own, with whatever keeps the arrays inside as long.</summary>
    private void AppendNull()
    {
        if (_leaf is not null)
        {
            _leaf.AppendNull();
            return;
        }

        if (!_repeated)
        {
            foreach (Assembler child in _children)
                child.AppendNull();
        }

        Close(valid: false);
    }

    private void Close(bool valid)
    {
        _valid.Append(valid);
        _offsets.Append(_elements);
        _length++;
        _nulls += valid ? 0 : 1;
    }

    private void SkipEntry()
    {
        _leaf?.Skip();
        foreach (Assembler child in _children)
            child.SkipEntry();
    }
}
