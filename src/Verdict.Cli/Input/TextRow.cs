using Verdict.Data;

namespace Verdict.Cli.Input;

/// <summary>One text, or a pair, on its way to the model, with the row that it came from.</summary>
/// <param name="Text">The text; empty where the row is bad.</param>
/// <param name="Pair">The second text, or <see langword="null"/>.</param>
/// <param name="Record">The row of a file, or <see langword="null"/> where the text came alone.</param>
/// <param name="Error">Why there is no text, with its place; <see langword="null"/> for a good row.</param>
internal sealed record TextRow(string Text, string? Pair = null, Record? Record = null, string? Error = null)
{
    /// <summary>Takes the texts out of a file's row.</summary>
    public static TextRow Of(Record record, string textColumn, string? pairColumn)
    {
        string? problem = record.Error;
        string text = Take(record, textColumn, ref problem);
        string? pair = pairColumn is null ? null : Take(record, pairColumn, ref problem);
        return new TextRow(text, pair, record, problem);
    }

    private static string Take(Record record, string column, ref string? problem)
    {
        RecordValue value = record[column];
        switch (value.Kind)
        {
            case RecordKind.Text:
                return value.AsText();
            case RecordKind.Null:
                problem ??= $"{record.Place}: there is no text in column '{column}'.";
                return "";
            default:
                problem ??= $"{record.Place}: column '{column}' holds {value.Kind}, not text.";
                return "";
        }
    }
}
