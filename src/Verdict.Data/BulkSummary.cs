namespace Verdict.Data;

/// <summary>What a bulk job has done. Immutable.</summary>
public sealed record BulkSummary
{
    /// <summary>The last figures.</summary>
    public required BulkProgress Progress { get; init; }

    /// <summary>Whether all of the shard is done; otherwise the job was stopped between two parts and can be run again.</summary>
    public required bool Finished { get; init; }

    /// <summary>The file that was written; <see langword="null"/> where the job was stopped, wrote to a pipe, or did one shard of several.</summary>
    public required string? Output { get; init; }

    /// <summary>The folder that keeps an unfinished job or a finished shard; <see langword="null"/> where there is none.</summary>
    public required string? WorkFolder { get; init; }
}
