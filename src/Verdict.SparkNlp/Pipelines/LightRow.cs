namespace Verdict.SparkNlp;

/// <summary>One text on its way through a <see cref="LightPipeline"/>.</summary>
/// <param name="Text">The text.</param>
internal sealed record LightRow(string Text)
{
    /// <summary>Annotations by column, in the order of the stages.</summary>
    public OrderedDictionary<string, IReadOnlyList<Annotation>> Columns { get; } = [];

    /// <summary>Columns of stages that were left out because they are lazy.</summary>
    public HashSet<string> LeftOut { get; } = [];

    /// <summary>What a <see cref="Finisher"/> made of them, or <see langword="null"/> where there is none.</summary>
    public OrderedDictionary<string, IReadOnlyList<string>>? Finished { get; set; }
}
