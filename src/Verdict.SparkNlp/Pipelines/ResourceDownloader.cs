using Verdict.Hub;

namespace Verdict.SparkNlp;

/// <summary>What a Spark NLP hub offers.</summary>
public static class ResourceDownloader
{
    /// <summary>The models that can be used here, for the release that <paramref name="hub"/> names.</summary>
    /// <param name="lang">Only those of a language; <see langword="null"/> for all.</param>
    /// <param name="hub">Where to look; <see langword="null"/> for the environment's settings.</param>
    /// <exception cref="HubException">The hub could not be asked.</exception>
    public static IReadOnlyList<SparkNlpEntry> PublicModels(string? lang = null, HubOptions? hub = null) => List(lang, hub, e => e.Category != "pl");

    /// <summary>The pipelines that the hub offers for the release that <paramref name="hub"/> names.</summary>
    /// <param name="lang">Only those of a language; <see langword="null"/> for all.</param>
    /// <param name="hub">Where to look; <see langword="null"/> for the environment's settings.</param>
    /// <exception cref="HubException">The hub could not be asked.</exception>
    public static IReadOnlyList<SparkNlpEntry> PublicPipelines(string? lang = null, HubOptions? hub = null) => List(lang, hub, e => e.Category == "pl");

    /// <summary>Prints the models as a table to the console.</summary>
    /// <param name="lang">Only those of a language; <see langword="null"/> for all.</param>
    /// <param name="hub">Where to look; <see langword="null"/> for the environment's settings.</param>
    public static void ShowPublicModels(string? lang = null, HubOptions? hub = null) => Print("Model", PublicModels(lang, hub));

    /// <summary>Prints the pipelines as a table to the console.</summary>
    /// <param name="lang">Only those of a language; <see langword="null"/> for all.</param>
    /// <param name="hub">Where to look; <see langword="null"/> for the environment's settings.</param>
    public static void ShowPublicPipelines(string? lang = null, HubOptions? hub = null) => Print("Pipeline", PublicPipelines(lang, hub));

    private static SparkNlpEntry[] List(string? lang, HubOptions? hub, Func<SparkNlpEntry, bool> wanted) =>
        [.. Task.Run(() => new SparkNlpHub(hub).ListAsync()).GetAwaiter().GetResult().Where(e => wanted(e) && (lang is null || e.Language == lang))];

    private static void Print(string head, IReadOnlyList<SparkNlpEntry> entries)
    {
        int name = entries.Select(e => e.Name.Length).Append(head.Length).Max();
        string rule = $"+{new string('-', name + 2)}+------+---------+";
        Console.Out.WriteLine($"{rule}\n| {head.PadRight(name)} | lang | version |\n{rule}");
        foreach (SparkNlpEntry entry in entries)
            Console.Out.WriteLine($"| {entry.Name.PadRight(name)} | {entry.Language,-4} | {entry.LibraryVersion,-7} |");
        Console.Out.WriteLine(rule);
    }
}
