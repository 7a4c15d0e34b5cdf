namespace Verdict.Data;

/// <summary>Format and compression together, as a file's name tells them. Immutable.</summary>
/// <param name="Format">How rows are written.</param>
/// <param name="Compression">How the whole is compressed; only for text formats.</param>
public readonly record struct RecordEncoding(RecordFormat Format, RecordCompression Compression = RecordCompression.None)
{
    private static readonly (string Extension, RecordFormat Format)[] Extensions =
    [
        (".csv", RecordFormat.Csv),
        (".tsv", RecordFormat.Tsv),
        (".tab", RecordFormat.Tsv),
        (".jsonl", RecordFormat.JsonLines),
        (".ndjson", RecordFormat.JsonLines),
        (".parquet", RecordFormat.Parquet),
        (".arrow", RecordFormat.Arrow),
        (".feather", RecordFormat.Arrow),
        (".arrows", RecordFormat.ArrowStream),
    ];

    /// <summary>What a file's name says about its content.</summary>
    /// <param name="path">A path such as <c>reviews.csv</c> or <c>reviews.jsonl.gz</c>.</param>
    /// <exception cref="ArgumentException">The extension is none that Verdict reads or writes; the message lists those.</exception>
    public static RecordEncoding FromPath(string path) => TryFromPath(path, out RecordEncoding encoding)
        ? encoding
        : throw new ArgumentException($"{path}: the name does not tell the format. Use one of {Known()}, or name the format.", nameof(path));

    /// <summary>What a file's name says about its content, if it says anything.</summary>
    public static bool TryFromPath(string path, out RecordEncoding encoding)
    {
        ArgumentNullException.ThrowIfNull(path);
        (string name, RecordCompression compression) = SplitCompression(path);
        foreach ((string extension, RecordFormat format) in Extensions)
        {
            bool compressible = compression == RecordCompression.None || format is RecordFormat.Csv or RecordFormat.Tsv or RecordFormat.JsonLines;
            if (compressible && name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                encoding = new(format, compression);
                return true;
            }
        }

        encoding = default;
        return false;
    }

    /// <summary>What a name given by the user says: <c>csv</c>, <c>tsv</c>, <c>jsonl</c>, <c>parquet</c>, <c>arrow</c>; text formats also with <c>.gz</c> or <c>.zst</c> behind.</summary>
    /// <exception cref="ArgumentException">No format has that name; the message lists those that exist.</exception>
    public static RecordEncoding Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return TryFromPath("." + name, out RecordEncoding encoding)
            ? encoding
            : throw new ArgumentException($"There is no format '{name}'. Use one of {Known().Replace(".", "", StringComparison.Ordinal)}.", nameof(name));
    }

    /// <summary>The extension that says this, such as <c>.csv.gz</c>.</summary>
    public string Extension
    {
        get
        {
            RecordFormat format = Format;
            return Extensions.First(known => known.Format == format).Extension + Compression switch
            {
                RecordCompression.Gzip => ".gz",
                RecordCompression.Zstd => ".zst",
                _ => "",
            };
        }
    }

    private static string Known() => string.Join(", ", Extensions.Select(known => known.Extension));

    private static (string Name, RecordCompression Compression) SplitCompression(string path)
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            return (path[..^3], RecordCompression.Gzip);
        return path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? (path[..^4], RecordCompression.Zstd) : (path, RecordCompression.None);
    }
}
