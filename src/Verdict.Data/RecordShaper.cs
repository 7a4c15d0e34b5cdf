namespace Verdict.Data;

/// <summary>
/// Makes output rows out of input rows: all input columns, or those chosen, and behind them what was found out about the row.
/// Immutable but for a cache; for one thread at a time.
/// </summary>
public sealed class RecordShaper
{
    private readonly IReadOnlyList<string>? _chosen;
    private readonly IReadOnlyList<RecordColumn> _added;
    private RecordSchema? _lastInput;
    private RecordSchema? _lastOutput;
    private int[] _map = [];

    /// <summary>Creates a shaper.</summary>
    /// <param name="input">The input's columns.</param>
    /// <param name="added">The columns to put behind. A name that the input has gets <c>_2</c> behind it.</param>
    /// <param name="chosen">The input columns to keep, in this order; <see langword="null"/> (the default) keeps all.</param>
    /// <exception cref="ArgumentException">The input has no column of a chosen name.</exception>
    public RecordShaper(RecordSchema input, IReadOnlyList<RecordColumn> added, IReadOnlyList<string>? chosen = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(added);
        _chosen = chosen;
        RecordSchema kept = chosen is null ? input : input.Select(chosen);
        Output = kept.Append(added);

        // One name for one thing in every row, whichever columns a row of JSON lines happens to have.
        _added = [.. Output.Columns.Skip(kept.Columns.Count)];
    }

    /// <summary>The output's columns.</summary>
    public RecordSchema Output { get; }

    /// <summary>An output row.</summary>
    /// <param name="record">The input row.</param>
    /// <param name="added">The values of the added columns, in their order.</param>
    public Record Shape(Record record, params ReadOnlySpan<RecordValue> added)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (added.Length != _added.Count)
            throw new ArgumentException($"{added.Length} values were given for {_added.Count} added columns.", nameof(added));
        if (!ReferenceEquals(record.Schema, _lastInput))
            Learn(record.Schema);
        var values = new RecordValue[_map.Length + added.Length];
        for (int i = 0; i < _map.Length; i++)
            values[i] = record.Values[_map[i]];
        added.CopyTo(values.AsSpan(_map.Length));
        return record.With(_lastOutput!, values);
    }

    private void Learn(RecordSchema input)
    {
        _map = _chosen is null
            ? [.. Enumerable.Range(0, input.Columns.Count)]
            : [.. _chosen.Select(input.IndexOf).Where(index => index >= 0)];
        _lastOutput = new(_map.Select(index => input.Columns[index]).Concat(_added));
        _lastInput = input;
    }
}
