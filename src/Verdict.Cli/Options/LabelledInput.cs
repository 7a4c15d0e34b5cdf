using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Input;
using Verdict.Cli.Terminal;

namespace Verdict.Cli.Options;

/// <summary>Rows with known labels, as a user names them.</summary>
internal sealed class LabelledInput
{
    private readonly TextInputOptions _input;
    private readonly Option<string?> _label = new("--label") { HelpName = "COLUMN", Description = "The column that holds the true label; several have commas between them." };
    private readonly Option<string[]> _map = new("--map") { HelpName = "VALUE=LABEL,…", Description = "What the column's values mean, as in 0=neg,1=pos." };

    /// <param name="required">Whether the verb cannot do without.</param>
    /// <param name="inputName">What the option that names the file is called.</param>
    public LabelledInput(bool required, string inputName = "--input")
    {
        _label.Required = required;
        _input = new TextInputOptions(takesTexts: false, inputName);
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        _input.AddTo(command);
        command.Add(_label);
        command.Add(_map);
    }

    /// <summary>Whether the user names rows.</summary>
    public bool IsAskedFor(ParseResult parsed) => _input.AsksForRecords(parsed) || parsed.GetValue(_label) is not null;

    /// <summary>Reads all rows.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="columns">Further columns that must be there.</param>
    /// <param name="streams">For standard input.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandException">The options contradict each other, or there is no row with a text.</exception>
    public async Task<LabelledRows> ReadAsync(ParseResult parsed, IReadOnlyList<string> columns, Streams streams, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> map = LabelMap.Parse(parsed.GetValue(_map) ?? []);
        using TextInput input = _input.Open(parsed, streams);
        string label = parsed.GetValue(_label) ?? throw new CommandException(ExitCode.Usage, "which column holds the true label? Say --label COLUMN.");
        foreach (string column in columns.Prepend(label))
            input.Records!.Schema.Require(column);
        LabelledRows rows = await LabelledRows.ReadAsync(input, label, map, cancellation).ConfigureAwait(false);
        return rows.Rows.Count > 0
            ? rows
            : throw new CommandException(ExitCode.Data, $"{rows.Name}: there is no row with a text, so there is nothing to evaluate.");
    }
}
