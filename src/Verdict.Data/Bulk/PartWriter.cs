using System.Globalization;

namespace Verdict.Data.Bulk;

/// <summary>Writes windows into parts, and parts into the ledger.</summary>
internal sealed class PartWriter : IDisposable
{
    private readonly RecordShaper _shaper;
    private readonly RecordEncoding _encoding;
    private readonly BulkJobOptions _options;
    private readonly Ledger? _ledger;
    private readonly string? _folder;
    private readonly RecordValue[] _added;
    private readonly int _error;
    private RecordWriter? _writer;
    private long _partRows, _partMarked, _partTruncated, _partTokens;

    /// <param name="options">The job.</param>
    /// <param name="input">The input's columns.</param>
    /// <param name="labels">The model's labels.</param>
    /// <param name="folder">Where parts go; null where the rows go into <paramref name="pipe"/>.</param>
    /// <param name="ledger">Where parts are written down.</param>
    /// <param name="pipe">Makes the writer that takes all rows, where there are no parts.</param>
    public PartWriter(BulkJobOptions options, RecordSchema input, IReadOnlyList<string> labels, string? folder, Ledger? ledger, Func<RecordSchema, RecordEncoding, RecordWriter>? pipe)
    {
        _options = options;
        _encoding = options.Encoding;
        _folder = folder;
        _ledger = ledger;
        RecordColumn[] added =
        [
            new("label", RecordType.Text),
            new("score", RecordType.Float32),
            .. labels.Select(label => new RecordColumn($"score_{label}", RecordType.Float32)),
            new("truncated", RecordType.Boolean),
            new("error", RecordType.Text),
            .. options.Annotations is { } column ? [new RecordColumn(column.Name, RecordType.NestedOf(column.Type))] : Array.Empty<RecordColumn>(),
        ];
        _error = labels.Count + 3;
        _added = new RecordValue[added.Length];
        _shaper = new(input, added, options.Columns);
        foreach (LedgerPart part in ledger?.Parts.Values ?? [])
        {
            ResumedRows += part.Rows;
            Marked += part.Marked;
            Truncated += part.Truncated;
        }

        _writer = pipe?.Invoke(_shaper.Output, _encoding);
    }

    public long Rows { get; private set; }

    public long ResumedRows { get; }

    public long Marked { get; private set; }

    public long Truncated { get; private set; }

    public long Tokens { get; private set; }

    public int Parts => _ledger?.Parts.Count ?? 0;

    public static string PartName(int number, RecordEncoding encoding) => string.Create(CultureInfo.InvariantCulture, $"part-{number:000000}{encoding.Extension}");

    public void Write(Window window)
    {
        // Only the first part of a text format has the header, so that parts put one behind the other are the whole.
        _writer ??= RecordWriter.Create(Path.Combine(_folder!, PartName(window.Part, _encoding)), _shaper.Output, _encoding, header: window.Part == 0, _options.WrapOutput);
        for (int i = 0; i < window.Records.Count; i++)
            Write(window.Records[i], window.Predictions[i], window.Errors[i]);
        if (!window.EndsPart)
            return;
        _writer.Complete();
        _writer.Dispose();
        _writer = null;
        if (_ledger is not null)
            Enter(window);
        (_partRows, _partMarked, _partTruncated, _partTokens) = (0, 0, 0, 0);
    }

    public void Dispose() => _writer?.Dispose();

    private void Write(Record record, Prediction? prediction, string? error)
    {
        Array.Clear(_added);
        if (prediction is not null)
        {
            _added[0] = RecordValue.Of(prediction.Label);
            _added[1] = RecordValue.Of(prediction.Score);
            for (int i = 0; i < prediction.Scores.Count; i++)
                _added[2 + i] = RecordValue.Of(prediction.Scores[i].Score);
            _added[_error - 1] = RecordValue.Of(prediction.Truncated);
            _partTokens += prediction.TokenCount;
            Tokens += prediction.TokenCount;
            if (prediction.Truncated)
            {
                _partTruncated++;
                Truncated++;
            }
        }

        _added[_error] = RecordValue.Of(error);
        if (_options.Annotations is { } annotations)
            _added[^1] = RecordValue.OfJson(prediction is null ? annotations.None : annotations.ValueOf(record[_options.TextColumn].AsText(), prediction));
        if (error is not null)
        {
            _partMarked++;
            Marked++;
            if (Marked > _options.MaxErrors)
                throw new BulkJobException($"There are more than {_options.MaxErrors} bad rows; the last is {error} Correct the input, or allow more and run again: finished parts are kept.");
        }

        _writer!.Write(_shaper.Shape(record, _added));
        _partRows++;
        Rows++;
    }

    private void Enter(Window window)
    {
        (long length, string digest) = JobIdentity.Digest(Path.Combine(_folder!, PartName(window.Part, _encoding)), CancellationToken.None);
        _ledger!.Add(new(window.Part, window.PartFirstRow, _partRows, _partMarked, _partTruncated, _partTokens, length, digest));
    }
}
