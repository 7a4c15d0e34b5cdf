namespace Verdict.Data;

/// <summary>One row of a file. Immutable; owned by whoever reads it.</summary>
public sealed class Record
{
    private readonly RecordValue[] _values;

    internal Record(RecordSchema schema, RecordValue[] values, string file, long index, long line, string? error = null)
    {
        Schema = schema;
        _values = values;
        File = file;
        Index = index;
        Line = line;
        Error = error;
    }

    /// <summary>The row's columns. Rows of JSON lines may each have their own; rows of other formats share their file's.</summary>
    public RecordSchema Schema { get; }

    /// <summary>The values, one for each column of <see cref="Schema"/>.</summary>
    public IReadOnlyList<RecordValue> Values => _values;

    /// <summary>The file that the row was read from.</summary>
    public string File { get; }

    /// <summary>The row's number in its file, from 0; blank lines and the header do not count.</summary>
    public long Index { get; }

    /// <summary>The line on which the row begins, from 1; 0 in formats without lines.</summary>
    public long Line { get; }

    /// <summary>Why the row is bad, with file and line; <see langword="null"/> for a good row. A bad row has the values that could be read and null for the others.</summary>
    public string? Error { get; }

    /// <summary>File and line (or row) in words, for messages.</summary>
    public string Place => Line > 0 ? $"{File}, line {Line}" : $"{File}, row {Index + 1}";

    /// <summary>The value of the column with that name; null where the row has no such column.</summary>
    public RecordValue this[string name] => Schema.IndexOf(name) is int i and >= 0 ? _values[i] : default;

    /// <summary>How much the row holds, about, in characters: what bounds on memory count.</summary>
    internal long Size
    {
        get
        {
            long size = 16;
            foreach (RecordValue value in _values)
                size += value.Size;
            return size;
        }
    }

    /// <summary>The same row, marked as bad. An error that is there already stays.</summary>
    /// <param name="problem">What is wrong; file and line are put before it.</param>
    public Record WithError(string problem) => Error is null ? new(Schema, _values, File, Index, Line, $"{Place}: {problem}") : this;

    internal Record With(RecordSchema schema, RecordValue[] values) => new(schema, values, File, Index, Line, Error);
}
