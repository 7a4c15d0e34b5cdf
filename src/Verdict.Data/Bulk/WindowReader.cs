namespace Verdict.Data.Bulk;

/// <summary>
/// Deals rows into parts and windows. Where they are cut depends on the rows alone, never on time: so a job that goes on,
/// and each shard of one, sees the same parts, and the model the same batches.
/// </summary>
internal sealed class WindowReader
{
    /// <summary>The most characters, about, in a part; a single row may have more.</summary>
    private const long MaxPartSize = 1 << 20;

    private readonly BulkJobOptions _options;
    private readonly IReadOnlyDictionary<int, LedgerPart> _done;
    private readonly bool _onePart;
    private readonly List<Record> _rows = [];
    private long _partFirstRow, _partRows, _partSize, _windowSize;

    /// <param name="options">The job.</param>
    /// <param name="done">Parts that are done: they are passed over.</param>
    /// <param name="onePart">Whether all rows are one part, as for a pipe.</param>
    public WindowReader(BulkJobOptions options, IReadOnlyDictionary<int, LedgerPart> done, bool onePart)
    {
        _options = options;
        _done = done;
        _onePart = onePart;
    }

    /// <summary>How many parts have been dealt.</summary>
    public int Parts { get; private set; }

    /// <summary>How many rows have been dealt.</summary>
    public long Rows { get; private set; }

    /// <summary>Whether the input was read to its end.</summary>
    public bool Ended { get; private set; }

    /// <summary>The windows of the parts that are this shard's and not done.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="stop">Asked before each part: a part that was begun is dealt whole.</param>
    public IEnumerable<Window> Read(IEnumerable<Record> input, Func<bool> stop)
    {
        using IEnumerator<Record> rows = input.GetEnumerator();
        while (true)
        {
            if (_partRows == 0 && stop())
                yield break;
            bool any = rows.MoveNext();
            if (any)
                Take(rows.Current);
            bool partEnds = any ? IsPartFull() : _partRows > 0 || Parts == 0;
            bool windowEnds = partEnds || _rows.Count >= Window.MaxRows || _windowSize >= Window.MaxSize;
            if (windowEnds)
            {
                if (IsOurs(Parts))
                    yield return new() { Part = Parts, PartFirstRow = _partFirstRow, Records = [.. _rows], Size = _windowSize, EndsPart = partEnds };
                _rows.Clear();
                _windowSize = 0;
            }

            if (partEnds)
                EndPart();
            if (any)
                continue;
            Ended = true;
            yield break;
        }
    }

    private void Take(Record row)
    {
        Rows++;
        _partRows++;
        _partSize += row.Size;
        if (!IsOurs(Parts))
            return;
        _rows.Add(row);
        _windowSize += row.Size;
    }

    private bool IsPartFull() => !_onePart && (_partRows >= _options.RowsPerPart || _partSize >= MaxPartSize);

    private bool IsOurs(int part) => part % _options.ShardCount == _options.Shard - 1 && !_done.ContainsKey(part);

    private void EndPart()
    {
        if (_done.TryGetValue(Parts, out LedgerPart? done) && (done.FirstRow != _partFirstRow || done.Rows != _partRows))
            throw new BulkJobException($"Part {Parts} had the rows from {done.FirstRow} on ({done.Rows} of them) and now has those from {_partFirstRow} on ({_partRows}): the input has changed. Begin anew with the restart option.");
        Parts++;
        _partFirstRow += _partRows;
        _partRows = _partSize = 0;
    }
}
