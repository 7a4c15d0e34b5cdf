using System.Globalization;

namespace Verdict.Hub.SparkNlp;

/// <summary>Reads the key of an archive back into what it was made of.</summary>
internal static class CacheKey
{
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a key from the right, because names hold underscores.</summary>
    /// <returns><see langword="null"/> where the text is no key.</returns>
    public static SparkNlpEntry? Parse(string key)
    {
        string[] parts = key.Split('_');
        if (parts.Length < 5 || !long.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out long time) || time > LatestTime)
            return null;
        VersionNumber? spark = VersionNumber.Parse(parts[^2]);
        VersionNumber? library = VersionNumber.Parse(parts[^3]);
        if ((spark is null && parts[^2].Length > 0) || (library is null && parts[^3].Length > 0))
            return null;
        var entry = new SparkNlpEntry
        {
            Name = string.Join('_', parts[..^4]),
            Language = parts[^4].Length == 0 ? null : parts[^4],
            Library = library,
            Spark = spark,
            Time = DateTimeOffset.FromUnixTimeMilliseconds(time),
            IsReady = true,
            IsZipped = true,
        };
        return entry.Name.Length > 0 && entry.Key == key ? entry : null;
    }
}
