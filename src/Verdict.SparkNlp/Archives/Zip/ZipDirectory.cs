using System.Buffers.Binary;
using System.Text;
using Verdict.SparkNlp.Archives.Files;

namespace Verdict.SparkNlp.Archives.Zip;

/// <summary>
/// Reads a zip's central directory (PKWARE APPNOTE 6.3, with zip64) and refuses what a model's zip never holds:
/// paths that lead out, links, two files of one name, encryption, other methods than stored and deflate, more than <see cref="MostEntries"/> files,
/// lengths that no honest file has.
/// </summary>
internal static class ZipDirectory
{
    /// <summary>A saved pipeline has some dozens of files a stage.</summary>
    public const int MostEntries = 20_000;

    private const int EndLength = 22;
    private const int LocatorLength = 20;
    private const int EntryLength = 46;

    /// <summary>
    /// So much may be packed as tightly as it likes, one file or all together; beyond it, at most <see cref="MostRatio"/> to 1: weights hardly pack at all.
    /// </summary>
    private const long FreeLength = 16 << 20;

    private const long MostRatio = 20;

    private const string Advice = "as zip bombs do and weights never. If the model is genuine, unpack it yourself and open the folder.";

    /// <summary>Whether the bytes begin as a zip does.</summary>
    public static bool IsZip(Blob file) => file.Length >= EndLength && BinaryPrimitives.ReadUInt32LittleEndian(file.Slice(0, 4).Span) is 0x04034B50 or 0x06054B50;

    /// <summary>The files of a zip; folders are left out.</summary>
    public static Dictionary<string, ZipEntry> Read(Blob zip)
    {
        (long offset, long length, long count) = FindDirectory(zip);
        if (count > MostEntries)
            throw new VerdictFormatException(zip.Path, null, $"the zip says that it holds {count:N0} files; at most {MostEntries:N0} are read. It is not a saved model.");
        if (offset < 0 || length < 0 || length > int.MaxValue || offset > zip.Length - length)
            throw Broken(zip, "its directory lies outside the file");

        ReadOnlySpan<byte> directory = zip.Slice(offset, (int)length).Span;
        var entries = new Dictionary<string, ZipEntry>(StringComparer.Ordinal);
        long unpacked = 0;
        for (long i = 0; i < count; i++)
        {
            if (directory.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(directory) != 0x02014B50)
                throw Broken(zip, $"entry {i} of its directory is cut");
            int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[28..]);
            int extraLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[30..]);
            int commentLength = BinaryPrimitives.ReadUInt16LittleEndian(directory[32..]);
            int whole = EntryLength + nameLength + extraLength + commentLength;
            if (directory.Length < whole)
                throw Broken(zip, $"entry {i} of its directory is cut");
            if (ReadEntry(zip, directory[..whole], nameLength, extraLength) is { } entry)
            {
                if (!entries.TryAdd(entry.Name, entry))
                    throw new VerdictFormatException(zip.Path, entry.Name, "the zip holds two files of this name. Pack it again.");
                unpacked += entry.Length;
            }

