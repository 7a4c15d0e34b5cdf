using System.CommandLine;
using System.Diagnostics;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Input;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;
using Verdict.Data;
using Verdict.Labels;
using Verdict.Reports;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict classify</c>: texts in, labels out; files go through <see cref="ClassifyFiles"/>.</summary>
internal sealed class ClassifyVerb
{
    private readonly TextInputOptions _input = new();
    private readonly ClassifyFiles _files;
    private readonly Option<string?> _model = ModelOption.Create();
    private readonly ClassifierOptionSet _options = new();
    private readonly Option<string?> _calibration = CalibrationOptionSet.Apply();
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Streams _streams;

    private ClassifyVerb(Streams streams)
    {
        _streams = streams;
        _files = new ClassifyFiles(streams, _input, _json);
    }

    public static Command Create(Streams streams)
    {
        var verb = new ClassifyVerb(streams);
        var command = new VerbCommand(
            "classify",
            "Says which label each text deserves.",
            "verdict classify \"j'ai bien aime le film harry potter!\"",
            "verdict classify --top-k 2 \"un chef-d'œuvre\" \"quel ennui\"",
            "verdict classify --json < reviews.txt",
            "verdict classify -i reviews.csv --text review -o labelled.parquet",
            "verdict classify -i reviews.csv --text review -o labelled.parquet --annotations class",
            "zcat reviews.jsonl.gz | verdict classify --text body --json");
        verb._input.AddTo(command);
        verb._files.AddTo(command);
        command.Add(verb._model);
        command.Add(verb._json);
        command.Add(verb._calibration);
        verb._options.AddTo(command);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        ClassifierOptions options = _options.Read(parsed);
        if (_files.AreAskedFor(parsed))
            return await RunFilesAsync(parsed, options, cancellation).ConfigureAwait(false);
        using TextInput input = _input.Open(parsed, _streams);

        // One text too long must not end a job: it is read as far as it goes, and its row is marked.
        bool refuseLong = options.LongText == LongTextPolicy.Error;
        using TextClassifier classifier = await ModelOption.OpenAsync(
            parsed.GetValue(_model), refuseLong ? options with { LongText = LongTextPolicy.Truncate } : options, _streams, cancellation).ConfigureAwait(false);
        Calibration? calibration = CalibrationOptionSet.LoadFor(classifier.Model, parsed.GetValue(_calibration));
        bool json = parsed.GetValue(_json);
        bool several = _options.AsksForSeveral(parsed) || classifier.Model is { Activation: Activation.Sigmoid, Labels.Count: > 1 };
        IResultWriter results = json
            ? new JsonResults(_streams.Output, several)
            : new PlainResults(_streams.Output, classifier.Model.Labels.Max(label => label.Length), several);
        var counts = new RowCounts(refuseLong);
        long start = Stopwatch.GetTimestamp();
        await using (Progress.Watch(_streams, () => new ProgressFigures(Progress.Describe(counts.Rows, Stopwatch.GetElapsedTime(start)), null), outputIsQuiet: false).ConfigureAwait(false))
        {
            IAsyncEnumerable<(TextRow Row, Prediction Prediction)> stream = input.HasPairs
                ? classifier.ClassifyAsync(input.ReadAsync(cancellation), row => new TextPair(row.Text, row.Pair ?? ""), cancellation)
                : classifier.ClassifyAsync(input.ReadAsync(cancellation), row => row.Text, cancellation);
            await foreach ((TextRow row, Prediction prediction) in stream.FlushedWhenIdle(_streams.Output, cancellation).ConfigureAwait(false))
                counts.Write(results, row, calibration?.Apply(prediction, options) ?? prediction);
            results.Complete();
        }

        if (!json && counts.Truncated > 0)
            _streams.Error.WriteLine($"verdict: {counts.Truncated} of {counts.Rows} texts were longer than the model reads, and their ends were not looked at. --max-length-policy windows reads all.");
        if (counts.Marked > 0)
            _streams.Error.WriteLine($"verdict: {counts.Marked} of {counts.Rows} rows carry an error instead of a label. The first: {ErrorLine.OneLine(counts.FirstError!)}");
        return counts.Marked > 0 ? ExitCode.MarkedRows : ExitCode.Success;
    }

    private async Task<int> RunFilesAsync(ParseResult parsed, ClassifierOptions options, CancellationToken cancellation)
    {
        if (_options.AsksForSeveral(parsed))
            throw new CommandException(ExitCode.Usage, "--top-k and --threshold choose what lines show; -o writes every label's score. Leave them out.");
        _files.Check(parsed);
        using TextClassifier classifier = await ModelOption.OpenAsync(parsed.GetValue(_model), options, _streams, cancellation).ConfigureAwait(false);
        string? calibrationPath = parsed.GetValue(_calibration);
        Calibration? calibration = CalibrationOptionSet.LoadFor(classifier.Model, calibrationPath);
        Dictionary<string, string> settings = _options.Describe(options);
        if (calibrationPath is not null)
            settings.Add("calibration", await FileDigest.OfAsync(calibrationPath, cancellation).ConfigureAwait(false));
        return await _files.RunAsync(parsed, classifier, calibration, BulkScorer.DigestOf(classifier), settings, cancellation).ConfigureAwait(false);
    }
}
