using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Input;
using Verdict.Cli.Terminal;
using Verdict.Data;

namespace Verdict.Cli.Options;

/// <summary>Where a verb's texts come from, as a user says it.</summary>
internal sealed class TextInputOptions
{
    private const string InputDescription = "A file with a text a row: CSV, TSV, JSONL (also .gz, .zst), Parquet or Arrow; - for standard input.";
    private const string TextsAndFile = "there are texts as well as a file. Give one of them; a text that begins with a dash needs -- before it.";

    private readonly Argument<string[]> _texts = new("TEXT") { Arity = ArgumentArity.ZeroOrMore, Description = "Texts. Default: the lines of standard input." };
    private readonly Option<string[]> _input;
    private readonly Option<string?> _text = new("--text") { HelpName = "COLUMN", Description = "The column that holds the text." };
    private readonly Option<string?> _pair = new("--pair") { HelpName = "COLUMN", Description = "The column that holds the second text, for models of pairs." };
    private readonly Option<string?> _format = new("--format")
    {
        HelpName = "csv|tsv|jsonl|parquet|arrow|…",
        Description = "The input's format where its name does not tell it. Default for standard input: jsonl.",
    };

    private readonly bool _takesTexts;

    /// <param name="takesTexts">Whether texts may also stand on the command line or come a line each.</param>
    /// <param name="inputName">What the option that names the file is called; <c>--input</c> has <c>-i</c> too.</param>
    public TextInputOptions(bool takesTexts = true, string inputName = "--input")
    {
        _input = new(inputName, inputName == "--input" ? ["-i"] : []) { HelpName = "FILE", Description = InputDescription };
        _takesTexts = takesTexts;
        _format.CompletionSources.Add("csv", "tsv", "jsonl", "parquet", "arrow");
    }

    /// <summary>Adds the argument and the options to a verb.</summary>
    public void AddTo(Command command)
    {
        if (_takesTexts)
            command.Add(_texts);
        foreach (Option option in new Option[] { _input, _text, _pair, _format })
            command.Add(option);
    }

    /// <summary>Whether rows of a file come in, rather than texts alone.</summary>
    public bool AsksForRecords(ParseResult parsed) => Inputs(parsed).Length > 0 || parsed.GetValue(_text) is not null;

    /// <summary>The files, folders and patterns that the user named.</summary>
    public string[] Inputs(ParseResult parsed) => parsed.GetValue(_input) ?? [];

    /// <summary>What a bulk job is to read.</summary>
    /// <exception cref="CommandException">There are texts as well as files, or no column is named.</exception>
    public (IReadOnlyList<string> Inputs, string Text, string? Pair, RecordEncoding? Encoding) ForJob(ParseResult parsed)
    {
        if ((parsed.GetValue(_texts) ?? []).Length > 0)
            throw new CommandException(ExitCode.Usage, TextsAndFile);
        string[] inputs = Inputs(parsed) is { Length: > 0 } named ? named : ["-"];
        string column = parsed.GetValue(_text) ?? throw NoColumn(inputs is [var one] && File.Exists(one) ? ColumnsOf(parsed, one) : null);
        RecordEncoding? encoding = EncodingOf(parsed);
        return (inputs, column, parsed.GetValue(_pair), inputs is ["-"] ? encoding ?? new RecordEncoding(RecordFormat.JsonLines) : encoding);
    }

    /// <summary>Opens what the user named.</summary>
    /// <exception cref="CommandException">The options contradict each other, or there is nothing to read.</exception>
    public TextInput Open(ParseResult parsed, Streams streams)
    {
        string[] texts = _takesTexts ? parsed.GetValue(_texts) ?? [] : [];
        if (AsksForRecords(parsed))
        {
            if (texts.Length > 0)
                throw new CommandException(ExitCode.Usage, TextsAndFile);
            return OpenRecords(parsed, streams);
        }

        if (!_takesTexts)
            throw new CommandException(ExitCode.Usage, "which file? Say -i FILE --text COLUMN.");
        if (parsed.GetValue(_pair) is not null || parsed.GetValue(_format) is not null)
            throw new CommandException(ExitCode.Usage, "--pair and --format belong to a file. Say -i FILE --text COLUMN too.");
        if (texts.Length > 0)
            return TextInput.Of(texts);
        return TextInput.OfLines(streams.Input ?? throw new CommandException(
            ExitCode.Usage, $"there is no text. Give one, as in verdict {parsed.CommandResult.Command.Name} \"j'ai aimé\", or lines on standard input, or -i FILE --text COLUMN."));
    }

    private TextInput OpenRecords(ParseResult parsed, Streams streams)
    {
        RecordReader reader = OpenReader(parsed, streams);
        try
        {
            string column = parsed.GetValue(_text) ?? throw NoColumn(reader.Schema);
            return TextInput.Of(reader, column, parsed.GetValue(_pair));
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    private RecordReader OpenReader(ParseResult parsed, Streams streams)
    {
        string[] inputs = Inputs(parsed);
        if (inputs.Length > 1 || (inputs is [var folder] && folder != "-" && !File.Exists(folder) && (Directory.Exists(folder) || folder.Contains('*', StringComparison.Ordinal))))
            throw new CommandException(ExitCode.Usage, "several files go into one with -o FILE. Say where, or name one file.");
        if (inputs is [var path] && path != "-")
            return RecordReader.Open(path, EncodingOf(parsed));
        Stream input = streams.Input ?? throw new CommandException(ExitCode.Usage, "standard input is a terminal. Name a file with -i FILE, or send rows through a pipe.");
        return RecordReader.Open(input, "standard input", EncodingOf(parsed) ?? new RecordEncoding(RecordFormat.JsonLines));
    }

    private RecordEncoding? EncodingOf(ParseResult parsed) => parsed.GetValue(_format) is { } format ? RecordEncoding.Parse(format) : null;

    private RecordSchema ColumnsOf(ParseResult parsed, string path)
    {
        using RecordReader reader = RecordReader.Open(path, EncodingOf(parsed));
        return reader.Schema;
    }

    private static CommandException NoColumn(RecordSchema? schema) => new(
        ExitCode.Usage,
        "which column holds the text? Say --text COLUMN." + (schema is null ? "" : $" The columns are: {string.Join(", ", schema.Columns.Select(c => $"'{c.Name}'"))}."));
}
