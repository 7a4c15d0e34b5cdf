namespace Verdict.Data;

/// <summary>The type of a list, a struct or a map. Two are equal where they have the same kind and the same fields. Immutable.</summary>
internal sealed class NestedShape : IEquatable<NestedShape>
{
    private readonly RecordColumn[] _fields;

    private NestedShape(NestedKind kind, RecordColumn[] fields)
    {
        Kind = kind;
        _fields = fields;
    }

    public NestedKind Kind { get; }

    /// <summary>A list's element; a struct's fields; a map's key and value.</summary>
    public IReadOnlyList<RecordColumn> Fields => _fields;

    /// <summary>Whether every struct inside has a field; Parquet and Spark know no others.</summary>
    public bool IsFilled => _fields.Length > 0 && _fields.All(static part => part.Type.Shape is not { IsFilled: false });

    public static NestedShape ListOf(RecordType element) => new(NestedKind.List, [new("element", element)]);

    public static NestedShape MapOf(RecordType key, RecordType value) => new(NestedKind.Map, [new("key", key), new("value", value)]);

    public static NestedShape StructOf(IReadOnlyList<string> names, IEnumerable<RecordType> types)
    {
        // As with columns: what has no name, or another's, gets one of its own.
        List<string> unique = RecordSchema.NamesFrom(names);
        return new(NestedKind.Struct, [.. types.Select((type, i) => new RecordColumn(unique[i], type))]);
    }

    public bool Equals(NestedShape? other) => ReferenceEquals(this, other) || (other is not null && Kind == other.Kind && _fields.AsSpan().SequenceEqual(other._fields));

    public override bool Equals(object? obj) => Equals(obj as NestedShape);

    public override int GetHashCode() => _fields.Aggregate((int)Kind, static (hash, field) => HashCode.Combine(hash, field));
}
