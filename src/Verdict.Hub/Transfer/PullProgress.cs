namespace Verdict.Hub;

/// <summary>How far a pull is. Reported at each change of stage and at most ten times a second between.</summary>
public sealed record PullProgress
{
    /// <summary>What is being done.</summary>
    public required PullStage Stage { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The file at hand, if one is.</summary>
    public string? File { get; init; }

    /// <summary>Bytes that are here, those of an earlier, broken pull included.</summary>
    public long BytesDone { get; init; }

    /// <summary>Bytes in all, where the hub says.</summary>
    public long? BytesTotal { get; init; }

    /// <summary>Bytes a second since this pull began; 0 before the first.</summary>
    public double BytesPerSecond { get; init; }

    /// <summary>The time that is left at this rate, where it can be told.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>Why, for stages that have a reason.</summary>
    public string? Message { get; init; }
}
