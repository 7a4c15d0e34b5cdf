namespace Verdict.SparkNlp.Archives;

/// <summary>A saved pipeline; it owns its stages.</summary>
/// <param name="metadata">Its metadata; the parameter <c>stageUids</c> names the stages.</param>
/// <param name="stages">The stages in order, pipelines among them.</param>
internal sealed class PipelineArchive(StageMetadata metadata, IReadOnlyList<SavedArchive> stages) : SavedArchive(metadata)
{
    /// <summary>The stages in order.</summary>
    public IReadOnlyList<SavedArchive> Stages { get; } = stages;

    /// <summary>Lets go of the stages' weights.</summary>
    public override void Dispose()
    {
        foreach (SavedArchive stage in Stages)
            stage.Dispose();
    }
}
