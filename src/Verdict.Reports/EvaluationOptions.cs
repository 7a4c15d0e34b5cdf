namespace Verdict.Reports;

/// <summary>How much an evaluation looks at. All values have defaults that suit most users.</summary>
public sealed record EvaluationOptions
{
    /// <summary>How many resamples the bootstrap intervals are made of; 0 for no intervals. Range 0 to 100,000. Default 1,000.</summary>
    public int BootstrapResamples { get; init; } = 1000;

    /// <summary>The seed of the bootstrap: the same seed gives the same intervals, whatever the number of threads. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many of the most confident mistakes are kept. Range 0 to 10,000. Default 20.</summary>
    public int MistakeCount { get; init; } = 20;

    /// <summary>How many values of a column get a slice, the most frequent first. Range 1 to 10,000. Default 50.</summary>
    public int SliceCount { get; init; } = 50;

    internal void Check()
    {
        List<string> faults = [];
        if (BootstrapResamples is < 0 or > 100_000)
            faults.Add($"BootstrapResamples is {BootstrapResamples}, must be 0 to 100,000");
        if (MistakeCount is < 0 or > 10_000)
            faults.Add($"MistakeCount is {MistakeCount}, must be 0 to 10,000");
        if (SliceCount is < 1 or > 10_000)
            faults.Add($"SliceCount is {SliceCount}, must be 1 to 10,000");
        if (faults.Count > 0)
            throw new ArgumentException($"The evaluation options are wrong: {string.Join("; ", faults)}.");
    }
}
