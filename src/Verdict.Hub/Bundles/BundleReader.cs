using System.Globalization;
using System.IO.Compression;
using Verdict.Hub.Storage;

namespace Verdict.Hub.Bundles;

/// <summary>Reads bundles: the manifest, checked against the table of contents, and single files, checked against the manifest.</summary>
internal static class BundleReader
{
    /// <summary>The first entry.</summary>
    public const string Manifest = "verdict-bundle.json";

    /// <summary>Where a model's file lies.</summary>
    public static string EntryName(int model, string path) => string.Create(CultureInfo.InvariantCulture, $"models/{model}/{path}");

    /// <summary>What a bundle holds: exactly what the manifest says, each file with the length that it says.</summary>
    /// <exception cref="VerdictFormatException">It is no bundle, or a damaged one.</exception>
    public static IReadOnlyList<LockedModel> ReadManifest(Stream stream, string path)
    {
        using ZipArchive archive = SafeZip.Open(stream, path);
        IReadOnlyList<(string Name, ZipArchiveEntry Entry)> entries = SafeZip.Plan(archive, path, stream.Length);
        if (entries.Count == 0 || entries[0].Name != Manifest)
            throw new VerdictFormatException(path, Manifest, "the file is no bundle: its first entry is not its manifest. Make it anew.");
        if (entries[0].Entry.Length > LockedModelJson.Largest)
            throw new VerdictFormatException(path, Manifest, $"the manifest has {entries[0].Entry.Length:N0} bytes; at most {LockedModelJson.Largest:N0} are read. Make the bundle anew.");
        using var manifest = new MemoryStream();
        SafeZip.Copy(entries[0].Entry, Manifest, path, manifest, CancellationToken.None);
        IReadOnlyList<LockedModel> models = LockedModelJson.Read(manifest.GetBuffer().AsMemory(0, (int)manifest.Length), $"{path}/{Manifest}");
        var expected = models.SelectMany((m, i) => m.Files.Select(f => (Name: EntryName(i, f.Path), f.Length))).ToDictionary(f => f.Name, f => f.Length);
        foreach ((string name, ZipArchiveEntry entry) in entries.Skip(1))
        {
            if (!expected.Remove(name, out long length) || length != entry.Length)
                throw new VerdictFormatException(path, name, "the entry is not what the manifest says. Make the bundle anew.");
        }

        if (expected.Count > 0)
            throw new VerdictFormatException(path, expected.Keys.First(), "the entry is missing, although the manifest lists it. Make the bundle anew.");
        return models.FirstOrDefault(m => m.Revision is null) is { } unpinned
            ? throw new VerdictFormatException(path, Manifest, $"{unpinned.Reference} has no revision. Make the bundle anew.") : models;
    }

    /// <summary>Unpacks one file of a model, verifies it as it lies on the disk, and flushes it.</summary>
    public static async Task ExtractAsync(ModelBundle bundle, LockedModel model, HubFile file, string target, CancellationToken cancellation)
    {
        string name = EntryName(bundle.Models.TakeWhile(m => m != model).Count(), file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        try
        {
            using (var stream = new FileStream(bundle.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16))
            {
                using ZipArchive archive = SafeZip.Open(stream, bundle.Path);
                ZipArchiveEntry entry = archive.GetEntry(name) ?? throw new VerdictFormatException(bundle.Path, name, "the entry is missing. Make the bundle anew.");
                using var output = new FileStream(target, FileMode.Create, FileAccess.Write, FileShare.None, 0);
                SafeZip.Copy(entry, name, bundle.Path, output, cancellation);
                output.Flush(flushToDisk: true);
            }

            FileHash found = await FileHasher.ComputeAsync(target, file.Hash!.Value.Kind, cancellation).ConfigureAwait(false);
            if (found != file.Hash)
                throw new HubException(HubFault.Corrupt, $"{bundle.Path}, {name}: checksum validation failed: the manifest says {file.Hash}, the file has {found}. Nothing was kept; copy the bundle anew.");
        }
        catch
        {
            File.Delete(target);
            throw;
        }
    }
}
