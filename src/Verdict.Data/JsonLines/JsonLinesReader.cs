using Verdict.Data.Files;

namespace Verdict.Data.JsonLines;

/// <summary>A JSON object a line. Blank lines are no rows. Nested values stay JSON, numbers keep their text.</summary>
internal sealed class JsonLinesReader : RecordReader
{
    private const int LookAheadRows = 1_000;
    private const long LookAheadSize = 1 << 22;
    private readonly LineReader _lines;
    private readonly JsonRow _parser = new();
    private readonly Func<Stream>? _again;
    private readonly Queue<Record> _ahead = [];
    private RecordSchema? _schema;
    private long _index;

    /// <param name="characters">What is read; owned by this reader.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="again">Opens the same file once more, where that is possible.</param>
    public JsonLinesReader(DecodingReader characters, string name, Func<Stream>? again)
        : base(name)
    {
        _lines = new(characters, MaxRowLength);
        _again = again;
    }

    public override RecordSchema Schema
    {
        get
        {
            try
            {
                return _schema ??= _again is null ? LookAhead() : Scan(_again);
            }
            catch (Exception e) when (InputFile.Explain(e, Name) is Exception explained)
            {
                throw explained;
            }
        }
    }

    private protected override IEnumerable<Record> ReadRows()
    {
        while (_ahead.TryDequeue(out Record? ahead))
            yield return ahead;
        while (Next() is Record record)
            yield return record;
    }

    private protected override void Dispose(bool disposing)
    {
        if (disposing)
            _lines.Dispose();
    }

    private Record? Next()
    {
        while (_lines.Next(out ReadOnlyMemory<char> line, out bool tooLong))
        {
            if (tooLong)
                return Bad($"the line has more than {MaxRowLength:N0} characters. Shorten it.");
            if (line.Span.Trim(" \t\r").IsEmpty)
                continue;
            (RecordSchema schema, RecordValue[] values, string? problem) = _parser.Parse(line);
            return new(schema, values, Name, _index++, _lines.Number, problem is null ? null : $"{Name}, line {_lines.Number}: {problem}");
        }

        return null;
    }

    private Record Bad(string problem) => new(new RecordSchema([]), [], Name, _index++, _lines.Number, $"{Name}, line {_lines.Number}: {problem}");

    private static RecordSchema Scan(Func<Stream> again)
    {
        var types = new ColumnTypes();
        using var reader = new JsonLinesReader(new DecodingReader(again()), "", null);
        while (reader.Next() is Record record)
        {
            types.Add(record.Schema, [.. record.Values]);
            LongRow.CollectAfter(record.Size);
        }

        return types.ToSchema();
    }

    private RecordSchema LookAhead()
    {
        var types = new ColumnTypes();
        for (long size = 0; _ahead.Count < LookAheadRows && size < LookAheadSize && Next() is Record record; size += record.Size)
        {
            types.Add(record.Schema, record.Values);
            _ahead.Enqueue(record);
        }

        return types.ToSchema();
    }
}
