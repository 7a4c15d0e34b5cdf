using System.Collections;

namespace Verdict.Tokenization;

/// <summary>A stretch of an array, or one value several times.</summary>
/// <param name="Items">The array; <see langword="null"/> for a repeated value.</param>
/// <param name="Start">The stretch's first index.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Value">The repeated value.</param>
internal readonly record struct Part<T>(T[]? Items, int Start, int Count, T Value)
{
    /// <summary>The item at an index.</summary>
    public T this[int index] => Items is null ? Value : Items[Start + index];
}

/// <summary>
/// A list of few parts one after the other. Encodings and their overlapping windows are such views, so none of them copies the tokens.
/// </summary>
internal sealed class PartList<T>(Part<T>[] parts) : IReadOnlyList<T>
{
    /// <inheritdoc/>
    public int Count { get; } = parts.Sum(p => p.Count);

    /// <inheritdoc/>
    public T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            foreach (Part<T> part in parts)
            {
                if (index < part.Count)
                    return part[index];
                index -= part.Count;
            }

            throw new ArgumentOutOfRangeException(nameof(index), "The index is beyond the last token.");
        }
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        foreach (Part<T> part in parts)
        {
            for (int i = 0; i < part.Count; i++)
                yield return part[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
