using System.CommandLine;
using System.Globalization;
using Verdict.Cli.Errors;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;
using Verdict.Data;
using Verdict.Reports;
using Verdict.SparkNlp;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict classify -o FILE</c>: files of any size, in parts that survive an interruption.</summary>
internal sealed class ClassifyFiles
{
    private readonly Option<string?> _output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write the rows with label, score, score_LABEL…, truncated and error behind; the format by the name; - for standard output. An interrupted job goes on when it is run again.",
    };

    private readonly Option<string?> _outputFormat = new("--output-format") { HelpName = "csv|tsv|jsonl|parquet|arrow|…", Description = "The output's format where its name does not tell it." };
    private readonly Option<string?> _columns = new("--columns") { HelpName = "A,B,…", Description = "The input columns to keep, in this order. Default: all." };
    private readonly Option<string?> _annotations = new("--annotations") { HelpName = "NAME", Description = "Write a Spark NLP annotation column of this name too. Parquet, Arrow and JSONL can hold it." };
    private readonly Option<string?> _shard = new("--shard") { HelpName = "I/N", Description = "Do the I-th of N shares; verdict merge joins them." };
    private readonly Option<int?> _maxErrors = NumberOption.Whole("--max-errors", "Give up after N bad rows. Default: no limit.");
    private readonly Option<bool> _restart = new("--restart") { Description = "Forget an unfinished job and begin anew." };
    private readonly Option<bool> _progress = new("--progress") { Description = "Write progress as plain lines, one in ten seconds, where standard error is no terminal." };
    private readonly Streams _streams;
    private readonly TextInputOptions _input;
    private readonly Option<bool> _json;

    public ClassifyFiles(Streams streams, TextInputOptions input, Option<bool> json)
    {
        _streams = streams;
        _input = input;
        _json = json;
        _outputFormat.CompletionSources.Add("csv", "tsv", "jsonl", "parquet", "arrow");
    }

    /// <summary>Adds the options to the verb.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _output, _outputFormat, _columns, _annotations, _shard, _maxErrors, _restart, _progress })
            command.Add(option);
    }

    /// <summary>Whether the user wants a file.</summary>
    public bool AreAskedFor(ParseResult parsed)
    {
        if (parsed.GetValue(_output) is not null)
            return true;
        if ((parsed.GetValue(_outputFormat) ?? parsed.GetValue(_columns) ?? parsed.GetValue(_annotations) ?? parsed.GetValue(_shard)) is not null
            || parsed.GetValue(_maxErrors) is not null || parsed.GetValue(_restart) || parsed.GetValue(_progress))
        {
            throw new CommandException(ExitCode.Usage, "--output-format, --columns, --annotations, --shard, --max-errors, --restart and --progress belong to -o FILE. Say where to write.");
        }

        return false;
    }

    /// <summary>Finds mistakes before the model is opened.</summary>
    public void Check(ParseResult parsed)
    {
        if (!_input.AsksForRecords(parsed))
            throw new CommandException(ExitCode.Usage, "-o writes the rows of a file. Say -i FILE --text COLUMN too.");
        Options(parsed, null, "", new Dictionary<string, string>());
    }

    /// <summary>Does the job, or what is left of it.</summary>
    public async Task<int> RunAsync(
        ParseResult parsed, TextClassifier classifier, Calibration? calibration, string model, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation)
    {
        using CancellationTokenRegistration note = cancellation.Register(
            () => _streams.Error.WriteLine("verdict: stopping after the part in work; Ctrl-C again stops at once and loses that part alone."));
        var display = new JobDisplay(_streams, parsed.GetValue(_progress));
        BulkSummary summary;
        await using (display.ConfigureAwait(false))
        {
            try
            {
                summary = await BulkJob.RunAsync(Options(parsed, classifier, model, settings), Scorer(classifier, calibration), display, cancellation).ConfigureAwait(false);
            }
            catch (BulkJobException error)
            {
                throw new CommandException(ExitCode.Data, error.Message, error);
            }
        }

        if (parsed.GetValue(_json) && parsed.GetValue(_output) != "-")
            _streams.Output.Object(summary, SummaryLine.Write);
        if (_streams.ErrorIsTerminal || parsed.GetValue(_progress))
            _streams.Error.WriteLine($"verdict: {SummaryLine.Plain(summary.Progress)}");
        if (!summary.Finished)
        {
            _streams.Error.WriteLine("verdict: stopped. Run the same command again to go on.");
            return ExitCode.Cancelled;
        }

        if (summary.Progress.MarkedRows > 0)
            _streams.Error.WriteLine($"verdict: {summary.Progress.MarkedRows} rows carry an error instead of a label; see the column error.");
        return summary.Progress.MarkedRows > 0 ? ExitCode.MarkedRows : ExitCode.Success;
    }

    private static BulkScorer Scorer(TextClassifier classifier, Calibration? calibration) => calibration is null
        ? BulkScorer.For(classifier)
        : new BulkScorer(
            classifier.Model.Labels,
            texts => [.. classifier.Classify(texts).Select(prediction => calibration.Apply(prediction))],
            pairs => [.. classifier.Classify(pairs).Select(prediction => calibration.Apply(prediction))]);

    private BulkJobOptions Options(ParseResult parsed, TextClassifier? classifier, string model, IReadOnlyDictionary<string, string> settings)
    {
        (IReadOnlyList<string> inputs, string text, string? pair, RecordEncoding? encoding) = _input.ForJob(parsed);
        (int shard, int count) = Shard(parsed.GetValue(_shard));
        return new BulkJobOptions
        {
            Inputs = inputs,
            Output = parsed.GetValue(_output)!,
            TextColumn = text,
            PairColumn = pair,
            InputEncoding = encoding,
            OutputEncoding = parsed.GetValue(_outputFormat) is { } format ? RecordEncoding.Parse(format) : null,
            Columns = parsed.GetValue(_columns)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Annotations = classifier is not null && parsed.GetValue(_annotations) is { } name ? BulkAnnotations.Column(name, classifier) : null,
            Model = model,
            Settings = settings,
            Shard = shard,
            ShardCount = count,
            MaxErrors = parsed.GetValue(_maxErrors),
            Restart = parsed.GetValue(_restart),
        };
    }

    private static (int Shard, int Count) Shard(string? text)
    {
        if (text is null)
            return (1, 1);
        return text.Split('/') is [var first, var second]
            && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int shard) && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? (shard, count)
            : throw new CommandException(ExitCode.Usage, $"--shard takes I/N, as in 2/8 for the second of eight shares, not '{text}'.");
    }
}
