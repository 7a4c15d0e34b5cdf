namespace Verdict.Hub;

/// <summary>One model that a Hugging Face hub, a folder or the cache offers.</summary>
/// <param name="Name">Its name, <c>organisation/name</c>.</param>
/// <param name="Downloads">How often it was fetched of late, where the hub says.</param>
/// <param name="Source">Who offers it.</param>
public sealed record HuggingFaceEntry(string Name, long? Downloads, string Source);
