namespace Verdict.SparkNlp.Archives;

/// <summary>Something that Spark saved: a <see cref="StageArchive"/> or a <see cref="PipelineArchive"/>. Immutable; owns the weights inside it until it is disposed.</summary>
/// <param name="metadata">Its metadata.</param>
internal abstract class SavedArchive(StageMetadata metadata) : IDisposable
{
    /// <summary>Class, uid, times.</summary>
    public StageMetadata Metadata { get; } = metadata;

    /// <summary>The full name of its Scala class: one of <see cref="StageClasses"/>.</summary>
    public string ClassName => Metadata.ClassName;

    /// <summary>Its name.</summary>
    public string Uid => Metadata.Uid;

    /// <summary>Its parameters.</summary>
    public StageParams Params => Metadata.Params;

    /// <summary>Lets go of the weights.</summary>
    public abstract void Dispose();
}
