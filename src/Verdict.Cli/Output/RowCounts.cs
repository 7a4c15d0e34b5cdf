using Verdict.Cli.Input;

namespace Verdict.Cli.Output;

/// <summary>Counts rows on their way out, and marks those without an answer. Written by one thread, read by any.</summary>
/// <param name="refuseLong">Whether a text that was cut gets an error instead of its label.</param>
internal sealed class RowCounts(bool refuseLong)
{
    private long _rows;

    /// <summary>All rows so far.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>Rows whose end was not read.</summary>
    public long Truncated { get; private set; }

    /// <summary>Rows with an error.</summary>
    public long Marked { get; private set; }

    /// <summary>The first error.</summary>
    public string? FirstError { get; private set; }

    /// <summary>Writes one row.</summary>
    public void Write(IResultWriter results, TextRow row, Prediction prediction)
    {
        long index = _rows + 1;
        if ((row.Error ?? TooLong(row, prediction, index)) is { } error)
        {
            Marked++;
            FirstError ??= error;
            results.WriteError(row, error);
        }
        else
        {
            Truncated += prediction.Truncated ? 1 : 0;
            results.Write(row, prediction);
        }

        Volatile.Write(ref _rows, index);
    }

    private string? TooLong(TextRow row, Prediction prediction, long number) => refuseLong && prediction.Truncated
        ? $"{row.Record?.Place ?? $"text {number}"}: longer than the {prediction.TokenCount} tokens that are read. Shorten it, or take --max-length-policy truncate or windows."
        : null;
}
