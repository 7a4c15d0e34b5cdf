namespace Verdict.Data;

/// <summary>What a bulk job reads, asks and writes.</summary>
public sealed record BulkJobOptions
{
    /// <summary>Files, folders and patterns such as <c>data/*.csv</c> or <c>data/**/*.parquet</c>; <c>-</c> alone for standard input.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The file to write; <c>-</c> for standard output.</summary>
    public required string Output { get; init; }

    /// <summary>The column with the text.</summary>
    public required string TextColumn { get; init; }

    /// <summary>The column with the second text of a pair; <see langword="null"/> (the default) for single texts.</summary>
    public string? PairColumn { get; init; }

    /// <summary>The format of all inputs; <see langword="null"/> (the default) takes each from its name.</summary>
    public RecordEncoding? InputEncoding { get; init; }

    /// <summary>The format of the output; <see langword="null"/> (the default) takes it from its name.</summary>
    public RecordEncoding? OutputEncoding { get; init; }

    /// <summary>The input columns to keep, in this order; <see langword="null"/> (the default) keeps all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>A nested column to write behind all others, such as Spark NLP's annotations; <see langword="null"/> (the default) for none. Parquet, Arrow and JSON lines can hold it.</summary>
    public BulkColumn? Annotations { get; init; }

    /// <summary>What identifies the model: a digest of its files, or its name where that identifies it.</summary>
    public required string Model { get; init; }

    /// <summary>Every other setting that changes the result, by the name the user knows it by; a changed one is refused on resuming.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Which share of the work is done, from 1 to <see cref="ShardCount"/>. Default 1.</summary>
    public int Shard { get; init; } = 1;

    /// <summary>Into how many shares the work is split, from 1 (the default) to 10,000. With more than one, <see cref="BulkJob.MergeAsync"/> joins them.</summary>
    public int ShardCount { get; init; } = 1;

    /// <summary>How many bad rows are too many; <see langword="null"/> (the default) for no limit.</summary>
    public long? MaxErrors { get; init; }

    /// <summary>Whether to forget an unfinished job and begin anew. Default <see langword="false"/>.</summary>
    public bool Restart { get; init; }

    /// <summary>How many rows a part has at most. Default 2,048; range 1 to 1,048,576. A killed job loses at most one part's work.</summary>
    public int RowsPerPart { get; init; } = 2_048;

    /// <summary>Put around each output file's stream, so that tests can let it fail.</summary>
    internal Func<Stream, Stream>? WrapOutput { get; init; }

    internal bool IsPiped => Output == "-" || Inputs is ["-"];

    /// <summary>The output's format.</summary>
    /// <exception cref="ArgumentException">The name does not tell it.</exception>
    internal RecordEncoding Encoding => OutputEncoding ?? RecordEncoding.FromPath(Output);

    internal void Validate()
    {
        List<string> faults = [];
        if (Inputs.Count == 0)
            faults.Add("there is no input");
        if (Inputs.Count > 1 && Inputs.Contains("-"))
            faults.Add("standard input cannot be read together with files");
        if (ShardCount is < 1 or > 10_000 || Shard < 1 || Shard > ShardCount)
            faults.Add($"shard {Shard}/{ShardCount} is none: the first number must lie between 1 and the second, the second between 1 and 10,000");
        if (ShardCount > 1 && IsPiped)
            faults.Add("shards need files to read from and to write to");
        if (RowsPerPart is < 1 or > 1 << 20)
            faults.Add($"a part of {RowsPerPart} rows is none: 1 to 1,048,576 may be");
        if (MaxErrors < 0)
            faults.Add("the limit of errors is below 0");
        if (Inputs is ["-"] && InputEncoding is null)
            faults.Add("standard input has no name that tells its format; name it");
        if (Output == "-" && OutputEncoding is null)
            faults.Add("standard output has no name that tells its format; name it");
        else if (Annotations is not null && Encoding.Format is RecordFormat.Csv or RecordFormat.Tsv)
            faults.Add($"delimited text cannot hold the annotation column '{Annotations.Name}'; write Parquet, Arrow or JSON lines");
        if (faults.Count > 0)
            throw new ArgumentException($"The job cannot be done: {string.Join("; ", faults)}.");
    }
}
