using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Verdict.Hub.Storage;

/// <summary>
/// Unpacks archives from outside into a new folder: every name is checked before the first byte is written, sizes are bounded,
/// links and encrypted entries are refused, lengths and CRCs are verified.
/// </summary>
internal static class SafeZip
{
    private const int MostEntries = 65_536;
    private const int LongestName = 512;
    private const int LargestDirectory = 8 << 20;

    // Deflate reaches 1,032 : 1 on constant bytes; models reach about 20 : 1, the headers of tiny ones somewhat more.
    private const long LargestRatio = 100;
    private const long FreeOfRatio = 16L << 20;

    /// <summary>Checks an archive's table of contents.</summary>
    /// <param name="archive">The open archive.</param>
    /// <param name="path">Its name for errors.</param>
    /// <param name="length">The archive's length in bytes.</param>
    /// <returns>The files by clean name, in the archive's order; folders are left out.</returns>
    /// <exception cref="VerdictFormatException">Something in it is not safe or not right.</exception>
    public static IReadOnlyList<(string Name, ZipArchiveEntry Entry)> Plan(ZipArchive archive, string path, long length)
    {
        var files = new List<(string, ZipArchiveEntry)>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long total = 0;
        if (archive.Entries.Count > MostEntries)
            throw new VerdictFormatException(path, null, $"the archive has {archive.Entries.Count:N0} entries; at most {MostEntries:N0} are unpacked. It is no model.");
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            string name = CleanName(entry.FullName, path);
            CheckKind(entry, path);
            if (name.EndsWith('/'))
            {
                folders.Add(name.TrimEnd('/'));
                continue;
            }

            if (!names.Add(name))
                throw new VerdictFormatException(path, name, "the archive has this entry twice, or differing only in case. Which one counts cannot be told; get the archive anew.");
            for (int slash = name.LastIndexOf('/'); slash > 0; slash = name.LastIndexOf('/', slash - 1))
                folders.Add(name[..slash]);
            if (entry.Length < 0 || (total += entry.Length) < 0 || total > FreeOfRatio + (length * LargestRatio))
                throw new VerdictFormatException(path, name, $"the archive of {length:N0} bytes would unpack to more than {LargestRatio} times its size, as no model does. It may be a zip bomb; do not use it.");
            files.Add((name, entry));
        }

