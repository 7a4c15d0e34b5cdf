using System.CommandLine;
using System.Diagnostics;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Input;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;
using Verdict.Labels;
using Verdict.Reports;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict classify</c>: texts in, labels out.</summary>
internal sealed class ClassifyVerb
{
    private readonly TextInputOptions _input = new();
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write the input's rows with label, score, score_LABEL…, truncated and error behind. CSV, TSV or JSONL by its name.",
    };
    private readonly Option<string?> _model = ModelOption.Create();
    private readonly ClassifierOptionSet _options = new();
    private readonly Option<string?> _calibration = CalibrationOptionSet.Apply();
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
            "verdict classify -i reviews.csv --text review -o labelled.csv",
            "zcat reviews.jsonl.gz | verdict classify --text body --json");
        verb._input.AddTo(command);
        command.Add(verb._output);
        command.Add(verb._model);
        command.Add(verb._json);
        command.Add(verb._calibration);
        verb._options.AddTo(command);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(_output) is not null && !_input.AsksForRecords(parsed))
            throw new CommandException(ExitCode.Usage, "-o writes the rows of a file. Say -i FILE --text COLUMN too.");
        using TextInput input = _input.Open(parsed, _streams);
        ClassifierOptions options = _options.Read(parsed);

        // One text too long must not end a job: it is read as far as it goes, and its row is marked.
        bool refuseLong = options.LongText == LongTextPolicy.Error;
        using TextClassifier classifier = await ModelOption.OpenAsync(
            parsed.GetValue(_model), refuseLong ? options with { LongText = LongTextPolicy.Truncate } : options, _streams, cancellation).ConfigureAwait(false);
        Calibration? calibration = LoadCalibration(parsed, classifier.Model);
        using IResultWriter results = CreateWriter(parsed, input, classifier.Model);
        var counts = new RowCounts(refuseLong);
        long start = Stopwatch.GetTimestamp();
        bool quiet = parsed.GetValue(_output) is not null;
        await using (Progress.Watch(_streams, () => new ProgressFigures(Progress.Describe(counts.Rows, Stopwatch.GetElapsedTime(start)), null), quiet).ConfigureAwait(false))
        {
            IAsyncEnumerable<(TextRow Row, Prediction Prediction)> stream = input.HasPairs
                ? classifier.ClassifyAsync(input.ReadAsync(cancellation), row => new TextPair(row.Text, row.Pair ?? ""), cancellation)
                : classifier.ClassifyAsync(input.ReadAsync(cancellation), row => row.Text, cancellation);
            await foreach ((TextRow row, Prediction prediction) in stream.FlushedWhenIdle(_streams.Output, cancellation).ConfigureAwait(false))
                counts.Write(results, row, calibration?.Apply(prediction, options) ?? prediction);
            results.Complete();
        }

        Conclude(parsed, counts, Stopwatch.GetElapsedTime(start));
        return counts.Marked > 0 ? ExitCode.MarkedRows : ExitCode.Success;
    }

    private Calibration? LoadCalibration(ParseResult parsed, ModelInformation model)
    {
        if (parsed.GetValue(_calibration) is not { } path)
            return null;
        Calibration calibration = CalibrationOptionSet.Load(path);
        return calibration.Labels.SequenceEqual(model.Labels, StringComparer.Ordinal) && calibration.Activation == model.Activation
            ? calibration
            : throw new CommandException(ExitCode.Usage, $"{path} is for {calibration.Activation} over {string.Join(", ", calibration.Labels)}, the model does {model.Activation} over {string.Join(", ", model.Labels)}. Fit one for this model with evaluate --calibrate.");
    }

    private IResultWriter CreateWriter(ParseResult parsed, TextInput input, ModelInformation model)
    {
        if (parsed.GetValue(_output) is { } path)
            return new RecordResults(path, null, input.Records!.Schema, model.Labels);
        bool several = _options.AsksForSeveral(parsed) || model is { Activation: Activation.Sigmoid, Labels.Count: > 1 };
        return parsed.GetValue(_json)
            ? new JsonResults(_streams.Output, several)
            : new PlainResults(_streams.Output, model.Labels.Max(label => label.Length), several);
    }

    private void Conclude(ParseResult parsed, RowCounts counts, TimeSpan elapsed)
    {
        bool file = parsed.GetValue(_output) is not null;
        if (file && parsed.GetValue(_json))
            _streams.Output.Object((counts, elapsed), static (json, summary) => summary.counts.Write(json, summary.elapsed));
        else if (file && _streams.ErrorIsTerminal)
            _streams.Error.WriteLine($"verdict: {Progress.Describe(counts.Rows, elapsed)}.");
        if (!parsed.GetValue(_json) && counts.Truncated > 0)
            _streams.Error.WriteLine($"verdict: {counts.Truncated} of {counts.Rows} texts were longer than the model reads, and their ends were not looked at. --max-length-policy windows reads all.");
        if (counts.Marked > 0)
            _streams.Error.WriteLine($"verdict: {counts.Marked} of {counts.Rows} rows carry an error instead of a label. The first: {ErrorLine.OneLine(counts.FirstError!)}");
    }
}
