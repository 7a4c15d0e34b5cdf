using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Reports;

namespace Verdict.Cli.Options;

/// <summary>Fitting, keeping and applying a calibration, as a user types it.</summary>
internal sealed class CalibrationOptionSet
{
    private readonly Option<string?> _apply = Apply();
    private readonly Option<string?> _fit = ChoiceOption.Create("--calibrate", "Fit a calibration on these rows and show what it brings.", "temperature", "isotonic", "none");
    private readonly Option<string?> _thresholds = ChoiceOption.Create("--thresholds", "With --calibrate: also fit each label's best threshold.", "f1", "cost");
    private readonly Option<float?> _falsePositive = NumberOption.Decimal("--false-positive-cost", "With --thresholds cost: what a wrongly given label costs. Default: 1.");
    private readonly Option<float?> _falseNegative = NumberOption.Decimal("--false-negative-cost", "With --thresholds cost: what a missed label costs. Default: 1.");
    private readonly Option<string?> _save = new("--save") { HelpName = "FILE", Description = "With --calibrate: keep the calibration in this file." };

    /// <summary><c>--calibration FILE</c>, for verbs that only apply one.</summary>
    public static Option<string?> Apply() => new("--calibration") { HelpName = "FILE", Description = "Correct scores and decisions by a calibration that evaluate --calibrate has saved." };

    /// <summary>Reads a calibration's file.</summary>
    /// <exception cref="CommandException">It cannot be read.</exception>
    private static Calibration Load(string path)
    {
        try
        {
            return Calibration.Load(path);
        }
        catch (Exception error) when (error is VerdictFormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Data, error.Message, error);
        }
    }

    /// <summary>Reads a calibration's file, if one is named, for a model.</summary>
    /// <exception cref="CommandException">It cannot be read, or is for another model.</exception>
    public static Calibration? LoadFor(ModelInformation model, string? path)
    {
        if (path is null)
            return null;
        Calibration calibration = Load(path);
        return calibration.Labels.SequenceEqual(model.Labels, StringComparer.Ordinal) && calibration.Activation == model.Activation
            ? calibration
            : throw new CommandException(
                ExitCode.Usage,
                $"{path} is for {calibration.Activation} over {string.Join(", ", calibration.Labels)}, the model does {model.Activation} over {string.Join(", ", model.Labels)}. Fit one for this model with evaluate --calibrate.");
    }

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _apply, _fit, _thresholds, _falsePositive, _falseNegative, _save })
            command.Add(option);
    }

    /// <summary>The calibration to apply: one that was saved, one fitted now, or none.</summary>
    /// <exception cref="CommandException">The options contradict each other, or the file cannot be read.</exception>
    public Calibration? Obtain(ParseResult parsed, EvaluationSet set)
    {
        bool fits = parsed.GetValue(_fit) is not null;
        if (!fits && (parsed.GetValue(_save) ?? parsed.GetValue(_thresholds)) is not null)
            throw new CommandException(ExitCode.Usage, "--save and --thresholds belong to --calibrate. Say --calibrate temperature too.");
        if (parsed.GetValue(_apply) is { } path)
            return fits ? throw new CommandException(ExitCode.Usage, "--calibration applies a saved calibration, --calibrate fits a new one. Give one of them.") : Load(path);
        if (!fits)
            return null;
        var calibration = Calibration.Fit(set, new CalibrationOptions
        {
            Method = parsed.GetValue(_fit) switch { "isotonic" => CalibrationMethod.Isotonic, "none" => CalibrationMethod.None, _ => CalibrationMethod.Temperature },
            Thresholds = parsed.GetValue(_thresholds) switch { "f1" => ThresholdRule.F1, "cost" => ThresholdRule.Cost, _ => ThresholdRule.None },
            FalsePositiveCost = parsed.GetValue(_falsePositive) ?? 1,
            FalseNegativeCost = parsed.GetValue(_falseNegative) ?? 1,
        });
        if (parsed.GetValue(_save) is { } target)
            calibration.Save(target);
        return calibration;
    }
}