        if (names.FirstOrDefault(folders.Contains) is { } both)
            throw new VerdictFormatException(path, both, "the archive has this name both as a file and as a folder. Get the archive anew.");
        return files;
    }

    /// <summary>Unpacks a verified archive into a folder that does not exist yet.</summary>
    /// <param name="file">The archive on this machine.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="folder">The folder that is made.</param>
    /// <param name="cancellation">Ends it; what was unpacked stays.</param>
    /// <returns>The files with their lengths and SHA-256, ordered by name.</returns>
    public static IReadOnlyList<HubFile> Extract(string file, string path, string folder, CancellationToken cancellation)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        using ZipArchive archive = Open(stream, path);
        IReadOnlyList<(string Name, ZipArchiveEntry Entry)> plan = Plan(archive, path, stream.Length);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(folder))!);
        Transfer.Downloader.EnsureSpace(folder, plan.Sum(f => f.Entry.Length));
        Directory.CreateDirectory(folder);
        var files = new List<HubFile>(plan.Count);
        foreach ((string name, ZipArchiveEntry entry) in plan)
        {
            string target = Path.Combine(folder, name.Replace('/', Path.DirectorySeparatorChar));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var output = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
            FileHash hash = Copy(entry, name, path, output, cancellation);
            output.Flush(flushToDisk: true);
            files.Add(new HubFile(name, entry.Length, hash));
        }

        return [.. files.OrderBy(f => f.Path, StringComparer.Ordinal)];
    }

    /// <summary>Opens an archive whose table of contents has a bounded size.</summary>
    /// <exception cref="VerdictFormatException">It is no zip.</exception>
    public static ZipArchive Open(Stream stream, string path)
    {
        try
        {
            if (DirectorySize(stream) > LargestDirectory)
                throw new VerdictFormatException(path, null, $"the archive's table of contents has more than {LargestDirectory:N0} bytes. It is no model.");
            stream.Position = 0;
            var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            _ = archive.Entries; // read at the first use: here, where its faults are expected
            return archive;
        }
        catch (Exception e) when (IsBroken(e))
        {
            throw new VerdictFormatException(path, null, $"Not a zip file, or a broken one: {e.Message} The download may be incomplete; pull it again.", e);
        }
    }

    /// <summary>Copies one entry, verifying length and CRC.</summary>
    public static FileHash Copy(ZipArchiveEntry entry, string name, string path, Stream target, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var crc = new Crc32();
        long length = 0;
        try
        {
            using Stream source = entry.Open();
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                if ((length += read) > entry.Length)
                    break;
                hash.AppendData(buffer, 0, read);
                crc.Append(buffer.AsSpan(0, read));
                target.Write(buffer, 0, read);
            }
        }
        catch (Exception e) when (e is EndOfStreamException or not IOException && IsBroken(e))
        {
            throw new VerdictFormatException(path, name, $"the entry cannot be unpacked: {e.Message} Pull the archive again.", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (length != entry.Length)
            throw new VerdictFormatException(path, name, $"the entry should have {entry.Length:N0} bytes and has {(length > entry.Length ? "more" : $"{length:N0}")}. Pull the archive again.");
        if (crc.GetCurrentHashAsUInt32() != entry.Crc32)
            throw new VerdictFormatException(path, name, "the entry's CRC-32 is wrong: the archive is damaged. Pull it again.");
        return new FileHash(HashKind.Sha256, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static string CleanName(string given, string path)
    {
        string name = given.Replace('\\', '/');
        string[] parts = name.TrimEnd('/').Split('/');
        bool good = name.Length is > 0 and <= LongestName && parts.All(p => p.Length > 0 && p is not ("." or "..") && p[^1] is not ('.' or ' ')
            && p.All(c => c >= ' ' && c is not (':' or '*' or '?' or '"' or '<' or '>' or '|' or '\x7f')));
        return good ? name : throw new VerdictFormatException(path, Shorten(given), "the entry's name would leave the folder, or is no name on every system. Do not use this archive.");
    }

    private static string Shorten(string name) => new([.. name.Take(100).Select(c => char.IsControl(c) ? '?' : c)]);

    private static void CheckKind(ZipArchiveEntry entry, string path)
    {
        int kind = (entry.ExternalAttributes >> 16) & 0xF000;
        if (kind is not (0 or 0x8000 or 0x4000))
            throw new VerdictFormatException(path, Shorten(entry.FullName), "the entry is a symbolic link or a device. Models hold files only; do not use this archive.");
        if (entry.IsEncrypted)
            throw new VerdictFormatException(path, Shorten(entry.FullName), "the entry is encrypted. Unpack the archive yourself and give the folder.");
    }

    // The bytes between the table of contents and its end record, which the file's true length bounds whatever the record claims.
    private static long DirectorySize(Stream stream)
    {
        const int endLength = 22;
        int tailLength = (int)Math.Min(stream.Length, endLength + ushort.MaxValue);
        byte[] tail = new byte[tailLength];
        stream.Position = stream.Length - tailLength;
        stream.ReadExactly(tail);
        int end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + endLength > tailLength)
            throw new InvalidDataException("the end record is missing.");
        uint offset = BitConverter.ToUInt32(tail, end + 16);
        long position = stream.Length - tailLength + end;
        // 0xFFFFFFFF: the true offset is in the zip64 record, which only archives above 4 GB need; their entries are counted later.
        return offset == uint.MaxValue && position > uint.MaxValue ? 0 : position - offset;
    }

    private static bool IsBroken(Exception e) => e is InvalidDataException or EndOfStreamException or IOException
        or NotSupportedException or ArgumentException or OverflowException or IndexOutOfRangeException;
}
