using Verdict.Hub.HuggingFace;

namespace Verdict.Hub;

/// <summary>What a user writes to name a model, taken apart. Nothing is looked up.</summary>
/// <param name="Hub">Whose name it is.</param>
/// <param name="Name">The name in its hub, or the path.</param>
/// <param name="Qualifier">The language for Spark NLP, the revision for Hugging Face, if one was written.</param>
internal sealed record ModelReference(HubKind Hub, string Name, string? Qualifier)
{
    private const string HuggingFacePrefix = "hf:";

    /// <summary>Reads a reference that is no existing file or folder.</summary>
    /// <exception cref="ArgumentException">It is nothing that could be a name; the message says what could.</exception>
    public static ModelReference Parse(string reference)
    {
        if (reference.StartsWith(ResolvedModel.SparkNlpPrefix, StringComparison.Ordinal))
        {
            string[] parts = reference[ResolvedModel.SparkNlpPrefix.Length..].Split('/');
            if (parts.Length <= 2 && parts.All(HubNames.IsSafe))
                return new ModelReference(HubKind.SparkNlp, parts[0], parts.ElementAtOrDefault(1));
            throw Unreadable(reference);
        }

        bool prefixed = reference.StartsWith(HuggingFacePrefix, StringComparison.Ordinal);
        string text = prefixed ? reference[HuggingFacePrefix.Length..] : reference;
        int at = text.IndexOf('@', StringComparison.Ordinal);
        string name = at < 0 ? text : text[..at];
        string? revision = at < 0 ? null : text[(at + 1)..];
        bool named = prefixed || name.Contains('/', StringComparison.Ordinal);
        return named && RepositoryName.IsName(name) && (revision is null || RepositoryName.IsRevision(revision))
            ? new ModelReference(HubKind.HuggingFace, name, revision)
            : throw Unreadable(reference);
    }

    private static ArgumentException Unreadable(string reference) => new(
        $"'{reference}' is no file, no folder and no name of a model. Give the path of a model, organisation/name or organisation/name@revision for Hugging Face's hub "
        + $"({HuggingFacePrefix}name for a name without organisation), or {ResolvedModel.SparkNlpPrefix}name/language for Spark NLP's.", nameof(reference));
}
