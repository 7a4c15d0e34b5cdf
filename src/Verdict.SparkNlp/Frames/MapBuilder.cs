using Apache.Arrow;
using Apache.Arrow.Types;

namespace Verdict.SparkNlp;

/// <summary>Builds a map column of strings.</summary>
internal sealed class MapBuilder
{
    private readonly ArrowBuffer.Builder<int> _offsets = new();
    private readonly StringArray.Builder _keys = new();
    private readonly StringArray.Builder _values = new();
    private int _entries;
    private int _rows;

    public MapBuilder() => _offsets.Append(0);

    /// <summary>Appends one map.</summary>
    public void Append(IEnumerable<KeyValuePair<string, string?>> map)
    {
        foreach ((string key, string? value) in map)
        {
            _keys.Append(key);
            if (value is null)
                _values.AppendNull();
            else
                _values.Append(value);
            _entries++;
        }

        _offsets.Append(_entries);
        _rows++;
    }

    /// <summary>The column.</summary>
    public MapArray Build(MapType type)
    {
        var entries = new StructArray(new StructType([type.KeyField, type.ValueField]), _entries, [_keys.Build(), _values.Build()], ArrowBuffer.Empty);
        return new MapArray(type, _rows, _offsets.Build(), entries, ArrowBuffer.Empty);
    }
}
