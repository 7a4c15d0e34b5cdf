namespace Verdict.SparkNlp.Archives;

/// <summary>One saved stage with its features.</summary>
internal sealed class StageArchive : SavedArchive
{
    /// <summary>A stage without features.</summary>
    public StageArchive(StageMetadata metadata)
        : base(metadata)
    {
    }

    /// <summary>A fitted tokenizer.</summary>
    public StageArchive(StageMetadata metadata, IReadOnlyList<string> rules)
        : base(metadata) => Rules = rules;

    /// <summary>A classifier; the stage owns it from now on.</summary>
    public StageArchive(StageMetadata metadata, ClassifierArchive classifier)
        : base(metadata) => Classifier = classifier;

    /// <summary>
    /// A <see cref="StageClasses.TokenizerModel"/>'s regular expressions (Java's), first to last; <see langword="null"/> for other stages.
    /// Everything else that it has is among its parameters.
    /// </summary>
    public IReadOnlyList<string>? Rules { get; }

    /// <summary>A <see cref="StageClasses.Classifier"/>'s model; <see langword="null"/> for other stages.</summary>
    public ClassifierArchive? Classifier { get; }

    /// <summary>Lets go of the weights.</summary>
    public override void Dispose() => Classifier?.Dispose();
}
