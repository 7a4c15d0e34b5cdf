using Verdict.Cli.Errors;
using Verdict.Data;

namespace Verdict.Cli.Input;

/// <summary>Rows with their texts and true labels, all in memory, as an evaluation needs them.</summary>
internal sealed class LabelledRows
{
    private readonly List<TextRow> _rows = [];
    private readonly List<string> _labels = [];
    private readonly IReadOnlyDictionary<string, string> _map;

    private LabelledRows(string name, IReadOnlyDictionary<string, string> map)
    {
        Name = name;
        _map = map;
    }

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>The good rows.</summary>
    public IReadOnlyList<TextRow> Rows => _rows;

    /// <summary>Rows that had no text.</summary>
    public long Marked { get; private set; }

    /// <summary>What was wrong with the first of them.</summary>
    public string? FirstError { get; private set; }

    /// <summary>Reads a file to its end.</summary>
    /// <param name="input">The file's texts.</param>
    /// <param name="labelColumn">The column that holds the true label, or several with commas between them.</param>
    /// <param name="map">What values of that column mean; a value that is not in it is a label itself.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<LabelledRows> ReadAsync(TextInput input, string labelColumn, IReadOnlyDictionary<string, string> map, CancellationToken cancellation)
    {
        var rows = new LabelledRows(input.Records!.Name, map);
        await foreach (TextRow row in input.ReadAsync(cancellation).ConfigureAwait(false))
        {
            if (row.Error is not null)
            {
                rows.Marked++;
                rows.FirstError ??= row.Error;
                continue;
            }

            rows._rows.Add(row);
            rows._labels.Add(row.Record![labelColumn].ToText().Trim());
        }

        return rows;
    }

    /// <summary>The one true label of each row, as an index into a model's labels.</summary>
    /// <exception cref="CommandException">A row has no label, or one that the model does not have.</exception>
    public int[] Single(IReadOnlyList<string> modelLabels)
    {
        int[] truth = new int[_rows.Count];
        for (int i = 0; i < truth.Length; i++)
        {
            if (_labels[i].Length == 0)
                throw new CommandException(ExitCode.Data, $"{_rows[i].Record!.Place}: there is no label, but the model gives exactly one. Check --label.");
            truth[i] = IndexOf(_labels[i], modelLabels, _rows[i].Record!);
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
            foreach (string label in _labels[i].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                truth[(i * modelLabels.Count) + IndexOf(label, modelLabels, _rows[i].Record!)] = true;
        }

        return truth;
    }

    private int IndexOf(string value, IReadOnlyList<string> labels, Record row)
    {
        string label = _map.GetValueOrDefault(value, value);
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
                return i;
        }

        throw new CommandException(
            ExitCode.Data, $"{row.Place}: the label is '{label}', but the model's labels are {string.Join(", ", labels)}. Say what it means, as in --map {label}={labels[0]}.");
    }
}
