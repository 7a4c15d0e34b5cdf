namespace Verdict.Hub;

/// <summary>What exactly a name meant: an entry of a lock file or a bundle.</summary>
public sealed record LockedModel
{
    /// <summary>The model's name in its hub.</summary>
    public required string Name { get; init; }

    /// <summary>Whose name it is: never <see cref="HubKind.Local"/>.</summary>
    public required HubKind Hub { get; init; }

    /// <summary>What the files are.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The commit or key; <see langword="null"/> for a plain folder of a Hugging Face model, which its hashes alone pin.</summary>
    public string? Revision { get; init; }

    /// <summary>The language, for Spark NLP's hub.</summary>
    public string? Language { get; init; }

    /// <summary>The files, ordered by path (ordinal), each with a hash.</summary>
    public required IReadOnlyList<HubFile> Files { get; init; }

    /// <summary>The text that names this model, without its revision.</summary>
    public string Reference => Hub == HubKind.SparkNlp ? $"{ResolvedModel.SparkNlpPrefix}{Name}/{Language}" : Name;

    internal static LockedModel Of(ResolvedModel model, IReadOnlyList<HubFile> files) => new()
    {
        Name = model.Name,
        Hub = model.Hub,
        Kind = model.Kind,
        Revision = model.Revision,
        Language = model.Language,
        Files = files,
    };
}
