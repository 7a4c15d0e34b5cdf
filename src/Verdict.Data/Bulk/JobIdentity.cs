using System.Globalization;
using System.Security.Cryptography;

namespace Verdict.Data.Bulk;

/// <summary>What a job's result depends on, as names with values: a job goes on only where all are the same.</summary>
internal static class JobIdentity
{
    public const string ShardName = "shard", AnnotationsName = "annotation column";

    /// <summary>The identity of a job over files.</summary>
    /// <exception cref="IOException">An input cannot be read.</exception>
    public static SortedDictionary<string, string> Of(BulkJobOptions options, IReadOnlyList<string> inputs, BulkScorer scorer, CancellationToken cancellation)
    {
        var identity = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["model"] = options.Model,
            ["labels"] = string.Join(", ", scorer.Labels),
            ["text column"] = options.TextColumn,
            ["pair column"] = options.PairColumn ?? "",
            ["columns"] = options.Columns is null ? "all" : string.Join(", ", options.Columns),
            ["output format"] = Format(options.Encoding),
            ["input format"] = options.InputEncoding is null ? "by name" : Format(options.InputEncoding.Value),
            ["rows per part"] = Number(options.RowsPerPart),
            ["version"] = typeof(JobIdentity).Assembly.GetName().Version?.ToString() ?? "",
            [ShardName] = $"{Number(options.Shard)}/{Number(options.ShardCount)}",
            ["inputs"] = Number(inputs.Count),
        };
        if (options.Annotations is { } annotations)
            identity[AnnotationsName] = annotations.Name;
        foreach ((string name, string value) in options.Settings)
            identity["setting " + name] = value;
        for (int i = 0; i < inputs.Count; i++)
        {
            (long length, string digest) = Digest(inputs[i], cancellation);
            identity[$"input {Number(i + 1)}"] = $"{inputs[i]}, {Number(length)} bytes, sha256 {digest}";
        }

        return identity;
    }

    /// <summary>Each difference in words; none where the two are the same.</summary>
    public static List<string> Differences(IReadOnlyDictionary<string, string> then, IReadOnlyDictionary<string, string> now) =>
    [
        .. then.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Where(name => then.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was '{then.GetValueOrDefault(name, "not set")}' and is '{now.GetValueOrDefault(name, "not set")}'"),
    ];

    /// <summary>A file's length and SHA-256.</summary>
    public static (long Length, string Digest) Digest(string path, CancellationToken cancellation)
    {
        using Stream stream = Files.InputFile.Open(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 17];
        long length = 0;
        while (stream.Read(buffer) is int count and > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            hash.AppendData(buffer, 0, count);
            length += count;
        }

        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string Format(RecordEncoding encoding) => encoding.Extension[1..];

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
