using System.Buffers.Binary;
using System.IO.Compression;
using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives.Zip;

/// <summary>The files of a zip, read where they lie: nothing is unpacked to disk, and only what is asked for is unpacked at all.</summary>
internal sealed class ZipTree : FileTree
{
    private const int LocalHeaderLength = 30;
    private const int PieceLength = 1 << 20;

    private readonly Blob _zip;
    private readonly Dictionary<string, ZipEntry> _entries;
    private readonly string _root;
    private readonly bool _readOnce;

    private ZipTree(Blob zip, Dictionary<string, ZipEntry> entries, string root, bool readOnce)
    {
        _zip = zip;
        _entries = entries;
        _root = root;
        _readOnce = readOnce;
    }

    public override string Description => _zip.Path;

    /// <summary>Every file's path, in the zip's own order.</summary>
    public IEnumerable<string> Names => _entries.Keys.Select(n => n[_root.Length..]);

    /// <summary>Opens a zip; it keeps a hold on the memory, so the caller may dispose of <paramref name="zip"/>.</summary>
    /// <param name="zip">The zip's bytes.</param>
    /// <param name="readOnce">Whether each of its files is opened once at most: then what is unpacked need not stay in memory in its packed form.</param>
    public static ZipTree Open(Blob zip, bool readOnce = false)
    {
        Dictionary<string, ZipEntry> entries = ZipDirectory.Read(zip);
        return new ZipTree(zip.Part(zip.Path, 0, zip.Length), entries, FindRoot(entries), readOnce);
    }

    public override bool Has(string name) => _entries.ContainsKey(_root + name);

    public override IReadOnlyList<string> FilesIn(string folder) => NamesIn(folder, files: true);

    public override IReadOnlyList<string> FoldersIn(string folder) => NamesIn(folder, files: false);

    public override Blob Open(string name, string missing)
    {
        if (!_entries.TryGetValue(_root + name, out ZipEntry entry))
            throw new VerdictFormatException(PathOf(name), null, missing);
        long start = FindStart(entry);
        if (!entry.Deflated)
        {
            Blob part = _zip.Part(PathOf(name), start, entry.Length);
            try
            {
                CheckCrc(part, entry);
                return part;
            }
            catch
            {
                part.Dispose();
                throw;
            }
        }

        using Blob packed = _zip.Part(PathOf(name), start, entry.CompressedLength);
        return new Blob(PathOf(name), SharedMemory.Allocate(entry.Length, take => Inflate(packed, entry, take, _readOnce)), 0, entry.Length, packed.Density * entry.CompressedLength / Math.Max(1, entry.Length));
    }

    public override void Dispose() => _zip.Dispose();

    /// <summary>
    /// Zips made by hand often have one folder around everything; models of a hub have none. A stage without features has the folder
    /// <c>metadata</c> alone, and that is its own.
    /// </summary>
    private static string FindRoot(Dictionary<string, ZipEntry> entries)
    {
        string first = entries.Keys.FirstOrDefault() ?? string.Empty;
        int slash = first.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || first.StartsWith("metadata/", StringComparison.Ordinal))
            return string.Empty;
        string folder = first[..(slash + 1)];
        return entries.Keys.All(n => n.StartsWith(folder, StringComparison.Ordinal)) ? folder : string.Empty;
    }

    private string[] NamesIn(string folder, bool files)
    {
        string prefix = folder.Length == 0 ? _root : $"{_root}{folder}/";
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in _entries.Keys)
        {
            if (!name.StartsWith(prefix, StringComparison.Ordinal))
                continue;
            int slash = name.IndexOf('/', prefix.Length);
            if (files ? slash < 0 : slash >= 0)
                names.Add(files ? name[prefix.Length..] : name[prefix.Length..slash]);
        }

        return [.. names];
    }

    private long FindStart(ZipEntry entry)
    {
        if (entry.HeaderOffset <= _zip.Length - LocalHeaderLength)
        {
            ReadOnlySpan<byte> header = _zip.Slice(entry.HeaderOffset, LocalHeaderLength).Span;
            long start = entry.HeaderOffset + LocalHeaderLength + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) == 0x04034B50 && start <= _zip.Length - entry.CompressedLength)
                return start;
        }

        throw new VerdictFormatException(_zip.Path, entry.Name, "the file does not lie where the zip's directory says. The download may be incomplete.");
    }

    private static void CheckCrc(Blob part, ZipEntry entry)
    {
        uint crc = 0;
        for (long at = 0; at < entry.Length;)
        {
            int count = (int)Math.Min(PieceLength, entry.Length - at);
            crc = Crc32.Append(crc, part.Slice(at, count).Span);
            part.LetGo(at, count);
            at += count;
        }

        if (crc != entry.Crc)
            throw new VerdictFormatException(part.Path, null, $"the file is damaged: its CRC-32 is {crc:X8}, the zip says {entry.Crc:X8}. Download it again.");
    }

    private static void Inflate(Blob packed, ZipEntry entry, Func<long, int, Memory<byte>> take, bool readOnce)
    {
        try
        {
            using Stream source = packed.OpenStream();
            using var inflate = new DeflateStream(source, CompressionMode.Decompress);
            long done = 0;
            uint crc = 0;
            for (long at = 0; at < entry.Length;)
            {
                Span<byte> piece = take(at, (int)Math.Min(PieceLength, entry.Length - at)).Span;
                int count = inflate.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
                if (count < piece.Length)
                    throw new VerdictFormatException(packed.Path, null, $"the file unpacks to {at + count:N0} bytes, the zip says {entry.Length:N0}. Download it again.");
                crc = Crc32.Append(crc, piece);
                at += count;
                if (readOnce)
                    packed.Discard(done, source.Position - done);
                else
                    packed.LetGo(done, source.Position - done);
                done = source.Position;
            }

            if (inflate.ReadByte() >= 0)
                throw new VerdictFormatException(packed.Path, null, $"the file unpacks to more than the {entry.Length:N0} bytes that the zip says. Download it again.");
            if (crc != entry.Crc)
                throw new VerdictFormatException(packed.Path, null, $"the file is damaged: its CRC-32 is {crc:X8}, the zip says {entry.Crc:X8}. Download it again.");
        }
        catch (InvalidDataException e)
        {
            throw new VerdictFormatException(packed.Path, null, "the file is damaged: it does not unpack. Download it again.", e);
        }
    }
}
