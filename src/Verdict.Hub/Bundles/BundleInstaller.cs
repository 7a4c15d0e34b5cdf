using Verdict.Hub.HuggingFace;
using Verdict.Hub.SparkNlp;
using Verdict.Hub.Storage;
using Verdict.Hub.Transfer;

namespace Verdict.Hub.Bundles;

/// <summary>Puts a bundle's models into the caches, as if they had been pulled.</summary>
internal static class BundleInstaller
{
    /// <summary>Installs a Hugging Face model that is not complete in the cache.</summary>
    public static async Task<IReadOnlyList<HubFile>> InstallAsync(ModelBundle bundle, LockedModel model, HuggingFaceCache cache, string revision, ProgressMeter meter, CancellationToken cancellation)
    {
        string commit = model.Revision!;
        meter.Tell(PullStage.Extracting);
        cache.EnsureSpace(model.Files.Where(f => !File.Exists(cache.Blob(f.Hash!.Value))).Sum(f => f.Length));
        foreach (HubFile file in model.Files)
        {
            FileHash hash = file.Hash!.Value;
            using CacheLock hold = await cache.LockAsync(hash, file.Path, meter, cancellation).ConfigureAwait(false);
            string blob = cache.Blob(hash);
            if (!File.Exists(blob) || new FileInfo(blob).Length != file.Length)
            {
                await BundleReader.ExtractAsync(bundle, model, file, blob + ".incomplete", cancellation).ConfigureAwait(false);
                File.Move(blob + ".incomplete", blob, overwrite: true);
            }

            cache.Link(commit, file.Path, hash);
        }

        cache.Remember(revision, commit);
        return cache.Complete(commit) ?? throw new VerdictFormatException(bundle.Path, model.Reference, "the bundle has not all files of this model. Make it anew.");
    }

    /// <summary>Installs a Spark NLP model that is not in the cache.</summary>
    public static async Task<(string Path, ArchiveRecord Record)> InstallAsync(ModelBundle bundle, LockedModel model, SparkNlpCache cache, ProgressMeter meter, CancellationToken cancellation)
    {
        string key = model.Revision!, unpacked = cache.Own(key + ".unpacking"), old = cache.Own(key + ".old");
        using CacheLock hold = await cache.LockAsync(key, meter, cancellation).ConfigureAwait(false);
        if (await cache.FindAsync(key, meter, cancellation).ConfigureAwait(false) is { } meanwhile)
            return meanwhile;
        meter.Tell(PullStage.Extracting);
        AtomicFile.DeleteFolder(unpacked);
        AtomicFile.DeleteFolder(old);
        try
        {
            Downloader.EnsureSpace(unpacked, model.Files.Sum(f => f.Length));
            foreach (HubFile file in model.Files)
                await BundleReader.ExtractAsync(bundle, model, file, Path.Combine(unpacked, file.Path), cancellation).ConfigureAwait(false);
            if (SparkNlpCache.Root(unpacked) is null)
                throw new VerdictFormatException(bundle.Path, model.Reference, "the bundle has no metadata/part-00000 for this model. Make it anew.");
            return cache.Replace(unpacked, Path.Combine(cache.Folder, key), old, key, new ArchiveRecord(null, model.Files));
        }
        catch
        {
            AtomicFile.DeleteFolder(unpacked);
            throw;
        }
    }
}
