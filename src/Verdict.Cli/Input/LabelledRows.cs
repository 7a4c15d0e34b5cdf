using Verdict.Cli.Errors;
using Verdict.Data;

namespace Verdict.Cli.Input;

/// <summary>Rows with their texts and true labels, all in memory, as an evaluation needs them.</summary>
internal sealed class LabelledRows
{
    private readonly List<TextRow> _rows = [];
    private readonly List<string[]> _labels = [];

    /// <summary>The good rows.</summary>
    public IReadOnlyList<TextRow> Rows => _rows;

    /// <summary>Rows that had no text.</summary>
    public long Marked { get; private set; }

    /// <summary>What was wrong with the first of them.</summary>
    public string? FirstError { get; private set; }

    /// <summary>Reads a file to its end.</summary>
    /// <param name="input">The file's texts.</param>
    /// <param name="labelColumn">The column that holds the true label, or several with <c>|</c> between them.</param>
    /// <param name="map">What values of that column mean; a value that is not in it is a label itself.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<LabelledRows> ReadAsync(TextInput input, string labelColumn, IReadOnlyDictionary<string, string> map, CancellationToken cancellation)
    {
        var rows = new LabelledRows();
        await foreach (TextRow row in input.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (row.Error is not null)
            {
                rows.Marked++;
                rows.FirstError ??= row.Error;
                continue;
            }

            string[] values = row.Record![labelColumn].ToText().Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            rows._rows.Add(row);
            rows._labels.Add([.. values.Select(value => map.GetValueOrDefault(value, value))]);
        }

        return rows;
    }

    /// <summary>The one true label of each row, as an index into a model's labels.</summary>
    /// <exception cref="CommandException">A row has no label, several, or one that the model does not have.</exception>
    public int[] Single(IReadOnlyList<string> modelLabels)
    {
        int[] truth = new int[_rows.Count];
        for (int i = 0; i < truth.Length; i++)
        {
            if (_labels[i] is not [var label])
                throw new CommandException(ExitCode.Data, $"{_rows[i].Record!.Place}: there {(_labels[i].Length == 0 ? "is no label" : "are several labels")}, but the model gives exactly one. Check --label.");
            truth[i] = IndexOf(label, modelLabels, _rows[i].Record!);
        }

        return truth;
    }

    /// <summary>Whether each of a model's labels is true of each row. <c>[rowCount, labelCount]</c>.</summary>
    /// <exception cref="CommandException">A row has a label that the model does not have.</exception>
    public bool[] Multi(IReadOnlyList<string> modelLabels)
    {
        bool[] truth = new bool[_rows.Count * modelLabels.Count];
        for (int i = 0; i < _rows.Count; i++)
        {
            foreach (string label in _labels[i])
                truth[(i * modelLabels.Count) + IndexOf(label, modelLabels, _rows[i].Record!)] = true;
        }

        return truth;
    }

    private static int IndexOf(string label, IReadOnlyList<string> labels, Record row)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
                return i;
        }

        throw new CommandException(
            ExitCode.Data, $"{row.Place}: the label is '{label}', but the model's labels are {string.Join(", ", labels)}. Say what it means, as in --map {label}={labels[0]}.");
    }
}
