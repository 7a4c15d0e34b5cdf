using Verdict.Hub.Bundles;
using Verdict.Hub.SparkNlp;
using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub;

/// <summary>
/// Spark NLP's hub of pretrained models, or any place with its layout: <c>metadata.json</c> with one JSON object a line, and zips.
/// Immutable; safe from many threads and processes at once.
/// </summary>
public sealed class SparkNlpHub
{
    private readonly HubOptions _options;
    private readonly SparkNlpCache _cache;
    private readonly VersionNumber _library;
    private readonly VersionNumber _spark;

    /// <summary>Creates a view of the hub; nothing is asked yet.</summary>
    /// <param name="options">Sources, cache and releases; <see langword="null"/> for the defaults of the environment.</param>
    /// <exception cref="ArgumentException">A release cannot be read or the folder is no relative path.</exception>
    public SparkNlpHub(HubOptions? options = null)
    {
        _options = options ?? new HubOptions();
        _cache = new SparkNlpCache(Path.GetFullPath(_options.SparkNlpCache));
        _library = VersionNumber.Parse(_options.SparkNlpVersion)
            ?? throw new ArgumentException($"SparkNlpVersion '{_options.SparkNlpVersion}' is no release. Give one such as 5.5.3.", nameof(options));
        _spark = VersionNumber.Parse(_options.SparkVersion)
            ?? throw new ArgumentException($"SparkVersion '{_options.SparkVersion}' is no release. Give one such as 3.5.", nameof(options));
        if (!HubNames.IsSafePath(_options.SparkNlpFolder))
            throw new ArgumentException($"SparkNlpFolder '{_options.SparkNlpFolder}' is no folder inside a hub. Give one such as public/models.", nameof(options));
    }

