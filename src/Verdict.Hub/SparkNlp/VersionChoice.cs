namespace Verdict.Hub.SparkNlp;

/// <summary>Chooses among archives of one name as Spark NLP's downloader does.</summary>
internal static class VersionChoice
{
    // Up to this release the newest archive won; since then the one for the latest Spark, then the latest library, and archives that
    // name no release are passed over.
    private static readonly VersionNumber LastByTime = new([3, 3, 3]);

    /// <summary>Whether an archive answers to a name and language; a language that is missing on either side matches.</summary>
    public static bool Answers(SparkNlpEntry entry, string name, string? language) =>
        entry.IsReady && entry.Name == name && (language is null || entry.Language is null || entry.Language == language);

    /// <summary>The archive to use; <see langword="null"/> where none fits.</summary>
    public static SparkNlpEntry? Choose(IEnumerable<SparkNlpEntry> entries, string name, string? language, VersionNumber library, VersionNumber spark)
    {
        IEnumerable<SparkNlpEntry> fitting = entries.Where(e => Answers(e, name, language) && library.Accepts(e.Library) && spark.Accepts(e.Spark));
        return library.CompareTo(LastByTime) <= 0
            ? fitting.OrderBy(e => e.Time).LastOrDefault()
            : fitting.Where(e => e.Library is not null && e.Spark is not null).OrderBy(e => e.Spark).ThenBy(e => e.Library).ThenBy(e => e.Time).LastOrDefault();
    }
}
