namespace Verdict.Data;

/// <summary>How far a bulk job is. Immutable.</summary>
public sealed record BulkProgress
{
    /// <summary>Rows scored or marked in this run.</summary>
    public required long Rows { get; init; }

    /// <summary>Rows that an earlier run had done.</summary>
    public required long ResumedRows { get; init; }

    /// <summary>Bad rows, those of an earlier run included.</summary>
    public required long MarkedRows { get; init; }

    /// <summary>Rows whose text was cut, those of an earlier run included.</summary>
    public required long TruncatedRows { get; init; }

    /// <summary>Tokens that the model read in this run.</summary>
    public required long Tokens { get; init; }

    /// <summary>Parts that are on the disk, those of an earlier run included; 0 where the job writes to a pipe.</summary>
    public required int Parts { get; init; }

    /// <summary>Time since the first row was read.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The share of <see cref="Elapsed"/> in which the model was at work, from 0 to 1.</summary>
    public required double EngineShare { get; init; }

    /// <summary>How much of the input has been read, from 0 to 1; <see langword="null"/> for a pipe.</summary>
    public required double? Fraction { get; init; }
}
