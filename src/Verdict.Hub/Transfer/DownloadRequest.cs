namespace Verdict.Hub.Transfer;

/// <summary>A file to be fetched.</summary>
/// <param name="Url">Its address.</param>
/// <param name="Target">The file that grows here; a rest from an earlier pull is continued if a hash can prove it right.</param>
/// <param name="Name">What progress calls it.</param>
internal sealed record DownloadRequest(Uri Url, string Target, string Name)
{
    /// <summary>Its length in bytes, if the hub says.</summary>
    public long? Length { get; init; }

    /// <summary>Its hash, if the hub says.</summary>
    public FileHash? Hash { get; init; }

    /// <summary>The commit that the answer must be of, where it names one.</summary>
    public string? Commit { get; init; }
}
