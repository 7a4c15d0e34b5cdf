using System.IO.Compression;
using System.Text;
using Verdict.Hub.Bundles;
using Verdict.Hub.Storage;

namespace Verdict.Hub;

/// <summary>
/// Models in one file, to be carried to machines without a network: a plain zip, not compressed, with a manifest of hashes first
/// (<c>verdict-bundle.json</c>). Named as a source in <see cref="HubOptions"/>, or given as a reference itself. Immutable.
/// </summary>
public sealed class ModelBundle
{
    private static readonly DateTimeOffset Earliest = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private ModelBundle(string path, IReadOnlyList<LockedModel> models)
    {
        Path = path;
        Models = models;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What it holds, in its order.</summary>
    public IReadOnlyList<LockedModel> Models { get; }

    /// <summary>Writes models into one file, whole or not at all. The same models give the same bytes on the same system.</summary>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="models">Models that were resolved by name, with their revision. Every file is verified before it is packed.</param>
    /// <param name="cancellation">Ends it; nothing is left.</param>
    /// <exception cref="HubException">A file is not what was pulled, or the disk is full.</exception>
    /// <exception cref="ArgumentException">A model has no name or no revision, or occurs twice, or there is none.</exception>
    public static async Task WriteAsync(string path, IEnumerable<ResolvedModel> models, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(models);
        ResolvedModel[] ordered = [.. models.OrderBy(m => m.Reference, StringComparer.Ordinal)];
        if (ordered.Length == 0)
            throw new ArgumentException("There is no model to bundle. Name at least one.", nameof(models));
        if (ordered.FirstOrDefault(m => m.Hub == HubKind.Local || m.Revision is null) is { } nameless)
            throw new ArgumentException($"{nameless.Path} has no name and revision in a hub. Copy the folder as it is instead.", nameof(models));
        if (ordered.GroupBy(m => m.Reference).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"{twice.Key} is to be bundled twice. Name each model once.", nameof(models));
        string full = System.IO.Path.GetFullPath(path), temporary = AtomicFile.Temporary(full);
        try
        {
            for (int i = 0; i < ordered.Length; i++)
                ordered[i] = await ordered[i].VerifyAsync(cancellation).ConfigureAwait(false);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
            await PackAsync(temporary, ordered, cancellation).ConfigureAwait(false);
            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HubException(HubFault.CacheFailure, $"{full} cannot be written: {e.Message} Make room, or choose another place.", e);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Reads a bundle's manifest and compares it with the table of contents; the files themselves are verified when they are installed.</summary>
    /// <exception cref="VerdictFormatException">It is no bundle, or a damaged one.</exception>
    public static ModelBundle Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = System.IO.Path.GetFullPath(path);
        try
        {
            using var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            return new ModelBundle(full, BundleReader.ReadManifest(stream, full));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerdictFormatException(full, null, $"the bundle cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Whether a file begins as a bundle does.</summary>
    internal static bool IsBundle(string path)
    {
        const int nameOffset = 30;
        byte[] start = new byte[nameOffset + BundleReader.Manifest.Length];
        using FileStream file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length
            && start.AsSpan().StartsWith("PK\u0003\u0004"u8) && start.AsSpan(nameOffset).SequenceEqual(Encoding.ASCII.GetBytes(BundleReader.Manifest));
    }

    private static async Task PackAsync(string path, ResolvedModel[] models, CancellationToken cancellation)
    {
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16);
        await using (stream.ConfigureAwait(false))
        {
            using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            {
                byte[] manifest = LockedModelJson.Write([.. models.Select(m => LockedModel.Of(m, m.Files))]);
                using (Stream entry = Entry(zip, BundleReader.Manifest))
                    entry.Write(manifest);
                for (int i = 0; i < models.Length; i++)
                {
                    foreach (HubFile file in models[i].Files)
                    {
                        using Stream entry = Entry(zip, BundleReader.EntryName(i, file.Path));
                        using FileStream content = File.OpenRead(System.IO.Path.Combine(models[i].Path, file.Path));
                        await content.CopyToAsync(entry, 1 << 18, cancellation).ConfigureAwait(false);
                    }
                }
            }

            stream.Flush(flushToDisk: true);
        }
    }

    // Nothing of the machine or the hour goes into the file: a fixed time, the rights of an ordinary file.
    private static Stream Entry(ZipArchive zip, string name)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = Earliest;
        entry.ExternalAttributes = unchecked((int)0x81A4_0000);
        return entry.Open();
    }
}
