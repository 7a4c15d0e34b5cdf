namespace Verdict.Data;

/// <summary>How rows are written in a file.</summary>
public enum RecordFormat
{
    /// <summary>Values separated by commas (semicolons are recognised when read), with a header; quoted where needed.</summary>
    Csv,

    /// <summary>Values separated by tabs, with a header; quoted where needed.</summary>
    Tsv,

    /// <summary>A JSON object a line.</summary>
    JsonLines,

    /// <summary>Apache Parquet.</summary>
    Parquet,

    /// <summary>Apache Arrow IPC as a file (Feather 2). When read, a stream is recognised too.</summary>
    Arrow,

    /// <summary>Apache Arrow IPC as a stream, as it suits pipes.</summary>
    ArrowStream,
}
