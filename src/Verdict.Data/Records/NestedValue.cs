namespace Verdict.Data;

/// <summary>A list, a struct or a map out of a row. Immutable.</summary>
internal sealed class NestedValue : IEquatable<NestedValue>
{
    private readonly RecordValue[] _items;

    /// <param name="shape">What it is.</param>
    /// <param name="items">See <see cref="Items"/>.</param>
    public NestedValue(NestedShape shape, RecordValue[] items)
    {
        Shape = shape;
        _items = items;
        Size = 8;
        foreach (RecordValue item in items)
            Size += item.Size;
    }

    public NestedShape Shape { get; }

    /// <summary>A list's elements; a struct's values in the order of its fields; a map's keys and values by turns.</summary>
    public IReadOnlyList<RecordValue> Items => _items;

    /// <summary>How much it holds, about, in characters.</summary>
    public long Size { get; }

    public bool Equals(NestedValue? other) => other is not null && Shape.Equals(other.Shape) && _items.AsSpan().SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as NestedValue);

    public override int GetHashCode() => _items.Aggregate(_items.Length, static (hash, item) => HashCode.Combine(hash, item));
}
