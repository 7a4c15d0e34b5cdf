using System.Globalization;
using System.Text;
using System.Text.Json;
using Verdict.Files;

namespace Verdict.Hub.SparkNlp;

/// <summary>Reads a hub's <c>metadata.json</c>: one JSON object a line, blank lines skipped.</summary>
internal sealed class MetadataFile
{
    /// <summary>The most that is read of such a file; Spark NLP's own has some tens of megabytes.</summary>
    public const int Largest = 128 << 20;

    private const int LongestLine = 1 << 20;
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly List<SparkNlpEntry> _entries = [];
    private VerdictFormatException? _firstFault;
    private int _faults;
    private int _read;

    private readonly byte[]? _quotedName;

    private MetadataFile(string? name) => _quotedName = name is null ? null : Encoding.UTF8.GetBytes($"\"{name}\"");

    /// <summary>The lines that could be read, in the file's order.</summary>
    public IReadOnlyList<SparkNlpEntry> Entries => _entries;

    /// <summary>A sentence about lines that could not be read, for messages; empty where all could.</summary>
    public string Faults => _firstFault is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {_faults} of its lines could not be read; the first: {_firstFault.Message}");

    /// <summary>Reads the file. One bad line does not hide the others.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="name">Only the lines of this name are wanted; the rest is passed over unread. <see langword="null"/> for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="VerdictFormatException">No line could be read.</exception>
    public static async Task<MetadataFile> ReadAsync(Stream stream, string path, string? name, CancellationToken cancellation)
    {
        var result = new MetadataFile(name);
        byte[] buffer = new byte[1 << 16];
        int used = 0, line = 1;
        bool tooLong = false;
        for (bool ended = false; !ended;)
        {
            if (used == buffer.Length && buffer.Length < LongestLine)
                Array.Resize(ref buffer, buffer.Length * 2);
            else if (used == buffer.Length)
                (used, tooLong) = (0, true);
            int read = await stream.ReadAsync(buffer.AsMemory(used), cancellation).ConfigureAwait(false);
            ended = read == 0;
            used += read;
            int start = 0;
            for (int feed; (feed = buffer.AsSpan(start, used - start).IndexOf((byte)'\n')) >= 0; start += feed + 1, line++)
            {
                result.Add(buffer.AsMemory(start, feed), tooLong, path, line);
                tooLong = false;
            }

            buffer.AsSpan(start, used - start).CopyTo(buffer);
            used -= start;
        }

        result.Add(buffer.AsMemory(0, used), tooLong, path, line);
        return result._firstFault is not null && result._entries.Count == 0 ? throw result._firstFault : result;
    }

    private void Add(ReadOnlyMemory<byte> line, bool tooLong, string path, int number)
    {
        if (!tooLong && line.Span.Trim(" \t\r"u8).IsEmpty)
            return;
        // The first line is always read: whether the file is a hub's list at all shows there.
        if (_quotedName is not null && _read++ > 0 && line.Span.IndexOf(_quotedName) < 0)
            return;
        string place = string.Create(CultureInfo.InvariantCulture, $"line {number}");
        try
        {
            if (tooLong)
                throw new VerdictFormatException(path, place, $"the line has more than {LongestLine:N0} bytes. It is no metadata of a hub.");
            using JsonDocument json = JsonFile.Parse(line, path);
            _entries.Add(Entry(json.RootElement, path, place));
        }
        catch (VerdictFormatException e)
        {
            _faults++;
            _firstFault ??= e.Place == place ? e : new VerdictFormatException(path, place, "the JSON is broken. The download may be incomplete.", e);
        }
    }

    private static SparkNlpEntry Entry(JsonElement json, string path, string place)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, place, $"a JSON object was expected, not {json.ValueKind}.");
        VerdictFormatException Fault(string name, string what) => new(path, place, $"'{name}' should be {what}.");
        string? Text(string name) => !json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Fault(name, "a string or null");
        bool Flag(string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Fault(name, "true or false"),
        };
        if (Text("name") is not { } name || !HubNames.IsSafe(name))
            throw Fault("name", "a name of letters, digits, '.', '-' and '_'");
        string? language = Text("language");
        if (language is { Length: > 0 } && !HubNames.IsSafe(language))
            throw Fault("language", "letters, digits, '.', '-' and '_'");
        DateTimeOffset time = default;
        if (Text("time") is not { } when || !DateTimeOffset.TryParseExact(when, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time))
            throw Fault("time", "a time such as 2021-11-01T14:10:05.960Z");
        string checksum = Text("checksum") ?? "";
        FileHash hash = default;
        if (checksum.Length > 0 && !FileHash.TryCreate(HashKind.Md5, checksum, out hash))
            throw Fault("checksum", "an MD5 of 32 hexadecimal digits, or empty");
        return new SparkNlpEntry
        {
            Name = name,
            Language = string.IsNullOrEmpty(language) ? null : language,
            Library = Version(json, "libVersion", Fault),
            Spark = Version(json, "sparkVersion", Fault),
            IsReady = Flag("readyToUse"),
            IsZipped = Flag("isZipped"),
            Time = time,
            Category = Text("category") ?? "nd",
            Checksum = checksum.Length > 0 ? hash : null,
            Annotator = Text("annotator"),
            Engine = Text("engine"),
        };
    }

    private static VersionNumber? Version(JsonElement json, string name, Func<string, string, VerdictFormatException> fault)
    {
        if (!json.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("parts", out JsonElement parts) || parts.ValueKind != JsonValueKind.Array || parts.GetArrayLength() is < 1 or > 4)
            throw fault(name, "an object with 'parts', such as {\"parts\":[3,3,2]}, or null");
        return new VersionNumber([.. parts.EnumerateArray().Select(p =>
            p.ValueKind == JsonValueKind.Number && p.TryGetInt32(out int n) && n >= 0 ? n : throw fault(name, "a list of whole numbers"))]);
    }
}
