namespace Verdict.Reports;

/// <summary>What a calibration was fitted on and what that brought on the same rows. Immutable.</summary>
public sealed record CalibrationFit
{
    /// <summary>How scores are corrected.</summary>
    public required CalibrationMethod Method { get; init; }

    /// <summary>By what thresholds were chosen.</summary>
    public required ThresholdRule Rule { get; init; }

    /// <summary>How many rows it was fitted on.</summary>
    public required int RowCount { get; init; }

    /// <summary>The log loss of these rows before.</summary>
    public double LogLossBefore { get; init; }

    /// <summary>The log loss of these rows after.</summary>
    public double LogLossAfter { get; init; }
}
