namespace Verdict.Data.Bulk;

/// <summary>All inputs of a job as one sequence of rows.</summary>
internal sealed class JobInput
{
    private readonly IReadOnlyList<string> _files;
    private readonly RecordEncoding? _encoding;
    private readonly RecordReader? _pipe;
    private volatile RecordReader? _current;
    private int _done;

    private JobInput(IReadOnlyList<string> files, RecordEncoding? encoding, RecordReader? pipe, RecordSchema schema)
    {
        _files = files;
        _encoding = encoding;
        _pipe = pipe;
        Schema = schema;
    }

    /// <summary>The columns of all inputs together.</summary>
    public RecordSchema Schema { get; }

    /// <summary>How much has been read, from 0 to 1; null for a pipe.</summary>
    public double? Fraction => _pipe is null ? Math.Min(1, (_done + (_current?.Fraction ?? 0)) / Math.Max(1, _files.Count)) : null;

    public static JobInput Open(BulkJobOptions options, IReadOnlyList<string> files)
    {
        if (options.Inputs is ["-"])
        {
            RecordReader pipe = RecordReader.Open(Console.OpenStandardInput(), "standard input", options.InputEncoding!.Value);
            return new([], null, pipe, Checked(options, pipe.Schema));
        }

        List<RecordColumn> columns = [];
        var sources = new Dictionary<string, (int Index, string File)>(StringComparer.Ordinal);
        foreach (string file in files)
        {
            using RecordReader reader = RecordReader.Open(file, options.InputEncoding);
            foreach (RecordColumn column in reader.Schema.Columns)
            {
                if (sources.TryAdd(column.Name, (columns.Count, file)))
                    columns.Add(column);
                else
                    columns[sources[column.Name].Index] = Common(columns[sources[column.Name].Index], column, sources[column.Name].File, file);
            }
        }

        return new(files, options.InputEncoding, null, Checked(options, new(columns)));
    }

    /// <summary>The rows, in the order of the files.</summary>
    public IEnumerable<Record> Read()
    {
        if (_pipe is not null)
        {
            using (_pipe)
            {
                foreach (Record record in _pipe.Read())
                    yield return record;
            }

            yield break;
        }

        foreach (string file in _files)
        {
            using RecordReader reader = RecordReader.Open(file, _encoding);
            _current = reader;
            foreach (Record record in reader.Read())
                yield return record;
            _current = null;
            _done++;
        }
    }

    /// <summary>One type for a column that stands in several files: JSON holds whatever JSON lines differ in.</summary>
    private static RecordColumn Common(RecordColumn first, RecordColumn second, string firstFile, string secondFile)
    {
        if (first.Type == second.Type)
            return first;
        bool json = IsFromJson(first.Type) && IsFromJson(second.Type);
        return json
            ? first with { Type = RecordType.Json }
            : throw new ArgumentException($"Column '{first.Name}' is {first.Type} in {firstFile} and {second.Type} in {secondFile}. Bring the files into one form, or do a job for each.");
    }

    private static bool IsFromJson(RecordType type) => type.Kind is RecordKind.Text or RecordKind.Json or RecordKind.Boolean or RecordKind.Int64 or RecordKind.Float64;

    private static RecordSchema Checked(BulkJobOptions options, RecordSchema schema)
    {
        foreach (string kept in options.Columns ?? [])
            schema.Require(kept);
        foreach (string? name in (string?[])[options.TextColumn, options.PairColumn])
        {
            if (name is null)
                continue;
            RecordType type = schema.Columns[schema.Require(name)].Type;
            if (type.Kind is not (RecordKind.Text or RecordKind.Json or RecordKind.Null))
                throw new ArgumentException($"Column '{name}' holds {type}, not text. Name a column with text.", nameof(options));
        }

        return schema;
    }
}
