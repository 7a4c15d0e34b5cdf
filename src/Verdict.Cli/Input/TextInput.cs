using System.Runtime.CompilerServices;
using Verdict.Data;

namespace Verdict.Cli.Input;

/// <summary>The texts that a command works on: from its arguments, from lines, or from a column of a file.</summary>
internal sealed class TextInput : IDisposable
{
    private readonly Func<CancellationToken, IAsyncEnumerable<TextRow>> _read;

    private TextInput(RecordReader? records, bool pairs, Func<CancellationToken, IAsyncEnumerable<TextRow>> read)
    {
        Records = records;
        HasPairs = pairs;
        _read = read;
    }

    /// <summary>The file's reader, or <see langword="null"/> where the texts come alone.</summary>
    public RecordReader? Records { get; }

    /// <summary>Whether every row has two texts.</summary>
    public bool HasPairs { get; }

    /// <summary>Texts that are at hand.</summary>
    public static TextInput Of(IReadOnlyList<string> texts) => new(null, false, _ => texts.Select(text => new TextRow(text)).ToAsyncEnumerable());

    /// <summary>A text a line.</summary>
    public static TextInput OfLines(Stream lines) => new(null, false, cancellation => OfLinesAsync(lines, cancellation));

    /// <summary>A column of a file, or two. Takes the reader over.</summary>
    /// <exception cref="ArgumentException">The file has no such column; the message lists those that exist.</exception>
    public static TextInput Of(RecordReader records, string textColumn, string? pairColumn)
    {
        try
        {
            records.Schema.Require(textColumn);
            if (pairColumn is not null)
                records.Schema.Require(pairColumn);
            return new(records, pairColumn is not null, cancellation => OfRecordsAsync(records, textColumn, pairColumn, cancellation));
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    /// <summary>The rows, once.</summary>
    public IAsyncEnumerable<TextRow> ReadAsync(CancellationToken cancellation) => _read(cancellation);

    /// <inheritdoc/>
    public void Dispose() => Records?.Dispose();

    private static async IAsyncEnumerable<TextRow> OfLinesAsync(Stream lines, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (string line in TextLines.ReadAsync(lines, cancellation).ConfigureAwait(false))
            yield return new TextRow(line);
    }

    private static async IAsyncEnumerable<TextRow> OfRecordsAsync(
        RecordReader records, string textColumn, string? pairColumn, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (Record record in records.ReadAsync(cancellation).ConfigureAwait(false))
            yield return TextRow.Of(record, textColumn, pairColumn);
    }
}
