using System.Text.Json;
using Verdict.Files;
using Verdict.Hub.Storage;

namespace Verdict.Hub.SparkNlp;

/// <summary>
/// What an unpacked archive consists of, kept beside it in the cache (<c>.verdict/KEY.json</c>): written when the archive was
/// verified, so that later uses need not read the weights to know what they are.
/// </summary>
/// <param name="Archive">The archive's own MD5, if the hub gave one.</param>
/// <param name="Files">The files with length and SHA-256.</param>
internal sealed record ArchiveRecord(FileHash? Archive, IReadOnlyList<HubFile> Files)
{
    private const int MostBytes = 16 << 20;

    /// <summary>Reads a record; <see langword="null"/> where there is none or it is not one: then the files are hashed anew.</summary>
    public static ArchiveRecord? Read(string path)
    {
        try
        {
            if (!File.Exists(path) || new FileInfo(path).Length > MostBytes)
                return null;
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or VerdictFormatException)
        {
            return null;
        }
    }

    /// <summary>Reads the bytes of a record.</summary>
    /// <exception cref="VerdictFormatException">They are none.</exception>
    public static ArchiveRecord Parse(ReadOnlyMemory<byte> bytes, string path)
    {
        using JsonDocument json = JsonFile.Parse(bytes, path);
        FileHash? archive = null;
        if (json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("archive", out JsonElement given) && given.ValueKind == JsonValueKind.String)
            archive = FileHash.TryParse(given.GetString(), out FileHash hash) ? hash : throw new VerdictFormatException(path, "archive", "a hash such as md5:… was expected.");
        return new ArchiveRecord(archive, FileList.Read(json.RootElement, path, "files"));
    }

    /// <summary>Writes the record, whole or not at all.</summary>
    public void Write(string path)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            if (Archive is { } archive)
                json.WriteString("archive", archive.ToString());
            FileList.Write(json, "files", Files);
            json.WriteEndObject();
        }

        AtomicFile.Write(path, stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }
}
