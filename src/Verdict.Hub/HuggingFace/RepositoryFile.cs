namespace Verdict.Hub.HuggingFace;

/// <summary>A file of a repository as the hub lists it.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Length">Its length in bytes, if the hub says.</param>
/// <param name="Hash">SHA-256 for a large file, git's object id for a small one, if the hub says.</param>
internal sealed record RepositoryFile(string Path, long? Length, FileHash? Hash);
