using Verdict.SparkNlp.Frames;
using Verdict.SparkNlp.Frames.Parquet;

namespace Verdict.SparkNlp;

/// <content>Frames into files. They are written under a temporary name, flushed and renamed: a name that is there is whole.</content>
public sealed partial class DataFrame
{
    /// <summary>Writes the rows as JSON, one object a line.</summary>
    /// <param name="path">The file, which is replaced.</param>
    public void WriteJsonLines(string path) => AtomicFile.Write(path, WriteJsonLines);

    /// <summary>Writes the rows as JSON, one object a line.</summary>
    /// <param name="stream">Where to; it stays open.</param>
    public void WriteJsonLines(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        JsonRows.Write(Schema, Batches(), stream);
    }

    /// <summary>Writes a Parquet file. Annotation columns have the schema that Spark NLP writes, and keep their kind.</summary>
    /// <param name="path">The file, which is replaced.</param>
    /// <exception cref="ArgumentException">A column's type cannot be written; the message names it.</exception>
    public void WriteParquet(string path) => AtomicFile.Write(path, stream => Task.Run(() => ParquetWriting.WriteAsync(Schema, Batches(), stream)).GetAwaiter().GetResult());

    /// <summary>Writes an Arrow IPC file.</summary>
    /// <param name="path">The file, which is replaced.</param>
    public void WriteArrow(string path) => AtomicFile.Write(path, stream => ArrowFiles.Write(Schema, Batches(), stream));
}
