using Verdict.Hub.Storage;

namespace Verdict.Hub;

/// <summary>A model that lies on this machine, whole and as its hub announced it. Immutable.</summary>
public sealed record ResolvedModel
{
    internal const string SparkNlpPrefix = "spark-nlp:";

    /// <summary>The model's name in its hub: <c>organisation/name</c>, a Spark NLP name, or a path.</summary>
    public required string Name { get; init; }

    /// <summary>Whose name it is.</summary>
    public required HubKind Hub { get; init; }

    /// <summary>What lies at <see cref="Path"/>.</summary>
    public required ModelKind Kind { get; init; }

    /// <summary>The folder (or, for a local archive, the zip) on this machine.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// What exactly the name meant: the commit of a Hugging Face repository, the key of a Spark NLP archive
    /// (<c>name_language_library_spark_time</c>); <see langword="null"/> for a local path.
    /// </summary>
    public string? Revision { get; init; }

    /// <summary>The language that was asked for, for Spark NLP's hub.</summary>
    public string? Language { get; init; }

    /// <summary>Where it came from this time: a hub's address, a folder, a bundle, or <c>cache</c>.</summary>
    public required string Source { get; init; }

    /// <summary>The files, ordered by path (ordinal).</summary>
    public required IReadOnlyList<HubFile> Files { get; init; }

    /// <summary>The text that names this model, without its revision: <c>organisation/name</c> or <c>spark-nlp:name/language</c>.</summary>
    public string Reference => Hub == HubKind.SparkNlp ? $"{SparkNlpPrefix}{Name}/{Language}" : Name;

    /// <summary>Reads every file, computes its hash, and compares it with the one that is known.</summary>
    /// <returns>The same model with a hash for each file: the known one, or SHA-256.</returns>
    /// <exception cref="HubException"><see cref="HubFault.Corrupt"/>: a file is not what it was; the message names it.</exception>
    public async Task<ResolvedModel> VerifyAsync(CancellationToken cancellation = default)
    {
        var files = new List<HubFile>(Files.Count);
        foreach (HubFile file in Files)
        {
            string path = File.Exists(Path) ? Path : System.IO.Path.Combine(Path, file.Path);
            HashKind kind = file.Hash?.Kind ?? HashKind.Sha256;
            FileHash found;
            try
            {
                found = await FileHasher.ComputeAsync(path, kind, cancellation).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new HubException(HubFault.Corrupt, $"{path} cannot be read: {e.Message} Remove the model's folder and pull {Reference} again.", e);
            }

            if (file.Hash is { } expected && expected != found)
                throw new HubException(HubFault.Corrupt, $"{path} has the hash {found}, but {expected} was pulled. Remove the model's folder and pull {Reference} again.");
            files.Add(file with { Hash = found });
        }

        return this with { Files = files };
    }
}
