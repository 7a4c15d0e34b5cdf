using System.CommandLine;
using System.Text.Json;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Input;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Reports;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict evaluate</c>: how well a model's answers fit known labels.</summary>
internal sealed class EvaluateVerb
{
    private readonly LabelledInput _labelled = new(required: true);
    private readonly Option<string?> _model = ModelOption.Create();
    private readonly Option<string?> _against = new("--against") { HelpName = "MODEL", Description = "Compare with another model by McNemar's test." };
    private readonly Option<string[]> _slice = new("--slice") { HelpName = "COLUMN", Description = "Show figures for each value of this column too; may be repeated." };
    private readonly Option<int?> _digits = NumberOption.Whole("--digits", "Digits in the classification report. Default: 2.");
    private readonly Option<string?> _html = new("--html") { HelpName = "FILE", Description = "Write one self-contained page with plots." };
    private readonly Option<string?> _markdown = new("--markdown") { HelpName = "FILE", Description = "Write the report as Markdown." };
    private readonly Option<string?> _plots = new("--plots") { HelpName = "FOLDER", Description = "Write each plot as SVG into this folder." };
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
        verb._labelled.AddTo(command);
        foreach (Option option in new Option[] { verb._model, verb._against, verb._slice, verb._digits, verb._html, verb._markdown, verb._plots, verb._json })
            command.Add(option);
        verb._calibration.AddTo(command);
        verb._options.AddTo(command, withChoice: false);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string[] slices = parsed.GetValue(_slice) ?? [];
        LabelledRows rows = await _labelled.ReadAsync(parsed, slices, _streams, cancellation).ConfigureAwait(false);
        EvaluationSet set = await ClassifyAsync(parsed.GetValue(_model), parsed, rows, slices, cancellation).ConfigureAwait(false);
        ReportDetails details = new() { Model = parsed.GetValue(_model) ?? "the embedded French review classifier", Data = rows.Name };
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
        return await Scoring.EvaluateAsync(classifier, rows, slices, _streams, cancellation).ConfigureAwait(false);
    }

    private static void WritePlots(Evaluation evaluation, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (ReportPlot plot in ReportPlot.Of(evaluation))
            plot.SaveSvg(Path.Combine(folder, plot.Name + ".svg"));
    }

    private void Write(ParseResult parsed, Evaluation evaluation, ReportDetails details)
    {
        if (parsed.GetValue(_html) is { } html)
            HtmlReport.Save(html, evaluation, details);
        if (parsed.GetValue(_markdown) is { } markdown)
            MarkdownReport.Save(markdown, evaluation, details);
        if (parsed.GetValue(_plots) is { } plots)
            WritePlots(evaluation, plots);
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
