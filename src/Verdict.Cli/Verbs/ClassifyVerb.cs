using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Input;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict classify</c>: texts in, labels out.</summary>
internal sealed class ClassifyVerb
{
    private readonly Argument<string[]> _texts = new("TEXT") { Arity = ArgumentArity.ZeroOrMore, Description = "Texts to classify. Default: the lines of standard input." };
    private readonly Option<string?> _model = ModelOption.Create();
    private readonly ClassifierOptionSet _options = new();
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Streams _streams;

    private ClassifyVerb(Streams streams) => _streams = streams;

    public static Command Create(Streams streams)
    {
        var verb = new ClassifyVerb(streams);
        var command = new VerbCommand(
            "classify",
            "Says which label each text deserves.",
            "verdict classify \"j'ai bien aime le film harry potter!\"",
            "verdict classify --top-k 2 \"un chef-d'œuvre\" \"quel ennui\"",
            "verdict classify --json < reviews.txt",
            "verdict classify -m my-model --max-length-policy windows \"a very long text\"") { verb._texts, verb._model, verb._json };
        verb._options.AddTo(command);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] texts = parsed.GetValue(_texts) ?? [];
        if (texts.Length == 0 && _streams.Input is null)
            throw new CommandException(ExitCode.Usage, "there is nothing to classify. Give a text, as in verdict classify \"j'ai aimé\", or lines on standard input.");
        using TextClassifier classifier = ModelOption.Open(parsed.GetValue(_model), _options.Read(parsed));
        IAsyncEnumerable<string> source = texts.Length > 0 ? texts.ToAsyncEnumerable() : TextLines.ReadAsync(_streams.Input!, cancellation);
        bool several = _options.AsksForSeveral(parsed) || classifier.Model is { Activation: Labels.Activation.Sigmoid, Labels.Count: > 1 };
        return await WriteAsync(classifier, source, parsed.GetValue(_json), several, cancellation).ConfigureAwait(false);
    }

    private async Task<int> WriteAsync(TextClassifier classifier, IAsyncEnumerable<string> texts, bool json, bool several, CancellationToken cancellation)
    {
        int labelWidth = classifier.Model.Labels.Max(label => label.Length);
        long truncated = 0;
        await foreach ((string text, Prediction prediction) in classifier.ClassifyAsync(texts, text => text, cancellation).FlushedWhenIdle(_streams.Output, cancellation).ConfigureAwait(false))
        {
            if (json)
                _streams.Output.Object((text, prediction, several), static (json, line) => PredictionLine.Write(json, line.text, null, line.prediction, line.several));
            else
                _streams.Output.Line(PredictionLine.Plain(prediction, labelWidth, several));
            truncated += prediction.Truncated ? 1 : 0;
        }

        _streams.Output.Flush();
        if (truncated > 0 && !json)
            _streams.Error.WriteLine($"verdict: {truncated} of the texts {(truncated == 1 ? "was" : "were")} longer than the model reads, and the end was not looked at. --max-length-policy windows reads all.");
        return ExitCode.Success;
    }
}
