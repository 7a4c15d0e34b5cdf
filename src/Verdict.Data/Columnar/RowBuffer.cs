namespace Verdict.Data.Columnar;

/// <summary>Rows on their way into a columnar file, bounded by what they hold and not only by their number.</summary>
internal sealed class RowBuffer
{
    /// <summary>The most rows in a row group or batch.</summary>
    public const int MaxRows = 1 << 16;

    /// <summary>The most characters, about, in a row group or batch; a single row may have more.</summary>
    public const long MaxSize = 1 << 23;

    private long _size;

    /// <summary>The rows.</summary>
    public List<Record> Rows { get; } = [];

    /// <summary>Puts a row behind; says whether it is time to write them out.</summary>
    public bool Add(Record row)
    {
        Rows.Add(row);
        _size += row.Size;
        return Rows.Count >= MaxRows || _size >= MaxSize;
    }

    /// <summary>Lets the rows go.</summary>
    public void Clear()
    {
        Rows.Clear();
        _size = 0;
    }
}
