using Verdict.Hub.Transfer;

namespace Verdict.Hub.Tests.Serving;

/// <summary>Options that leave this machine's own caches, tokens and hubs alone, and do not wait long.</summary>
internal static class TestOptions
{
    public static TransferSettings Quick { get; } = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(5),
        LongestDelay = TimeSpan.FromMilliseconds(20),
        Silence = TimeSpan.FromSeconds(20),
        ProgressBytes = 50_000,
    };

    public static HubOptions For(TemporaryFolder folder, params string[] sources) => new(_ => null)
    {
        SparkNlpSources = sources,
        HuggingFaceSources = sources,
        SparkNlpCache = folder["cache_pretrained"],
        HuggingFaceCache = folder["hub"],
        Transfer = Quick,
    };
}
