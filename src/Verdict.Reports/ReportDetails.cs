namespace Verdict.Reports;

/// <summary>What a report says besides the evaluation itself. Everything may be left out.</summary>
public sealed record ReportDetails
{
    /// <summary>The model's name, for the heading.</summary>
    public string? Model { get; init; }

    /// <summary>The data's name, for the heading.</summary>
    public string? Data { get; init; }

    /// <summary>The calibration that was applied to the scores.</summary>
    public Calibration? Calibration { get; init; }

    /// <summary>The comparison with another model, this one first.</summary>
    public ModelComparison? Comparison { get; init; }

    /// <summary>The other model's name.</summary>
    public string? ComparedWith { get; init; }
}
