using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Input;
using Verdict.Cli.Measuring;
using Verdict.Cli.Options;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;
using Verdict.Hub;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict quantize MODEL -o FOLDER</c>: a quarter of the size, if what it costs is little enough.</summary>
internal sealed class QuantizeVerb
{
    private const double DefaultLoss = 0.01;
    private readonly Argument<string> _model = new("MODEL") { Description = "A Hugging Face folder or name." };
    private readonly Option<string> _output = new("--output", "-o") { HelpName = "FOLDER", Required = true, Description = "The folder to make." };
    private readonly LabelledInput _labelled = new(required: false, inputName: "--check");
    private readonly Option<float?> _loss = NumberOption.Decimal("--max-loss", "Refuse a model that is right on fewer rows by more than this share of them. Default: 0.01.");
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the folder where it is there already." };
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Streams _streams;

    private QuantizeVerb(Streams streams) => _streams = streams;

    public static Command Create(Streams streams)
    {
        var verb = new QuantizeVerb(streams);
        var command = new VerbCommand(
            "quantize",
            "Stores a model in 8 bits, and compares both on labelled rows before it keeps the new one.",
            "verdict quantize my-model -o my-model-int8 --check dev.csv --text review --label polarity --map 0=neg,1=pos",
            "verdict quantize my-model -o my-model-int8 --check dev.csv --text review --label polarity --max-loss 0.002") { verb._model, verb._output };
        verb._labelled.AddTo(command);
        foreach (Option option in new Option[] { verb._loss, verb._overwrite, verb._json })
            command.Add(option);
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        string source = (await ModelOption.ResolveAsync(parsed.GetRequiredValue(_model), new HubOptions(), _streams, cancellation).ConfigureAwait(false)).Path;
        LabelledRows? rows = _labelled.IsAskedFor(parsed) ? await _labelled.ReadAsync(parsed, [], _streams, cancellation).ConfigureAwait(false) : null;
        string output = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parsed.GetRequiredValue(_output)));
        bool overwrite = parsed.GetValue(_overwrite);
        if (!overwrite && Path.Exists(output))
            throw new CommandException(ExitCode.Data, $"{output}: there is something already. Choose another folder, or say --overwrite.");

        // The new model gets its name only when it has passed.
        string candidate = Path.Combine(Path.GetDirectoryName(output)!, $".{Path.GetFileName(output)}.{Guid.NewGuid():N}.tmp");
        try
        {
            ModelQuantizer.Quantize(source, candidate);
            QuantizationCheck? check = rows is null ? null : Check(source, candidate, rows, cancellation);
            Report(parsed, source, candidate, output, check);
            double allowed = parsed.GetValue(_loss) ?? DefaultLoss;
            if (check is not null && check.Loss > allowed)
                throw new CommandException(ExitCode.Model, FormattableString.Invariant($"the quantised model is right on {check.Loss:P2} fewer rows than the original; {allowed:P2} are allowed (--max-loss). Nothing was written: keep the original, or use --precision bf16."));
            if (overwrite && Directory.Exists(output))
                Directory.Delete(output, recursive: true);
            Directory.Move(candidate, output);
        }
        finally
        {
            if (Directory.Exists(candidate))
                Directory.Delete(candidate, recursive: true);
        }

        return ExitCode.Success;
    }

    private static QuantizationCheck Check(string source, string candidate, LabelledRows rows, CancellationToken cancellation)
    {
        using TextClassifier original = TextClassifier.Open(source);
        using TextClassifier quantized = TextClassifier.Open(candidate);
        return QuantizationCheck.Run(original, quantized, rows, cancellation);
    }

    private void Report(ParseResult parsed, string source, string candidate, string output, QuantizationCheck? check)
    {
        (long before, long after) = (WeightBytes(source), WeightBytes(candidate));
        if (parsed.GetValue(_json))
        {
            _streams.Output.Object((output, before, after, check), static (json, report) =>
            {
                json.WriteString("output"u8, report.output);
                json.WriteNumber("bytesBefore"u8, report.before);
                json.WriteNumber("bytesAfter"u8, report.after);
                if (report.check is not null)
                    QuantizationCheck.Write(json, report.check);
            });
            return;
        }

        Facts.Write(_streams.Output, [("weights", $"{Facts.Bytes(before)} before, {Facts.Bytes(after)} after"), .. check?.Facts() ?? []]);
        _streams.Output.Flush();
    }

    private static long WeightBytes(string folder) => new DirectoryInfo(folder).GetFiles("*.safetensors").Sum(file => file.Length);
}
