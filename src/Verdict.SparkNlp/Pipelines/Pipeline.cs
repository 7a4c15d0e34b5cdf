using Apache.Arrow;

namespace Verdict.SparkNlp;

/// <summary>Stages in order. Fitting it fits the stages that learn and gives a <see cref="PipelineModel"/>.</summary>
public sealed class Pipeline : PipelineStage
{
    /// <summary>Creates an empty one.</summary>
    public Pipeline()
        : base(NewUid("Pipeline"))
    {
    }

    /// <summary>The stages in order.</summary>
    public IReadOnlyList<PipelineStage> Stages { get; private set; } = [];

    /// <summary>Sets <see cref="Stages"/>.</summary>
    public Pipeline SetStages(params PipelineStage[] stages)
    {
        ArgumentNullException.ThrowIfNull(stages);
        foreach (PipelineStage stage in stages)
            ArgumentNullException.ThrowIfNull(stage, nameof(stages));
        Stages = [.. stages];
        return this;
    }

    /// <summary>Checks that each stage finds its columns and makes the model. No row is read: none of the stages here learns from rows.</summary>
    /// <param name="frame">A frame with the columns that the first stages read; it may be empty.</param>
    /// <exception cref="ArgumentException">A stage misses a column; the message shows those there are.</exception>
    public PipelineModel Fit(DataFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _ = TransformSchema(frame.Schema);
        List<Transformer> fitted = [];
        foreach (PipelineStage stage in Stages)
        {
            Transformer transformer = stage.FitAny(frame);
            fitted.Add(transformer);
            frame = transformer.Transform(frame);
        }

        return new PipelineModel([.. fitted]);
    }

    internal override Schema TransformSchema(Schema schema) => Stages.Aggregate(schema, (s, stage) => stage.TransformSchema(s));

    internal override Transformer FitAny(DataFrame frame) => Fit(frame);
}