    /// <summary>Gives a model's folder on this machine, fetching the archive first if it is not in the cache.</summary>
    /// <param name="name">The model's name, <c>bert_multilingual_sequence_classifier_allocine</c>.</param>
    /// <param name="language">Its language.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Ends it; what has arrived is kept for the next time.</param>
    /// <exception cref="HubException">There is no such model, or it could not be had; <see cref="HubException.Fault"/> says why.</exception>
    /// <exception cref="VerdictFormatException">The hub's list or the archive is not what it should be.</exception>
    /// <exception cref="ArgumentException">Name or language hold characters that no name has.</exception>
    public async Task<ResolvedModel> ResolveAsync(string name, string language = "en", IProgress<PullProgress>? progress = null, CancellationToken cancellation = default)
    {
        CheckName(name, nameof(name));
        CheckName(language, nameof(language));
        var meter = new ProgressMeter(name, progress);
        try
        {
            LockedModel? locked = _options.Lock?.Require($"{ResolvedModel.SparkNlpPrefix}{name}/{language}");
            ResolvedModel model = await SearchAsync(name, language, locked?.Revision, meter, cancellation).ConfigureAwait(false);
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

    /// <summary>What the sources offer to this release, ordered by name, language and age. Offline: what they offered when last asked.</summary>
    /// <exception cref="HubException">No source could be asked.</exception>
    /// <exception cref="VerdictFormatException">A source's list cannot be read.</exception>
    public async Task<IReadOnlyList<SparkNlpEntry>> ListAsync(CancellationToken cancellation = default)
    {
        var meter = new ProgressMeter("", null);
        var all = new Dictionary<string, SparkNlpEntry>(StringComparer.Ordinal);
        HubException? fault = null;
        bool answered = false;
        try
        {
            foreach (string place in _options.SparkNlpSources)
            {
                try
                {
                    IEnumerable<SparkNlpEntry>? entries = await OfferedAsync(place, meter, cancellation).ConfigureAwait(false);
                    answered |= entries is not null;
                    foreach (SparkNlpEntry entry in entries ?? [])
                    {
                        if (entry.IsReady && entry.IsZipped && _library.Accepts(entry.Library) && _spark.Accepts(entry.Spark))
                            all.TryAdd(entry.Key, entry);
                    }
                }
                catch (HubException e) when (e.MayTryElsewhere)
                {
                    fault ??= e;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CacheFailure(e);
        }

        if (!answered)
            throw fault ?? new HubException(HubFault.NotCached, "the hub's list is not on this machine and the network may not be used. List once with the network, or name a folder as a source.");
        return [.. all.Values.OrderBy(e => e.Name, StringComparer.Ordinal).ThenBy(e => e.Language, StringComparer.Ordinal).ThenBy(e => e.Time)];
    }

    /// <summary>What a source offers; <see langword="null"/> where it cannot be asked and never was.</summary>
    private async Task<IEnumerable<SparkNlpEntry>?> OfferedAsync(string place, ProgressMeter meter, CancellationToken cancellation)
    {
        if (File.Exists(place))
            return ModelBundle.Open(place).Models.Where(m => m.Hub == HubKind.SparkNlp).Select(m => CacheKey.Parse(m.Revision!)).OfType<SparkNlpEntry>();
        ISparkNlpSource source = Source(place, evenOffline: true)!;
        MetadataFile? metadata = source is WebSource web && _options.Offline
            ? await web.LastMetadataAsync(cancellation).ConfigureAwait(false)
            : await source.MetadataAsync(null, _options.Transfer.Attempts, meter, cancellation).ConfigureAwait(false);
        return metadata?.Entries;
    }

    private async Task<ResolvedModel> SearchAsync(string name, string language, string? key, ProgressMeter meter, CancellationToken cancellation)
    {
        SparkNlpEntry? cached = Choose(_cache.Entries(), name, language, key);
        if (key is not null && cached is not null && await _cache.FindAsync(key, meter, cancellation).ConfigureAwait(false) is { } locked)
            return Resolved(cached, language, locked, "cache");
        HubException? fault = null;
        meter.Tell(PullStage.Resolving);
        foreach (string place in _options.SparkNlpSources)
        {
            try
            {
                if (File.Exists(place))
                    return await FromBundleAsync(place, name, language, key, meter, cancellation).ConfigureAwait(false);
                if (Source(place) is { } source)
                    return await FromSourceAsync(source, name, language, key, cached is null ? _options.Transfer.Attempts : 1, meter, cancellation).ConfigureAwait(false);
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

        if (cached is not null && (fault is null || fault.CacheMayAnswer || _options.Offline)
            && await _cache.FindAsync(cached.Key, meter, cancellation).ConfigureAwait(false) is { } found)
        {
            if (fault is not null)
                meter.Tell(PullStage.UsingCache, message: $"{fault.Message} The copy in the cache is used.");
            return Resolved(cached, language, found, "cache");
        }

        throw fault ?? new HubException(HubFault.NotCached, _options.Offline
            ? $"{name} ({language}) is not in the cache {_cache.Folder}, and the network may not be used. Pull it once with the network, or name a folder or bundle that has it as a source."
            : $"{name} ({language}) is not in the cache {_cache.Folder}, and no source is named. Name one in SparkNlpSources.");
    }

    private SparkNlpEntry? Choose(IEnumerable<SparkNlpEntry> entries, string name, string language, string? key) => key is null
        ? VersionChoice.Choose(entries, name, language, _library, _spark)
        : entries.FirstOrDefault(e => e.Key == key);

    private async Task<ResolvedModel> FromBundleAsync(string path, string name, string language, string? key, ProgressMeter meter, CancellationToken cancellation)
    {
        var bundle = ModelBundle.Open(path);
        LockedModel[] models = [.. bundle.Models.Where(m => m.Hub == HubKind.SparkNlp)];
        SparkNlpEntry entry = Choose(models.Select(m => CacheKey.Parse(m.Revision!)).OfType<SparkNlpEntry>(), name, language, key)
            ?? throw new HubException(HubFault.NotFound, $"{bundle.Path} has no {name} ({language}) for Spark NLP {_library} on Spark {_spark}; it holds {string.Join(", ", bundle.Models.Select(m => m.Reference))}.");
        (string Path, ArchiveRecord Record) found = await _cache.FindAsync(entry.Key, meter, cancellation).ConfigureAwait(false)
            ?? await BundleInstaller.InstallAsync(bundle, models.First(m => m.Revision == entry.Key), _cache, meter, cancellation).ConfigureAwait(false);
        return Resolved(entry, language, found, bundle.Path);
    }

    private async Task<ResolvedModel> FromSourceAsync(ISparkNlpSource source, string name, string language, string? key, int attempts, ProgressMeter meter, CancellationToken cancellation)
    {
        MetadataFile metadata = await source.MetadataAsync(name, attempts, meter, cancellation).ConfigureAwait(false);
        SparkNlpEntry entry = Choose(metadata.Entries, name, language, key)
            ?? throw new HubException(HubFault.NotFound, WhyNot(source, metadata, name, language));
        if (await _cache.FindAsync(entry.Key, meter, cancellation).ConfigureAwait(false) is { } found)
            return Resolved(entry, language, found, "cache");
        if (!entry.IsZipped)
            throw new HubException(HubFault.NotSupported, $"{source.Description} has {entry.Key}, but not as a zip, and only zips are read. Ask whoever runs the hub.");
        using CacheLock hold = await _cache.LockAsync(entry.Key, meter, cancellation).ConfigureAwait(false);
        if (await _cache.FindAsync(entry.Key, meter, cancellation).ConfigureAwait(false) is { } meanwhile)
            return Resolved(entry, language, meanwhile, "cache");
        FetchedArchive archive = await source.ArchiveAsync(entry, meter, cancellation).ConfigureAwait(false);
        try
        {
            meter.Tell(PullStage.Extracting, entry.Key + ".zip");
            return Resolved(entry, language, _cache.Install(archive, entry, cancellation), source.Description);
        }
        finally
        {
            if (archive.IsTemporary)
                File.Delete(archive.Path);
        }
    }

    /// <summary>A source with the bucket's layout; <see langword="null"/> where it is on the network and that is to be left alone.</summary>
    private ISparkNlpSource? Source(string place, bool evenOffline = false) => !HubNames.IsAddress(place, out Uri address)
        ? new FolderSource(Path.GetFullPath(place), _options.SparkNlpFolder)
        : _options.Offline && !evenOffline ? null : new WebSource(address, _options.SparkNlpFolder, _cache, _options.Transfer);

    private string WhyNot(ISparkNlpSource source, MetadataFile metadata, string name, string language)
    {
        SparkNlpEntry[] same = [.. metadata.Entries.Where(e => VersionChoice.Answers(e, name, null))];
        string[] later = [.. same.Where(e => VersionChoice.Answers(e, name, language)).Select(e => $"Spark NLP {e.Library} on Spark {e.Spark}").Distinct()];
        string hint = later.Length > 0
            ? $"It is there for {string.Join("; ", later)}, but archives for {_library} on {_spark} are asked for: raise SparkNlpVersion or SparkVersion."
            : same.Length > 0 ? $"It is there in: {string.Join(", ", same.Select(e => e.Language).Distinct().Order(StringComparer.Ordinal))}."
            : "Check the name and the language; list what the hub offers.";
        return $"can not find {name} ({language}) inside {source.Description} to download. {hint}{metadata.Faults}";
    }

    private static ResolvedModel Resolved(SparkNlpEntry entry, string language, (string Path, ArchiveRecord Record) found, string source) => new()
    {
        Name = entry.Name,
        Hub = HubKind.SparkNlp,
        Kind = ModelKind.SparkNlpArchive,
        Path = found.Path,
        Revision = entry.Key,
        Language = entry.Language ?? language,
        Source = source,
        Files = found.Record.Files,
    };

    private HubException CacheFailure(Exception e) =>
        new(HubFault.CacheFailure, $"the cache {_cache.Folder} cannot be used: {e.Message} Make room or set its rights, or name another with VERDICT_SPARKNLP_CACHE.", e) { CacheMayAnswer = AtomicFile.IsReadOnly(e) };

    /// <summary>The archives in the cache, as far as they are known without reading them.</summary>
    internal IEnumerable<ResolvedModel> Cached() => _cache.Entries().Select(e => Resolved(e, e.Language ?? "en", _cache.Peek(e.Key), "cache"));

    private static void CheckName(string text, string parameter)
    {
        ArgumentNullException.ThrowIfNull(text, parameter);
        if (!HubNames.IsSafe(text))
            throw new ArgumentException($"'{text}' is no {parameter} of a hub: letters, digits, '.', '-' and '_' are.", parameter);
    }
}
