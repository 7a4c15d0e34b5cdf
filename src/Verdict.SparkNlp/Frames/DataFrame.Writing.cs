using Verdict.SparkNlp.Frames;

namespace Verdict.SparkNlp;

/// <summary>Frames into files. Files are written under a temporary name, flushed and renamed: a name that is there is whole.</summary>
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
}
