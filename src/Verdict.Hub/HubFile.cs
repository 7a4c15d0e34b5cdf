namespace Verdict.Hub;

/// <summary>One file of a model.</summary>
/// <param name="Path">Its path inside the model, with <c>/</c> between the parts.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Hash">Its hash as the hub or the cache knows it; <see langword="null"/> where nobody has computed one yet.</param>
public sealed record HubFile(string Path, long Length, FileHash? Hash);
