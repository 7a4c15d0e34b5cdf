using System.Diagnostics;

namespace Verdict.Data.Bulk;

/// <summary>Asks the model about the good rows of a window; marks the others.</summary>
internal sealed class WindowScorer(BulkScorer scorer, string textColumn, string? pairColumn)
{
    private readonly Stopwatch _busy = new();
    private readonly List<TextPair> _pairs = [];
    private readonly List<int> _rows = [];

    /// <summary>How long the model has been at work.</summary>
    public TimeSpan Busy => _busy.Elapsed;

    public void Score(Window window)
    {
        int count = window.Records.Count;
        (window.Predictions, window.Errors) = (new Prediction?[count], new string?[count]);
        _pairs.Clear();
        _rows.Clear();
        for (int i = 0; i < count; i++)
        {
            Record record = window.Records[i];
            string? first = null, second = "";
            string? problem = record.Error ?? Text(record, textColumn, out first) ?? (pairColumn is null ? null : Text(record, pairColumn, out second));
            window.Errors[i] = problem;
            if (problem is not null)
                continue;
            _pairs.Add(new(first!, second!));
            _rows.Add(i);
        }

        _busy.Start();
        Score(window, 0, _rows.Count);
        _busy.Stop();
    }

    private static string? Text(Record record, string column, out string? text)
    {
        RecordValue value = record[column];
        text = value.Kind == RecordKind.Text ? value.AsText() : null;
        return value.Kind switch
        {
            RecordKind.Text => null,
            RecordKind.Null => $"{record.Place}: there is no value in column '{column}'.",
            _ => $"{record.Place}: column '{column}' holds {value.Kind}, not text.",
        };
    }

    /// <summary>Scores a range of the good rows. Where one text is too long, halves find it: which halves depends on the rows alone.</summary>
    private void Score(Window window, int start, int count)
    {
        if (count == 0)
            return;
        IReadOnlyList<Prediction> predictions;
        try
        {
            predictions = pairColumn is null
                ? scorer.Score([.. _pairs.GetRange(start, count).Select(pair => pair.First)])
                : scorer.Score(_pairs.GetRange(start, count));
        }
        catch (TextTooLongException e) when (count == 1)
        {
            window.Errors[_rows[start]] = $"{window.Records[_rows[start]].Place}: the text has {e.TokenCount} tokens, more than the {e.MaxLength} that are read.";
            return;
        }
        catch (TextTooLongException)
        {
            Score(window, start, count / 2);
            Score(window, start + (count / 2), count - (count / 2));
            return;
        }

        if (predictions.Count != count)
            throw new InvalidOperationException($"The model gave {predictions.Count} predictions for {count} texts.");
        for (int i = 0; i < count; i++)
            window.Predictions[_rows[start + i]] = predictions[i];
    }
}
