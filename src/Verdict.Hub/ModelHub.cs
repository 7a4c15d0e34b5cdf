using Verdict.Hub.HuggingFace;
using Verdict.Hub.SparkNlp;

namespace Verdict.Hub;

/// <summary>Models by name, whichever hub has them. Safe from many threads and processes at once.</summary>
public static class ModelHub
{
    /// <summary>Gives a model's place on this machine, fetching it first if it is named and not in the cache.</summary>
    /// <param name="reference">
    /// The path of a model (a Hugging Face folder, a saved Spark NLP model as a folder or zip, a bundle of one model), or a name:
    /// <c>organisation/name</c> or <c>organisation/name@revision</c> (Hugging Face; <c>hf:name</c> for a name without organisation),
    /// <c>spark-nlp:name/language</c> (Spark NLP; the language is <c>en</c> if none is named).
    /// What exists as a path is never looked up as a name.
    /// </param>
    /// <param name="options">Sources, caches, releases; <see langword="null"/> for the defaults of the environment.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it; what has arrived is kept for the next time.</param>
    /// <exception cref="HubException">There is no such model, or it could not be had; <see cref="HubException.Fault"/> says why.</exception>
    /// <exception cref="VerdictFormatException">A hub's answer or an archive is not what it should be.</exception>
    /// <exception cref="ArgumentException">The text can be neither a path nor a name.</exception>
    public static Task<ResolvedModel> ResolveAsync(string reference, HubOptions? options = null, IProgress<PullProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        if (File.Exists(reference) && ModelBundle.IsBundle(reference))
            return FromBundleAsync(reference, options ?? new HubOptions(), progress, cancellation);
        if (Directory.Exists(reference) || File.Exists(reference))
            return Task.FromResult(Local(reference));
        if (IsPath(reference))
            throw new HubException(HubFault.NotFound, $"{reference} does not exist. Check the path, or give the name of a model without ./ or an extension.");
        var parsed = ModelReference.Parse(reference);
        return parsed.Hub == HubKind.SparkNlp
            ? new SparkNlpHub(options).ResolveAsync(parsed.Name, parsed.Qualifier ?? "en", progress, cancellation)
            : new HuggingFaceHub(options).ResolveAsync(parsed.Name, parsed.Qualifier, progress, cancellation);
    }

    /// <summary>The models that both caches hold complete, ordered by reference and revision; nobody is asked and no file is read.</summary>
    /// <param name="options">Which caches; <see langword="null"/> for the defaults of the environment.</param>
    /// <exception cref="HubException"><see cref="HubFault.CacheFailure"/>: a cache cannot be read.</exception>
    public static IReadOnlyList<ResolvedModel> Cached(HubOptions? options = null)
    {
        try
        {
            return [.. new SparkNlpHub(options).Cached().Concat(new HuggingFaceHub(options).Cached())
                .OrderBy(m => m.Reference, StringComparer.Ordinal).ThenBy(m => m.Revision, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubFault.CacheFailure, $"a cache cannot be read: {e.Message} Set its rights, or name another.", e);
        }
    }

    /// <summary>The one model of a bundle, installed in the cache.</summary>
    private static Task<ResolvedModel> FromBundleAsync(string path, HubOptions options, IProgress<PullProgress>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<LockedModel> models = ModelBundle.Open(path).Models;
        if (models.Count != 1)
            throw new HubException(HubFault.NotFound, $"{path} holds {models.Count} models: {string.Join(", ", models.Select(m => m.Reference))}. Give one of these names, with the bundle as a source.");
        return ResolveAsync(models[0].Reference.Contains('/', StringComparison.Ordinal) ? models[0].Reference : $"hf:{models[0].Reference}",
            options with { HuggingFaceSources = [path], SparkNlpSources = [path] }, progress, cancellation);
    }

    private static bool IsPath(string reference) => reference[0] is '.' or '/' or '~' || reference.Contains('\\', StringComparison.Ordinal)
        || Path.IsPathRooted(reference) || reference.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    private static ResolvedModel Local(string path)
    {
        string full = Path.GetFullPath(path);
        if (File.Exists(full))
            return Local(full, ModelKind.SparkNlpArchive, full, [new HubFile(Path.GetFileName(full), new FileInfo(full).Length, null)]);
        if (NeededFiles.InFolder(full) is { } needed)
            return Local(full, ModelKind.HuggingFaceFolder, full, HuggingFaceCache.Describe(full, needed));
        if (SparkNlpCache.Root(full) is { } root)
        {
            return Local(full, ModelKind.SparkNlpArchive, root, [.. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Select(f => new HubFile(Path.GetRelativePath(root, f).Replace('\\', '/'), new FileInfo(f).Length, null)).OrderBy(f => f.Path, StringComparer.Ordinal)]);
        }

        throw new HubException(HubFault.NotSupported, $"{path} is a folder, but no model: it has neither config.json with safetensors weights and a tokeniser, nor metadata/part-00000. Give the folder that has.");
    }

    private static ResolvedModel Local(string name, ModelKind kind, string path, IReadOnlyList<HubFile> files) => new()
    {
        Name = name,
        Hub = HubKind.Local,
        Kind = kind,
        Path = path,
        Source = name,
        Files = files,
    };
}
