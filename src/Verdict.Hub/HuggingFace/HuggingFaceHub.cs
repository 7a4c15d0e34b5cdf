using Verdict.Hub.Bundles;
using Verdict.Hub.HuggingFace;
using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub;

/// <summary>
/// Hugging Face's hub, mirrors of it, folders and bundles. Only configuration, safetensors weights and tokeniser files are ever
/// fetched: nothing that can run. Immutable; safe from many threads and processes at once, those of Python's client included.
/// </summary>
public sealed class HuggingFaceHub
{
    private readonly HubOptions _options;
    private readonly string _root;

    /// <summary>Creates a view of the hub; nothing is asked yet.</summary>
    /// <param name="options">Sources, cache and token; <see langword="null"/> for the defaults of the environment.</param>
    /// <exception cref="ArgumentException">The token holds characters that no token has.</exception>
    public HuggingFaceHub(HubOptions? options = null)
    {
        _options = options ?? new HubOptions();
        _root = Path.GetFullPath(_options.HuggingFaceCache);
        if (_options.HuggingFaceToken is { } token && !token.All(c => c is > ' ' and < '\x7f'))
            throw new ArgumentException("HuggingFaceToken holds a space, a line's end or another character that no token has. Copy it anew.", nameof(options));
    }

    /// <summary>Gives a model's folder on this machine, fetching what is missing of it.</summary>
    /// <param name="name"><c>organisation/name</c>, or the bare name of one of the oldest models.</param>
    /// <param name="revision">A branch, a tag or a commit. A commit that is in the cache is never asked for again.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it; what has arrived is kept for the next time.</param>
    /// <exception cref="HubException">There is no such model, or it could not be had; <see cref="HubException.Fault"/> says why.</exception>
    /// <exception cref="VerdictFormatException">An answer of the hub or an index of weights is not what it should be.</exception>
    /// <exception cref="ArgumentException">Name or revision hold characters that neither has.</exception>
    public async Task<ResolvedModel> ResolveAsync(string name, string? revision = null, IProgress<PullProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        revision ??= RepositoryName.DefaultRevision;
        if (!RepositoryName.IsName(name))
            throw new ArgumentException($"'{name}' is no name of a model. Give organisation/name, of letters, digits, '.', '-' and '_'.", nameof(name));
        if (!RepositoryName.IsRevision(revision))
            throw new ArgumentException($"'{revision}' is no revision. Give a branch, a tag or a commit.", nameof(revision));
        var meter = new ProgressMeter(name, progress);
        try
        {
            LockedModel? locked = _options.Lock?.Require(name);
            if (locked?.Revision is not null && RepositoryName.IsCommit(revision) && revision != locked.Revision)
                throw new HubException(HubFault.LockMismatch, $"{name} is locked to {locked.Revision}, but {revision} was asked for. Ask for the locked commit, or lock the other one.");
            ResolvedModel model = await SearchAsync(name, locked?.Revision ?? revision, meter, cancellation).ConfigureAwait(false);
            if (locked is not null)
                await ModelLock.CheckAsync(locked, model, cancellation).ConfigureAwait(false);
            meter.Tell(PullStage.Done);
            return model;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CacheFailure(e);
        }
    }

    /// <summary>Classifiers with safetensors weights that the sources offer, the most fetched first; offline, what folders and the cache have.</summary>
    /// <param name="search">Part of a name; <see langword="null"/> for all.</param>
    /// <param name="limit">At most so many from each hub, 1 to 1,000.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HubException">No source could be asked.</exception>
    /// <exception cref="VerdictFormatException">A hub's answer cannot be read.</exception>
    public async Task<IReadOnlyList<HuggingFaceEntry>> ListAsync(string? search = null, int limit = 100, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        var all = new Dictionary<string, HuggingFaceEntry>(StringComparer.Ordinal);
        HubException? fault = null;
        foreach (string source in _options.Offline ? [.. _options.HuggingFaceSources, _root] : _options.HuggingFaceSources)
        {
            try
            {
                IEnumerable<HuggingFaceEntry> found = File.Exists(source)
                    ? ModelBundle.Open(source).Models.Where(m => m.Hub == HubKind.HuggingFace && (search is null || m.Name.Contains(search, StringComparison.OrdinalIgnoreCase))).Select(m => new HuggingFaceEntry(m.Name, null, source))
                    : !HubNames.IsAddress(source, out Uri address)
                    ? FolderModels.List(Path.GetFullPath(source)).Where(e => search is null || e.Name.Contains(search, StringComparison.OrdinalIgnoreCase))
                    : _options.Offline ? [] : await new RepositoryClient(address, _options.HuggingFaceToken, _options.Transfer).SearchAsync(search, limit, cancellation).ConfigureAwait(false);
                foreach (HuggingFaceEntry entry in found)
                    all.TryAdd(entry.Name, entry);
            }
            catch (HubException e) when (e.MayTryElsewhere)
            {
                fault ??= e;
            }
        }

        return all.Count == 0 && fault is not null ? throw fault : [.. all.Values];
    }

