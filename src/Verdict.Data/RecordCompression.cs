namespace Verdict.Data;

/// <summary>How a text format is compressed.</summary>
public enum RecordCompression
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>gzip (<c>.gz</c>).</summary>
    Gzip,

    /// <summary>Zstandard (<c>.zst</c>).</summary>
    Zstd,
}