            directory = directory[whole..];
        }

        // Many small bombs, or many names for the same bytes, are one large bomb.
        if (unpacked < 0 || IsBomb(unpacked, zip.Length * zip.Density))
            throw new VerdictFormatException(zip.Path, null, $"{entries.Count:N0} files together would unpack from {zip.Length * zip.Density:N0} bytes to {unpacked:N0}: more than {MostRatio} to 1, {Advice}");
        return entries;
    }

    private static bool IsBomb(long unpacked, double packed) => unpacked > FreeLength && unpacked / MostRatio > packed;

    private static ZipEntry? ReadEntry(Blob zip, ReadOnlySpan<byte> entry, int nameLength, int extraLength)
    {
        int flags = BinaryPrimitives.ReadUInt16LittleEndian(entry[8..]);
        int method = BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]);
        long packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        string name = ReadName(zip, entry.Slice(EntryLength, nameLength));
        ReadZip64(zip, name, entry.Slice(EntryLength + nameLength, extraLength), ref length, ref packed, ref offset);

        bool fromUnix = entry[5] == 3;
        uint kind = fromUnix ? (BinaryPrimitives.ReadUInt32LittleEndian(entry[38..]) >> 28) : 0;
        if (kind == 0xA)
            throw new VerdictFormatException(zip.Path, name, "the zip holds a symbolic link, which is not followed. Pack the file itself.");
        if (name.EndsWith('/'))
            return null;
        if ((flags & 1) != 0)
            throw new VerdictFormatException(zip.Path, name, "the file is encrypted. Unpack the zip with its password first.");
        if (method is not (0 or 8))
            throw new VerdictFormatException(zip.Path, name, $"the file is packed by method {method}; only stored (0) and deflate (8) are read. Pack it again.");
        if (packed < 0 || length < 0 || offset < 0 || offset > zip.Length || packed > zip.Length - offset || (method == 0 && packed != length))
            throw new VerdictFormatException(zip.Path, name, $"its lengths ({packed:N0} packed, {length:N0} unpacked) do not fit a zip of {zip.Length:N0} bytes. The download may be incomplete.");
        if (IsBomb(length, packed * zip.Density))
            throw new VerdictFormatException(zip.Path, name, $"{packed * zip.Density:N0} bytes on disk would unpack to {length:N0}: more than {MostRatio} to 1, {Advice}");

        return new ZipEntry(name, method == 8, packed, length, BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]), offset);
    }

    private static string ReadName(Blob zip, ReadOnlySpan<byte> bytes)
    {
        string name = Encoding.UTF8.GetString(bytes).Replace('\\', '/');
        string trimmed = name.TrimEnd('/');
        bool bad = trimmed.Length == 0 || name.StartsWith('/') || name.Contains('\0', StringComparison.Ordinal) || trimmed.Contains(':', StringComparison.Ordinal)
            || trimmed.Split('/').Any(part => part is "" or "." or "..");
        return bad
            ? throw new VerdictFormatException(zip.Path, Shorten(name), "the zip holds a file whose path leads out of it or is no path. It may be an attack; do not unpack it.")
            : name;
    }

    private static void ReadZip64(Blob zip, string name, ReadOnlySpan<byte> extra, ref long length, ref long packed, ref long offset)
    {
        const long Elsewhere = uint.MaxValue;
        if (length != Elsewhere && packed != Elsewhere && offset != Elsewhere)
            return;
        while (extra.Length >= 4)
        {
            int id = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (size > extra.Length - 4)
                break;
            if (id == 1)
            {
                ReadOnlySpan<byte> field = extra.Slice(4, size);
                Take(ref length, ref field);
                Take(ref packed, ref field);
                Take(ref offset, ref field);
                return;
            }

            extra = extra[(4 + size)..];
        }

        throw new VerdictFormatException(zip.Path, name, "its zip64 lengths are missing. The download may be incomplete.");

        void Take(ref long value, ref ReadOnlySpan<byte> field)
        {
            if (value != Elsewhere)
                return;
            if (field.Length < 8)
                throw new VerdictFormatException(zip.Path, name, "its zip64 lengths are cut. The download may be incomplete.");
            value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }

    private static (long Offset, long Length, long Count) FindDirectory(Blob zip)
    {
        int tail = (int)Math.Min(zip.Length, EndLength + ushort.MaxValue);
        ReadOnlySpan<byte> end = zip.Slice(zip.Length - tail, tail).Span;
        for (int i = tail - EndLength; i >= 0; i--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(end[i..]) != 0x06054B50 || BinaryPrimitives.ReadUInt16LittleEndian(end[(i + 20)..]) != tail - EndLength - i)
                continue;
            ReadOnlySpan<byte> record = end[i..];
            (long offset, long length, long count) = (BinaryPrimitives.ReadUInt32LittleEndian(record[16..]), BinaryPrimitives.ReadUInt32LittleEndian(record[12..]), BinaryPrimitives.ReadUInt16LittleEndian(record[10..]));
            bool elsewhere = offset == uint.MaxValue || length == uint.MaxValue || count == ushort.MaxValue;
            return elsewhere && FindZip64(zip, zip.Length - tail + i) is { } large ? large : (offset, length, count);
        }

        throw Broken(zip, "it has no directory at its end");
    }

    private static (long Offset, long Length, long Count)? FindZip64(Blob zip, long end)
    {
        if (end < LocatorLength)
            return null;
        ReadOnlySpan<byte> locator = zip.Slice(end - LocatorLength, LocatorLength).Span;
        if (BinaryPrimitives.ReadUInt32LittleEndian(locator) != 0x07064B50)
            return null;
        long offset = BinaryPrimitives.ReadInt64LittleEndian(locator[8..]);
        if (offset < 0 || offset > zip.Length - 56)
            throw Broken(zip, "its zip64 directory lies outside the file");
        ReadOnlySpan<byte> record = zip.Slice(offset, 56).Span;
        return BinaryPrimitives.ReadUInt32LittleEndian(record) == 0x06064B50
            ? (BinaryPrimitives.ReadInt64LittleEndian(record[48..]), BinaryPrimitives.ReadInt64LittleEndian(record[40..]), BinaryPrimitives.ReadInt64LittleEndian(record[32..]))
            : throw Broken(zip, "its zip64 directory is damaged");
    }

    private static VerdictFormatException Broken(Blob zip, string what) => new(zip.Path, null, $"is not a whole zip file: {what}. The download may be incomplete.");

    private static string Shorten(string name) => name.Length <= 80 ? name : name[..80] + "…";
}
