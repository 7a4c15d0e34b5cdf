using System.Text.Json;

namespace Verdict.Data.Bulk;

/// <summary>
/// The book of a job: a JSON object a line. The first line says what the job is; then a line for each part, written when
/// the part stands on the disk under its name; at last a line with the totals. Lines are only ever added: a line that a
/// killed process left without its end is taken away when the book is opened again, and its part is done anew.
/// </summary>
internal sealed class Ledger
{
    public const string FileName = "ledger.jsonl";
    private readonly string _path;
    private readonly Func<Stream, Stream>? _wrap;
    private readonly Dictionary<int, LedgerPart> _parts = [];

    private Ledger(string path, Func<Stream, Stream>? wrap)
    {
        _path = path;
        _wrap = wrap;
    }

    /// <summary>What the job's result depends on.</summary>
    public SortedDictionary<string, string> Identity { get; } = new(StringComparer.Ordinal);

    /// <summary>The parts by number.</summary>
    public IReadOnlyDictionary<int, LedgerPart> Parts => _parts;

    /// <summary>How many parts the whole job has (all shards), once that is known.</summary>
    public int? TotalParts { get; private set; }

    /// <summary>How many rows the whole job has, once that is known.</summary>
    public long TotalRows { get; private set; }

    /// <summary>The digest of the output that was put together from the parts, once that was done.</summary>
    public string? Delivered { get; private set; }

    /// <summary>Begins a book. It replaces an old one in one step.</summary>
    public static Ledger Create(string folder, SortedDictionary<string, string> identity, Func<Stream, Stream>? wrap)
    {
        var ledger = new Ledger(Path.Combine(folder, FileName), wrap);
        using (Files.OutputFile file = Files.OutputFile.Create(ledger._path, wrap))
        {
            try
            {
                file.Stream.Write(Line(json =>
                {
                    json.WriteStartObject("job"u8);
                    foreach ((string name, string value) in identity)
                        json.WriteString(name, value);
                    json.WriteEndObject();
                }));
            }
            catch (IOException e)
            {
                throw Files.OutputFile.Unwritable(ledger._path, e);
            }

            file.Commit();
        }

        foreach ((string name, string value) in identity)
            ledger.Identity[name] = value;
        return ledger;
    }

    /// <summary>Opens a book; null where there is none.</summary>
    /// <exception cref="VerdictFormatException">The book is not one.</exception>
    public static Ledger? Open(string folder, Func<Stream, Stream>? wrap)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        var ledger = new Ledger(path, wrap);
        byte[] bytes = File.ReadAllBytes(path);
        int end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        int number = 0;
        for (int start = 0; start < end;)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            ledger.Read(bytes.AsMemory(start, length), ++number);
            start += length + 1;
        }

        if (end < bytes.Length)
            Truncate(path, end);
        if (number == 0)
            throw new VerdictFormatException(path, null, "the job's ledger is empty. Delete its folder to begin anew.");
        return ledger;
    }

    /// <summary>Writes down a part that stands on the disk.</summary>
    public void Add(LedgerPart part)
    {
        Append(Line(json =>
        {
            json.WriteNumber("part"u8, part.Number);
            json.WriteNumber("firstRow"u8, part.FirstRow);
            json.WriteNumber("rows"u8, part.Rows);
            json.WriteNumber("marked"u8, part.Marked);
            json.WriteNumber("truncated"u8, part.Truncated);
            json.WriteNumber("tokens"u8, part.Tokens);
            json.WriteNumber("length"u8, part.Length);
            json.WriteString("sha256"u8, part.Sha256);
        }));
        _parts[part.Number] = part;
    }

    /// <summary>Forgets a part whose file is gone or damaged; its line stays until another takes its place.</summary>
    public void Forget(int part) => _parts.Remove(part);

    /// <summary>Writes down that the whole input has been read.</summary>
    public void Finish(int totalParts, long totalRows)
    {
        if (TotalParts is not null)
            return;
        Append(Line(json =>
        {
            json.WriteNumber("totalParts"u8, totalParts);
            json.WriteNumber("totalRows"u8, totalRows);
        }));
        (TotalParts, TotalRows) = (totalParts, totalRows);
    }

    /// <summary>Writes down that the output stands in its place.</summary>
    public void Deliver(string digest)
    {
        Append(Line(json => json.WriteString("delivered"u8, digest)));
        Delivered = digest;
    }

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static void Truncate(string path, long length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None);
        file.SetLength(length);
        file.Flush(flushToDisk: true);
    }

    private void Append(byte[] line)
    {
        long before = new FileInfo(_path).Length;
        try
        {
            using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read);
            (_wrap?.Invoke(file) ?? file).Write(line);
            file.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Half a line would spoil the next one; what stood there before stays.
            if (new FileInfo(_path).Length > before)
                Truncate(_path, before);
            throw Files.OutputFile.Unwritable(_path, e);
        }
    }

    private void Read(ReadOnlyMemory<byte> line, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            if (number == 1)
            {
                foreach (JsonProperty property in root.GetProperty("job"u8).EnumerateObject())
                    Identity[property.Name] = property.Value.GetString() ?? "";
            }
            else if (root.TryGetProperty("part"u8, out _))
            {
                LedgerPart part = ReadPart(root);
                _parts[part.Number] = part;
            }
            else if (root.TryGetProperty("totalParts"u8, out JsonElement total))
            {
                (TotalParts, TotalRows) = (total.GetInt32(), root.GetProperty("totalRows"u8).GetInt64());
            }
            else
            {
                Delivered = root.GetProperty("delivered"u8).GetString();
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new VerdictFormatException(_path, $"line {number}", "the job's ledger is broken here. Delete its folder to begin anew.", e);
        }
    }

    private static LedgerPart ReadPart(JsonElement root)
    {
        LedgerPart part = new(
            root.GetProperty("part"u8).GetInt32(),
            root.GetProperty("firstRow"u8).GetInt64(),
            root.GetProperty("rows"u8).GetInt64(),
            root.GetProperty("marked"u8).GetInt64(),
            root.GetProperty("truncated"u8).GetInt64(),
            root.GetProperty("tokens"u8).GetInt64(),
            root.GetProperty("length"u8).GetInt64(),
            root.GetProperty("sha256"u8).GetString() ?? "");
        return part.Number >= 0 && part.FirstRow >= 0 && part.Rows >= 0 ? part : throw new FormatException("a number is below 0");
    }
}
