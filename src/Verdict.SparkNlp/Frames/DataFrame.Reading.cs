using Apache.Arrow;
using Verdict.Data;
using Verdict.SparkNlp.Frames;
using Verdict.SparkNlp.Frames.Parquet;

namespace Verdict.SparkNlp;

/// <content>Files into frames. A file is opened for its columns at once, and again each time the rows are read.</content>
public sealed partial class DataFrame
{
    /// <summary>A delimited file with a header; every column is text. <c>.tsv</c>, <c>.gz</c> and <c>.zst</c> are known by their endings.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VerdictFormatException">A row is broken; the message names file and line.</exception>
    public static DataFrame ReadCsv(string path) => RecordFrame.Open(path, RecordFormat.Csv);

    /// <summary>
    /// A file of JSON objects, one a line. Columns of numbers become whole numbers where all are, columns of objects and lists become text.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VerdictFormatException">A row is broken; the message names file and line.</exception>
    public static DataFrame ReadJsonLines(string path) => RecordFrame.Open(path, RecordFormat.JsonLines);

    /// <summary>A Parquet file, or a folder of them as Spark writes one. Annotation columns keep their kind.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="VerdictFormatException">A file is damaged, or has columns of a type that is not supported.</exception>
    public static DataFrame ReadParquet(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string[] files = ParquetReading.Files(path);
        Schema schema = ParquetReading.ReadSchema(files[0], () => File.OpenRead(files[0]));
        return new DataFrame(schema, () => files.SelectMany(f => ParquetReading.Read(f, () => File.OpenRead(f), schema)));
    }

    /// <summary>An Arrow IPC file (or stream). Annotation columns keep their kind.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="VerdictFormatException">The file is damaged.</exception>
    public static DataFrame ReadArrow(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return ReadArrow(path, () => File.OpenRead(path));
    }

    /// <summary>Parquet from anywhere; <paramref name="open"/> is called for each reading.</summary>
    internal static DataFrame ReadParquet(string name, Func<Stream> open)
    {
        Schema schema = ParquetReading.ReadSchema(name, open);
        return new DataFrame(schema, () => ParquetReading.Read(name, open, schema));
    }

    /// <summary>Arrow from anywhere; <paramref name="open"/> is called for each reading.</summary>
    internal static DataFrame ReadArrow(string name, Func<Stream> open)
    {
        Schema schema = ArrowFiles.ReadSchema(name, open);
        return new DataFrame(schema, () => ArrowFiles.Read(name, open, schema));
    }
}
