using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Input;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Reports;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict card</c>: a model card from a model and, where labelled rows are given, an evaluation.</summary>
internal sealed class CardVerb
{
    private readonly Option<string?> _model = ModelOption.Create();
    private readonly Option<string> _name = new("--name") { HelpName = "NAME", Required = true, Description = "The model's name, as one would load it." };
    private readonly Option<string> _language = new("--language") { HelpName = "CODE", Required = true, Description = "The language's code, such as fr; xx for several." };
    private readonly Option<string?> _author = new("--author") { HelpName = "NAME", Description = "Who made it." };
    private readonly Option<string?> _licence = new("--license") { HelpName = "NAME", Description = "Its licence." };
    private readonly Option<string?> _description = new("--description") { HelpName = "TEXT", Description = "What it is for and where it fails." };
    private readonly Option<string[]> _source = new("--data-source") { HelpName = "TEXT", Description = "What it was trained on; may be repeated." };
    private readonly Option<string?> _example = new("--example") { HelpName = "TEXT", Description = "A text to try; the card shows what the model says." };
    private readonly Option<string?> _output = new("--output", "-o") { HelpName = "FILE", Description = "Where to write. Default: standard output." };
    private readonly LabelledInput _labelled = new(required: false);
    private readonly ClassifierOptionSet _options = new();
    private readonly Streams _streams;

    private CardVerb(Streams streams) => _streams = streams;

    public static Command Create(Streams streams)
    {
        var verb = new CardVerb(streams);
        var command = new VerbCommand(
            "card",
            "Writes a model card in the form of Spark NLP's own.",
            "verdict card -m my-model --name my_film_classifier --language fr -o card.md",
            "verdict card --name reviews --language fr -i test.csv --text review --label polarity --map 0=neg,1=pos");
        foreach (Option option in new Option[] { verb._model, verb._name, verb._language, verb._author, verb._licence, verb._description, verb._source, verb._example, verb._output })
            command.Add(option);
        verb._labelled.AddTo(command);
        verb._options.AddTo(command, withChoice: false);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        LabelledRows? rows = _labelled.IsAskedFor(parsed) ? await _labelled.ReadAsync(parsed, [], _streams, cancellation).ConfigureAwait(false) : null;
        using TextClassifier classifier = await ModelOption.OpenAsync(parsed.GetValue(_model), _options.Read(parsed), _streams, cancellation).ConfigureAwait(false);
        Evaluation? evaluation = rows is null
            ? null
            : Evaluation.Compute(await Scoring.EvaluateAsync(classifier, rows, [], _streams, cancellation).ConfigureAwait(false));
        var details = new ModelCardDetails
        {
            Name = parsed.GetRequiredValue(_name),
            Language = parsed.GetRequiredValue(_language),
            Author = parsed.GetValue(_author),
            License = parsed.GetValue(_licence),
            Description = parsed.GetValue(_description),
            DataSources = parsed.GetValue(_source) ?? [],
            EvaluationData = rows?.Name,
        };
        if (parsed.GetValue(_example) is { } example)
            details = details with { Example = example, ExampleResult = classifier.Classify(example) };
        if (parsed.GetValue(_output) is { } path)
            ModelCard.Save(path, classifier.Model, details, evaluation);
        else
            _streams.Output.Line(ModelCard.Write(classifier.Model, details, evaluation).TrimEnd('\n'));
        if (rows is not { Marked: > 0 })
            return ExitCode.Success;
        _streams.Error.WriteLine($"verdict: {rows.Marked} rows have no text and were left out. The first: {ErrorLine.OneLine(rows.FirstError!)}");
        return ExitCode.MarkedRows;
    }
}
