namespace Verdict.Reports;

/// <summary>What a calibration fits.</summary>
public sealed record CalibrationOptions
{
    /// <summary>How scores are corrected. Default <see cref="CalibrationMethod.Temperature"/>.</summary>
    public CalibrationMethod Method { get; init; } = CalibrationMethod.Temperature;

    /// <summary>By what thresholds are chosen. Default <see cref="ThresholdRule.None"/>: the model's own rule stays.</summary>
    public ThresholdRule Thresholds { get; init; }

    /// <summary>What a label costs that is given wrongly, under <see cref="ThresholdRule.Cost"/>. Default 1; above 0.</summary>
    public double FalsePositiveCost { get; init; } = 1;

    /// <summary>What a label costs that is missed, under <see cref="ThresholdRule.Cost"/>. Default 1; above 0.</summary>
    public double FalseNegativeCost { get; init; } = 1;

    internal void Check()
    {
        List<string> faults = [];
        if (!Enum.IsDefined(Method))
            faults.Add($"Method is {Method}");
        if (!Enum.IsDefined(Thresholds))
            faults.Add($"Thresholds is {Thresholds}");
        if (!(FalsePositiveCost > 0 && double.IsFinite(FalsePositiveCost)))
            faults.Add($"FalsePositiveCost is {FalsePositiveCost}, must be above 0");
        if (!(FalseNegativeCost > 0 && double.IsFinite(FalseNegativeCost)))
            faults.Add($"FalseNegativeCost is {FalseNegativeCost}, must be above 0");
        if (faults.Count > 0)
            throw new ArgumentException($"The calibration options are wrong: {string.Join("; ", faults)}.");
    }
}

/// <summary>How scores are corrected.</summary>
public enum CalibrationMethod
{
    /// <summary>They are not: the calibration only has thresholds.</summary>
    None,

    /// <summary>Logits are divided by one number. The order of the labels stays.</summary>
    Temperature,

    /// <summary>Each label's score goes through a rising curve. Needs more rows (a thousand or so) than a temperature.</summary>
    Isotonic,
}

/// <summary>By what thresholds are chosen.</summary>
public enum ThresholdRule
{
    /// <summary>No thresholds.</summary>
    None,

    /// <summary>Each label's highest F1.</summary>
    F1,

    /// <summary>Each label's lowest cost of wrong decisions.</summary>
    Cost,
}