    private async Task<ResolvedModel> SearchAsync(string name, string revision, ProgressMeter meter, CancellationToken cancellation)
    {
        var cache = new HuggingFaceCache(_root, name);
        string? commit = cache.CommitOf(revision);
        IReadOnlyList<HubFile>? cached = commit is null ? null : cache.Complete(commit);
        if (cached is not null && RepositoryName.IsCommit(revision))
            return Resolved(name, commit, cache.Snapshot(commit!), "cache", cached);
        HubException? fault = null;
        meter.Tell(PullStage.Resolving);
        foreach (string source in _options.HuggingFaceSources)
        {
            try
            {
                if (File.Exists(source))
                    return await FromBundleAsync(source, name, revision, cache, meter, cancellation).ConfigureAwait(false);
                if (!HubNames.IsAddress(source, out Uri address))
                    return FromFolder(Path.GetFullPath(source), name, revision);
                if (!_options.Offline)
                    return await FromWebAsync(address, name, revision, cached is null ? _options.Transfer.Attempts : 1, cache, meter, cancellation).ConfigureAwait(false);
            }
            catch (HubException e) when (e.MayTryElsewhere)
            {
                fault ??= e;
            }
            catch (Exception e) when (cached is not null && AtomicFile.IsReadOnly(e))
            {
                fault ??= CacheFailure(e);
            }
        }

        if (cached is not null && (fault is null || fault.CacheMayAnswer || _options.Offline))
        {
            if (fault is not null)
                meter.Tell(PullStage.UsingCache, message: $"{fault.Message} The copy in the cache is used.");
            return Resolved(name, commit, cache.Snapshot(commit!), "cache", cached);
        }

        throw fault ?? new HubException(HubFault.NotCached, _options.Offline
            ? $"{name} at {revision} is not complete in the cache {_root}, and the network may not be used. Pull it once with the network, or name a folder or bundle that has it as a source."
            : $"{name} at {revision} is not complete in the cache {_root}, and no source is named. Name one in HuggingFaceSources.");
    }

    private async Task<ResolvedModel> FromWebAsync(Uri address, string name, string revision, int attempts, HuggingFaceCache cache, ProgressMeter meter, CancellationToken cancellation)
    {
        var client = new RepositoryClient(address, _options.HuggingFaceToken, _options.Transfer);
        RepositoryListing listing = await client.ListAsync(name, revision, attempts, meter, cancellation).ConfigureAwait(false);
        await client.PullAsync(name, listing, cache, meter, cancellation).ConfigureAwait(false);
        IReadOnlyList<HubFile> files = cache.Complete(listing.Commit)
            ?? throw new HubException(HubFault.CacheFailure, $"{cache.Snapshot(listing.Commit)} lost files while they were fetched. Is another program cleaning the cache? Pull again.");
        cache.Remember(revision, listing.Commit);
        return Resolved(name, listing.Commit, cache.Snapshot(listing.Commit), client.Description, files);
    }

    private static async Task<ResolvedModel> FromBundleAsync(string path, string name, string revision, HuggingFaceCache cache, ProgressMeter meter, CancellationToken cancellation)
    {
        var bundle = ModelBundle.Open(path);
        LockedModel model = bundle.Models.FirstOrDefault(m => m.Hub == HubKind.HuggingFace && m.Name == name && (revision == RepositoryName.DefaultRevision || revision == m.Revision))
            ?? throw new HubException(HubFault.NotFound, $"{bundle.Path} has no {name} at {revision}; it holds {string.Join(", ", bundle.Models.Select(m => m.Reference))}.");
        IReadOnlyList<HubFile> files = cache.Complete(model.Revision!) ?? await BundleInstaller.InstallAsync(bundle, model, cache, revision, meter, cancellation).ConfigureAwait(false);
        return Resolved(name, model.Revision, cache.Snapshot(model.Revision!), bundle.Path, files);
    }

    private static ResolvedModel FromFolder(string source, string name, string revision) => FolderModels.Find(source, name, revision) is { } found
        ? Resolved(name, found.Commit, found.Folder, source, found.Files)
        : !Directory.Exists(source) ? throw new HubException(HubFault.NotFound, $"there is no folder {source}. Check the source; an address begins with https://.")
        : throw new HubException(HubFault.NotFound, $"{source} has no complete {name} at {revision}: neither {name}/config.json with weights and a tokeniser, nor the cache layout. Complete the folder, or name another source.");

    /// <summary>The models that are complete in the cache.</summary>
    internal IEnumerable<ResolvedModel> Cached() => FolderModels.Complete(_root).Select(m => Resolved(m.Name, m.Commit, m.Folder, "cache", m.Files));

    private HubException CacheFailure(Exception e) =>
        new(HubFault.CacheFailure, $"the cache {_root} cannot be used: {e.Message} Make room or set its rights, or name another with HF_HUB_CACHE.", e) { CacheMayAnswer = AtomicFile.IsReadOnly(e) };

    private static ResolvedModel Resolved(string name, string? commit, string folder, string source, IReadOnlyList<HubFile> files) => new()
    {
        Name = name,
        Hub = HubKind.HuggingFace,
        Kind = ModelKind.HuggingFaceFolder,
        Path = folder,
        Revision = commit,
        Source = source,
        Files = files,
    };
}
