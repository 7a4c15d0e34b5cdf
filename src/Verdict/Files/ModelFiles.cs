using System.Text;

namespace Verdict.Files;

/// <summary>
/// A model's files by name: those of a folder, mapped when first asked for, or stretches of memory such as an assembly's resources.
/// Safe from many threads once opened; owns what it mapped.
/// </summary>
internal sealed class ModelFiles : IDisposable
{
    /// <summary>Files other than weights are read whole and may not be larger than this.</summary>
    private const int LargestText = 256 << 20;

    private readonly Dictionary<string, MappedMemory> _open = [];
    private readonly string? _folder;
    private readonly Lock _lock = new();

    private ModelFiles(string description, string? folder)
    {
        Description = description;
        _folder = folder;
    }

    /// <summary>What errors call the whole: the folder's path or the resource's name.</summary>
    public string Description { get; }

    /// <summary>The files that were opened, with their lengths in bytes.</summary>
    public IReadOnlyList<(string Name, long Length)> Opened
    {
        get
        {
            lock (_lock)
                return [.. _open.Select(f => (f.Key, f.Value.Length)).OrderBy(f => f.Key, StringComparer.Ordinal)];
        }
    }

    /// <summary>The files of a folder.</summary>
    /// <exception cref="VerdictFormatException">There is no such folder.</exception>
    public static ModelFiles FromFolder(string folder)
    {
        if (Directory.Exists(folder))
            return new ModelFiles(folder, Path.GetFullPath(folder));
        throw new VerdictFormatException(folder, null, File.Exists(folder)
            ? "is a file, but a model is a folder with config.json, model.safetensors and a tokeniser. Give the folder; a Spark NLP archive is opened by Verdict.SparkNlp: OpenArchive(path)."
            : "there is no such folder. Give the path of a folder with config.json, model.safetensors and a tokeniser; a name in a hub is opened by Verdict.Hub: Open(name, new HubOptions()).");
    }

    /// <summary>Files that lie in memory already.</summary>
    public static ModelFiles FromMemory(string description, IReadOnlyDictionary<string, MappedMemory> files)
    {
        var result = new ModelFiles(description, null);
        foreach ((string name, MappedMemory memory) in files)
            result._open.Add(name, memory);
        return result;
    }

    /// <summary>The name that errors use for a file.</summary>
    public string PathOf(string name) => _folder is null ? $"{Description}/{name}" : Path.Combine(_folder, name);

    /// <summary>Whether there is such a file.</summary>
    public bool Has(string name)
    {
        lock (_lock)
            return _open.ContainsKey(name) || (_folder is not null && File.Exists(Path.Combine(_folder, name)));
    }

    /// <summary>A file's memory.</summary>
    /// <exception cref="VerdictFormatException">There is no such file, or it cannot be read.</exception>
    public MappedMemory Open(string name)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(name, out MappedMemory? memory))
                return memory;
            if (!Has(name))
                throw new VerdictFormatException(PathOf(name), null, "the file is missing. A model folder needs it.");
            try
            {
                memory = MappedMemory.OpenFile(PathOf(name));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new VerdictFormatException(PathOf(name), null, $"the file cannot be read: {e.Message}", e);
            }

            _open.Add(name, memory);
            return memory;
        }
    }

    /// <summary>A small file's bytes, without a byte order mark.</summary>
    public ReadOnlyMemory<byte> ReadText(string name)
    {
        MappedMemory memory = Open(name);
        if (memory.Length > LargestText)
            throw new VerdictFormatException(PathOf(name), null, $"the file has {memory.Length:N0} bytes; at most {LargestText:N0} are read. It is not what its name says.");
        ReadOnlyMemory<byte> bytes = memory.Slice(0, (int)memory.Length);
        return bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes;
    }

    /// <summary>Unmaps every file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (MappedMemory memory in _open.Values)
                memory.Dispose();
        }
    }
}
