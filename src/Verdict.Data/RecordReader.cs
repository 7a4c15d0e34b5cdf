using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Verdict.Data.Arrow;
using Verdict.Data.Delimited;
using Verdict.Data.Files;
using Verdict.Data.JsonLines;
using Verdict.Data.Parquet;

namespace Verdict.Data;

/// <summary>
/// Reads the rows of one file, in order, once. Memory is bounded by the longest row, which may
/// have 16 Mi characters, or by the largest row group or batch of a columnar file.
/// A bad row is handed out too, with <see cref="Record.Error"/> set, so that the caller can mark and count it.
/// For one thread at a time.
/// </summary>
public abstract class RecordReader : IDisposable
{
    /// <summary>The longest row in characters.</summary>
    internal const int MaxRowLength = 1 << 24;

    private bool _begun;
    private FileStream? _file;

    private protected RecordReader(string name) => Name = name;

    /// <summary>The file's path, or what the stream was called.</summary>
    public string Name { get; }

    /// <summary>
    /// The columns. A file of JSON lines is read once through to find them (its rows may have different ones);
    /// a stream of JSON lines is read ahead by at most 1,000 rows or 4 Mi characters.
    /// </summary>
    /// <exception cref="VerdictFormatException">The file's beginning is not what its format demands.</exception>
    public abstract RecordSchema Schema { get; }

    /// <summary>How much of the file has been read, from 0 to 1; null for a stream. May be asked from another thread.</summary>
    internal double? Fraction
    {
        get
        {
            try
            {
                return _file is { Length: > 0 } file ? (double)file.Position / file.Length : null;
            }
            catch (ObjectDisposedException)
            {
                return 1;
            }
        }
    }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="encoding">Its format; <see langword="null"/> (the default) takes it from the extension.</param>
    /// <exception cref="ArgumentException">The extension tells no format.</exception>
    /// <exception cref="VerdictFormatException">The file's beginning is not what its format demands.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RecordReader Open(string path, RecordEncoding? encoding = null)
    {
        RecordEncoding chosen = encoding ?? RecordEncoding.FromPath(path);
        FileStream file = InputFile.Open(path);
        RecordReader reader = Create(Compression.Decompress(file, chosen.Compression), path, chosen, () => Compression.Decompress(InputFile.Open(path), chosen.Compression));
        reader._file = file;
        return reader;
    }

    /// <summary>Reads a stream, such as standard input, which the reader then owns.</summary>
    /// <param name="stream">Where the bytes come from.</param>
    /// <param name="name">What messages call it, such as <c>standard input</c>.</param>
    /// <param name="encoding">Its format.</param>
    /// <exception cref="VerdictFormatException">The beginning is not what the format demands.</exception>
    public static RecordReader Open(Stream stream, string name, RecordEncoding encoding) =>
        Create(Compression.Decompress(stream, encoding.Compression), name, encoding, null);

    /// <summary>The rows. May be called once.</summary>
    /// <exception cref="VerdictFormatException">The file breaks off or cannot be read on; the message names the place.</exception>
    public IEnumerable<Record> Read()
    {
        if (_begun)
            throw new InvalidOperationException($"{Name} has been read already. Open it again.");
        _begun = true;
        return Guarded();
    }

    /// <summary>The rows, read ahead on a thread of their own by a bounded amount. May be called once.</summary>
    /// <exception cref="VerdictFormatException">The file breaks off or cannot be read on; the message names the place.</exception>
    public async IAsyncEnumerable<Record> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        const int Rows = 256;
        const long Size = 1 << 20;
        var channel = Channel.CreateBounded<List<Record>>(new BoundedChannelOptions(4) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task reading = Task.Run(() => ReadAheadAsync(channel.Writer, Rows, Size, stop.Token), CancellationToken.None);
        try
        {
            await foreach (List<Record> rows in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                foreach (Record row in rows)
                    yield return row;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected abstract IEnumerable<Record> ReadRows();

    private protected abstract void Dispose(bool disposing);

    private static RecordReader Create(Stream stream, string name, RecordEncoding encoding, Func<Stream>? again)
    {
        try
        {
            return encoding.Format switch
            {
                RecordFormat.Csv => new DelimitedReader(new DecodingReader(stream), name, null),
                RecordFormat.Tsv => new DelimitedReader(new DecodingReader(stream), name, '\t'),
                RecordFormat.JsonLines => new JsonLinesReader(new DecodingReader(stream), name, again),
                RecordFormat.Parquet => new ParquetRecordReader(stream, name),
                RecordFormat.Arrow or RecordFormat.ArrowStream => new ArrowRecordReader(stream, name),
                _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such format."),
            };
        }
        catch (Exception e)
        {
            stream.Dispose();
            if (InputFile.Explain(e, name) is Exception explained)
                throw explained;
            throw;
        }
    }

    /// <summary>The rows, with errors of the file underneath turned into ones that name it.</summary>
    private IEnumerable<Record> Guarded()
    {
        using IEnumerator<Record> rows = ReadRows().GetEnumerator();
        while (true)
        {
            try
            {
                if (!rows.MoveNext())
                    break;
            }
            catch (Exception e) when (InputFile.Explain(e, Name) is Exception explained)
            {
                throw explained;
            }

            yield return rows.Current;
        }
    }

    private async Task ReadAheadAsync(ChannelWriter<List<Record>> writer, int maxRows, long maxSize, CancellationToken cancellation)
    {
        try
        {
            List<Record> rows = [];
            long size = 0;
            foreach (Record row in Read())
            {
                rows.Add(row);
                size += row.Size;
                if (rows.Count < maxRows && size < maxSize)
                    continue;
                await writer.WriteAsync(rows, cancellation).ConfigureAwait(false);
                rows = [];
                size = 0;
            }

            await writer.WriteAsync(rows, cancellation).ConfigureAwait(false);
            writer.Complete();
        }
        catch (Exception e)
        {
            writer.TryComplete(e);
        }
    }
}
