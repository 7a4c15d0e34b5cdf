using Verdict.Hub.Transfer;

namespace Verdict.Hub.SparkNlp;

/// <summary>A place with the layout of Spark NLP's bucket: the web or a folder.</summary>
internal interface ISparkNlpSource
{
    /// <summary>What errors and results call it.</summary>
    string Description { get; }

    /// <summary>What the place offers.</summary>
    /// <param name="name">Only lines of this name are wanted; <see langword="null"/> for all.</param>
    /// <param name="attempts">How often to try.</param>
    /// <param name="meter">Told of waits.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<MetadataFile> MetadataAsync(string? name, int attempts, ProgressMeter meter, CancellationToken cancellation);

    /// <summary>An archive as a file on this machine, its checksum verified. The caller holds the cache's lock on it.</summary>
    Task<FetchedArchive> ArchiveAsync(SparkNlpEntry entry, ProgressMeter meter, CancellationToken cancellation);
}

/// <summary>An archive on this machine.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Source">What errors call it.</param>
/// <param name="IsTemporary">Whether it is to be removed when it is unpacked.</param>
internal sealed record FetchedArchive(string Path, string Source, bool IsTemporary);
