using System.CommandLine;
using System.Text.Json;
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

/// <summary><c>verdict evaluate</c>: how well a model's answers fit known labels.</summary>
internal sealed class EvaluateVerb
{
    private readonly TextInputOptions _input = new(takesTexts: false);
    private readonly Option<string> _label = new("--label") { HelpName = "COLUMN", Required = true, Description = "The column that holds the true label; several have | between them." };
    private readonly Option<string[]> _map = new("--map") { HelpName = "VALUE=LABEL,…", Description = "What the column's values mean, as in 0=neg,1=pos." };
    private readonly Option<string?> _model = ModelOption.Create();
    private readonly Option<string?> _against = new("--against") { HelpName = "MODEL", Description = "Compare with another model by McNemar's test." };
    private readonly Option<string[]> _slice = new("--slice") { HelpName = "COLUMN", Description = "Show figures for each value of this column too; may be repeated." };
    private readonly Option<int?> _digits = NumberOption.Whole("--digits", "Digits in the classification report. Default: 2.");
    private readonly Option<string?> _html = new("--html") { HelpName = "FILE", Description = "Write one self-contained page with plots." };
    private readonly Option<string?> _markdown = new("--markdown") { HelpName = "FILE", Description = "Write the report as Markdown." };
    private readonly CalibrationOptionSet _calibration = new();
    private readonly ClassifierOptionSet _options = new();
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Streams _streams;

    private EvaluateVerb(Streams streams) => _streams = streams;

    public static Command Create(Streams streams)
    {
        var verb = new EvaluateVerb(streams);
        var command = new VerbCommand(
            "evaluate",
            "Compares a model's answers with known labels: report, figures, calibration, plots.",
            "verdict evaluate -i test.csv --text review --label polarity --map 0=neg,1=pos",
            "verdict evaluate -i test.csv --text review --label polarity --map 0=neg,1=pos --html report.html",
            "verdict evaluate -i dev.csv --text review --label polarity -m my-model --calibrate temperature --save my-model/calibration.json");
        verb._input.AddTo(command);
        foreach (Option option in new Option[] { verb._label, verb._map, verb._model, verb._against, verb._slice, verb._digits, verb._html, verb._markdown, verb._json })
            command.Add(option);
        verb._calibration.AddTo(command);
        verb._options.AddTo(command, withChoice: false);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, string> map = LabelMap.Parse(parsed.GetValue(_map) ?? []);
        using TextInput input = _input.Open(parsed, _streams);
        RecordSchema schema = input.Records!.Schema;
        string label = parsed.GetRequiredValue(_label);
        string[] slices = parsed.GetValue(_slice) ?? [];
        foreach (string column in slices.Prepend(label))
            schema.Require(column);

        LabelledRows rows = await LabelledRows.ReadAsync(input, label, map, cancellation).ConfigureAwait(false);
        if (rows.Rows.Count == 0)
            throw new CommandException(ExitCode.Data, $"{input.Records.Name}: there is no row with a text, so there is nothing to evaluate.");
        EvaluationSet set = await ClassifyAsync(parsed.GetValue(_model), parsed, rows, slices, cancellation).ConfigureAwait(false);
        ReportDetails details = new() { Model = parsed.GetValue(_model) ?? "the embedded French review classifier", Data = input.Records.Name };
        if (_calibration.Obtain(parsed, set) is { } calibration)
        {
            set = set.Calibrated(calibration);
            details = details with { Calibration = calibration };
        }

        if (parsed.GetValue(_against) is { } other)
        {
            EvaluationSet second = await ClassifyAsync(other, parsed, rows, slices, cancellation).ConfigureAwait(false);
            details = details with { Comparison = Evaluation.Compare(set, second), ComparedWith = other };
        }

        Write(parsed, Evaluation.Compute(set), details);
        if (rows.Marked > 0)
            _streams.Error.WriteLine($"verdict: {rows.Marked} rows have no text and were left out. The first: {ErrorLine.OneLine(rows.FirstError!)}");
        return rows.Marked > 0 ? ExitCode.MarkedRows : ExitCode.Success;
    }

    private async Task<EvaluationSet> ClassifyAsync(string? model, ParseResult parsed, LabelledRows rows, string[] slices, CancellationToken cancellation)
    {
        using TextClassifier classifier = await ModelOption.OpenAsync(model, _options.Read(parsed), _streams, cancellation).ConfigureAwait(false);
        IReadOnlyList<string> labels = classifier.Model.Labels;
        if (classifier.Model.Activation == Activation.None)
            throw new CommandException(ExitCode.Model, $"{classifier.Model.Source} does regression; there are no labels to evaluate. Choose another model, or --activation.");
        bool multi = classifier.Model.Activation == Activation.Sigmoid;
        int[] single = multi ? [] : rows.Single(labels);
        bool[] several = multi ? rows.Multi(labels) : [];
        double[] logits = await Scoring.LogitsAsync(classifier, rows.Rows, _streams, cancellation).ConfigureAwait(false);
        EvaluationSet set = multi ? EvaluationSet.MultiLabel(labels, several, logits) : EvaluationSet.SingleLabel(labels, single, logits);
        return set with
        {
            Texts = [.. rows.Rows.Select(row => row.Pair is null ? row.Text : $"{row.Text} | {row.Pair}")],
            Columns = slices.Distinct(StringComparer.Ordinal).ToDictionary(
                column => column, column => (IReadOnlyList<string>)[.. rows.Rows.Select(row => row.Record![column].ToText())], StringComparer.Ordinal),
        };
    }

    private void Write(ParseResult parsed, Evaluation evaluation, ReportDetails details)
    {
        if (parsed.GetValue(_html) is { } html)
            HtmlReport.Save(html, evaluation, details);
        if (parsed.GetValue(_markdown) is { } markdown)
            AtomicText.Write(markdown, MarkdownReport.Write(evaluation, details));
        if (!parsed.GetValue(_json))
        {
            _streams.Output.Line(TextReport.Write(evaluation, details, parsed.GetValue(_digits) ?? 2).TrimEnd('\n'));
            return;
        }

        using JsonDocument report = JsonDocument.Parse(JsonReport.Write(evaluation, details));
        _streams.Output.Object(report.RootElement, static (json, root) =>
        {
            foreach (JsonProperty property in root.EnumerateObject())
                property.WriteTo(json);
        });
    }
}
