using Verdict.Data.Arrow;
using Verdict.Data.Delimited;
using Verdict.Data.Files;
using Verdict.Data.JsonLines;
using Verdict.Data.Parquet;

namespace Verdict.Data;

/// <summary>
/// Writes rows to one file, in order. The file appears under its name only when <see cref="Complete"/> has flushed it to
/// the disk; disposing without that leaves what was there before. For one thread at a time.
/// </summary>
public abstract class RecordWriter : IDisposable
{
    private OutputFile? _file;
    private RecordSchema? _lastSchema;
    private int[] _map = [];
    private bool _completed;

    private protected RecordWriter(RecordSchema schema) => Schema = schema;

    /// <summary>The columns of the file. JSON lines do not need them: each row is written with its own.</summary>
    public RecordSchema Schema { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is to stand; an existing file is replaced on completion.</param>
    /// <param name="schema">Its columns.</param>
    /// <param name="encoding">Its format; <see langword="null"/> (the default) takes it from the extension.</param>
    /// <exception cref="ArgumentException">The extension tells no format.</exception>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    public static RecordWriter Create(string path, RecordSchema schema, RecordEncoding? encoding = null) =>
        Create(path, schema, encoding ?? RecordEncoding.FromPath(path), header: true, null);

    /// <summary>Begins a file, with or without a header, and with something put around its stream.</summary>
    internal static RecordWriter Create(string path, RecordSchema schema, RecordEncoding encoding, bool header, Func<Stream, Stream>? wrap)
    {
        OutputFile file = OutputFile.Create(path, wrap);
        try
        {
            RecordWriter writer = Create(new UnownedStream(file.Stream), schema, encoding, header);
            writer._file = file;
            return writer;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes to a stream, such as standard output, which the writer then owns.</summary>
    public static RecordWriter Create(Stream stream, RecordSchema schema, RecordEncoding encoding) => Create(stream, schema, encoding, header: true);

    /// <summary>Writes a row. Its values are put under the columns of the same name; columns that the row lacks become null.</summary>
    /// <exception cref="VerdictFormatException">The row has a column that the file has not.</exception>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    public void Write(Record record)
    {
        ArgumentNullException.ThrowIfNull(record);
        Guard(record, static (writer, record) => writer.WriteValues(writer.Fit(record!)));
    }

    /// <summary>Ends the file, flushes it to the disk and puts it in its place.</summary>
    /// <exception cref="IOException">The place cannot be written to.</exception>
    public void Complete()
    {
        if (_completed)
            return;
        Guard(null, static (writer, _) => writer.Finish());
        _completed = true;
        _file?.Commit();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_completed)
        {
            try
            {
                Dispose(true);
            }
            catch (IOException)
            {
                // Nothing of what was not completed is kept.
            }
        }

        _file?.Dispose();
        GC.SuppressFinalize(this);
    }

    internal static RecordWriter Create(Stream stream, RecordSchema schema, RecordEncoding encoding, bool header)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Stream target = Compression.Compress(stream, encoding.Compression);
        return encoding.Format switch
        {
            RecordFormat.Csv => new DelimitedWriter(target, schema, ',', header),
            RecordFormat.Tsv => new DelimitedWriter(target, schema, '\t', header),
            RecordFormat.JsonLines => new JsonLinesWriter(target, schema),
            RecordFormat.Parquet => new ParquetRecordWriter(target, schema),
            RecordFormat.Arrow => new ArrowRecordWriter(target, schema, asFile: true),
            RecordFormat.ArrowStream => new ArrowRecordWriter(target, schema, asFile: false),
            _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such format."),
        };
    }

    private protected abstract void WriteValues(Record record);

    /// <summary>Writes what is left and closes the stream.</summary>
    private protected abstract void Finish();

    private protected abstract void Dispose(bool disposing);

    /// <summary>The row with exactly this file's columns.</summary>
    private protected virtual Record Fit(Record record)
    {
        if (ReferenceEquals(record.Schema, Schema))
            return record;
        if (!ReferenceEquals(record.Schema, _lastSchema))
        {
            foreach (RecordColumn column in record.Schema.Columns)
            {
                if (Schema.IndexOf(column.Name) < 0)
                    throw new VerdictFormatException(record.File, record.Line > 0 ? $"line {record.Line}" : $"row {record.Index + 1}", $"the row has a column '{column.Name}' that the output has not. Write JSON lines, or read from a file, whose columns are all known beforehand.");
            }

            _map = [.. Schema.Columns.Select(column => record.Schema.IndexOf(column.Name))];
            _lastSchema = record.Schema;
        }

        var values = new RecordValue[_map.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = _map[i] < 0 ? default : record.Values[_map[i]];
        return record.With(Schema, values);
    }

    private void Guard(Record? record, Action<RecordWriter, Record?> action)
    {
        try
        {
            action(this, record);
        }
        catch (IOException e) when (_file is not null)
        {
            throw OutputFile.Unwritable(_file.Path, e);
        }
    }
}
