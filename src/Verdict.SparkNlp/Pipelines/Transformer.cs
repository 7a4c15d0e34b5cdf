using Apache.Arrow;
using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp;

/// <summary>
/// A stage that adds columns to a data frame. Its setters change it and give it back; set it up first, then any number of threads
/// may use it.
/// </summary>
public abstract class Transformer : PipelineStage
{
    private protected Transformer(string uid)
        : base(uid)
    {
    }

    /// <summary>The frame with the columns that this stage adds. Nothing is computed before the result's rows are asked for.</summary>
    /// <param name="frame">A frame with the input columns.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong kind; the message shows those that there are.</exception>
    public DataFrame Transform(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Schema schema = TransformSchema(frame.Schema);
        return new DataFrame(schema, () => TransformBatches(frame.Batches(), schema));
    }

    /// <summary>
    /// Saves it as a folder that <c>Load</c> and Spark NLP 5.5.3 read; a classifier is saved with the engine <c>onnx</c>, and its archive is read again for that.
    /// </summary>
    /// <param name="path">The folder, which appears whole or not at all.</param>
    /// <param name="overwrite">Whether a folder that is there is replaced.</param>
    /// <exception cref="IOException">The folder is there already, or cannot be written.</exception>
    /// <exception cref="VerdictFormatException">The archive that a classifier was loaded from is gone, or holds another model now.</exception>
    public void Save(string path, bool overwrite = false)
    {
        List<ClassifierArchive> reread = [];
        try
        {
            ArchiveWriter.WriteSpark(StageSaving.Of(this, reread), path, overwrite);
        }
        finally
        {
            reread.ForEach(a => a.Dispose());
        }
    }

    internal override Transformer FitAny(DataFrame frame) => this;

    /// <summary>Turns batches of the input's columns into batches of the output's.</summary>
    internal abstract IEnumerable<RecordBatch> TransformBatches(IEnumerable<RecordBatch> batches, Schema schema);

    /// <summary>Adds this stage's annotations to those of some texts, without a frame.</summary>
    /// <param name="rows">For each text, its annotations by column so far.</param>
    internal abstract void AnnotateLight(IReadOnlyList<LightRow> rows);
}
