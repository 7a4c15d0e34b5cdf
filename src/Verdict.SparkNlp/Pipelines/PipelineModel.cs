using Apache.Arrow;

namespace Verdict.SparkNlp;

/// <summary>A fitted pipeline: transformers in order.</summary>
public sealed class PipelineModel : Transformer, IDisposable
{
    /// <summary>Creates one from transformers.</summary>
    public PipelineModel(params Transformer[] stages)
        : base(NewUid("PipelineModel"))
    {
        ArgumentNullException.ThrowIfNull(stages);
        Stages = [.. stages];
    }

    /// <summary>The stages in order.</summary>
    public IReadOnlyList<Transformer> Stages { get; }

    /// <summary>Loads a pipeline that Spark saved: a folder, or a zip of one.</summary>
    /// <param name="path">The folder or zip.</param>
    /// <exception cref="VerdictFormatException">It is damaged, holds something else, or a stage that is not supported; the message says what and where.</exception>
    public static PipelineModel Load(string path) => SavedStages.Open<PipelineModel>(path);

    /// <summary>Sets which release all stages follow where releases differ.</summary>
    public PipelineModel SetCompatibility(CompatibilityLevel level)
    {
        foreach (Transformer stage in Stages)
        {
            _ = stage switch
            {
                TokenizerModel tokenizer => tokenizer.SetCompatibility(level),
                BertForSequenceClassification classifier => classifier.SetCompatibility(level),
                PipelineModel pipeline => pipeline.SetCompatibility(level),
                _ => stage,
            };
        }

        return this;
    }

    /// <summary>Disposes the stages that hold a model.</summary>
    public void Dispose()
    {
        foreach (IDisposable stage in Stages.OfType<IDisposable>())
            stage.Dispose();
    }

    internal override Schema TransformSchema(Schema schema) => Stages.Aggregate(schema, (s, stage) => stage.TransformSchema(s));

    internal override IEnumerable<RecordBatch> TransformBatches(IEnumerable<RecordBatch> batches, Schema schema)
    {
        // The stages know their own schemas; what comes in is described by its first batch.
        using IEnumerator<RecordBatch> source = batches.GetEnumerator();
        if (!source.MoveNext())
            yield break;
        Schema current = source.Current.Schema;
        IEnumerable<RecordBatch> stream = Continue(source);
        foreach (Transformer stage in Stages)
        {
            current = stage.TransformSchema(current);
            stream = stage.TransformBatches(stream, current);
        }

        foreach (RecordBatch batch in stream)
            yield return batch;
    }

    internal override void AnnotateLight(IReadOnlyList<LightRow> rows)
    {
        foreach (Transformer stage in Stages)
            stage.AnnotateLight(rows);
    }

    private static IEnumerable<RecordBatch> Continue(IEnumerator<RecordBatch> source)
    {
        do
            yield return source.Current;
        while (source.MoveNext());
    }
}
