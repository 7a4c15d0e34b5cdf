using System.Buffers.Binary;
using System.Globalization;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Protobuf;
using Verdict.Tensors;

namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>The variables of a TensorFlow model by full name, read from a tensor bundle. Each lies inside its data file, overlaps no other, and is what its CRC says.</summary>
internal sealed class TensorBundle : IDisposable
{
    /// <summary>The table from variable names to keys.</summary>
    private const string ObjectGraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";

    private readonly Blob?[] _shards;
    private readonly string _path;
    private readonly Dictionary<string, BundleEntry> _byKey;

    private TensorBundle(string path, List<BundleEntry> entries, Blob?[] shards)
    {
        _path = path;
        _shards = shards;
        _byKey = new Dictionary<string, BundleEntry>(StringComparer.Ordinal);
        foreach (BundleEntry entry in entries)
        {
            if (!_byKey.TryAdd(entry.Key, entry))
                throw new VerdictFormatException(path, entry.Key, "the index names the tensor twice. The file is damaged.");
        }
    }

    /// <summary>The variables by full name, such as <c>tf_bert_for_sequence_classification/bert/pooler/dense/kernel</c>.</summary>
    public IReadOnlyDictionary<string, BundleEntry> Variables { get; private set; } = new Dictionary<string, BundleEntry>();

    /// <summary>Reads <c>variables.index</c> and its data files.</summary>
    /// <param name="tree">The unpacked blob, or an export folder.</param>
    /// <param name="stem">The files' path without <c>.index</c>.</param>
    public static TensorBundle Open(FileTree tree, string stem)
    {
        using Blob index = tree.Open(stem + ".index", "the file is missing: a TensorFlow model has its variables' index beside the graph.");
        (List<BundleEntry> entries, int shardCount) = BundleIndex.Read(index);
        var shards = new Blob?[shardCount];
        try
        {
            foreach (int shard in entries.Select(e => e.Shard).Distinct())
            {
                if (shard >= shardCount)
                    throw new VerdictFormatException(index.Path, null, $"a tensor lies in data file {shard}, but there are {shardCount}.");
                string name = string.Create(CultureInfo.InvariantCulture, $"{stem}.data-{shard:D5}-of-{shardCount:D5}");
                shards[shard] = tree.Open(name, "the file is missing: it holds a TensorFlow model's weights.");
            }

            CheckPlaces(index.Path, entries, shards);
            var bundle = new TensorBundle(index.Path, entries, shards);
            bundle.Variables = bundle.ReadNames();
            return bundle;
        }
        catch
        {
            foreach (Blob? shard in shards)
                shard?.Dispose();
            throw;
        }
    }

    /// <summary>A variable's numbers; valid until the bundle is disposed.</summary>
    /// <param name="name">The name to give it.</param>
    /// <param name="entry">The variable.</param>
    public StoredTensor Read(string name, BundleEntry entry)
    {
        ElementType type = entry.DataType switch
        {
            1 => ElementType.F32,
            14 => ElementType.BF16,
            19 => ElementType.F16,
            _ => throw new VerdictFormatException(_path, entry.Key, $"the tensor is of TensorFlow's type {entry.DataType}; float (1), bfloat16 (14) and half (19) are read."),
        };
        long count = NumberFormat.SizeOf(type);
        foreach (int dimension in entry.Shape)
            count = checked(count * dimension) is var next && next <= int.MaxValue ? next : throw new VerdictFormatException(_path, entry.Key, "the tensor is larger than 2 GB, which is not read.");
        if (count != entry.Size)
            throw new VerdictFormatException(_path, entry.Key, $"its shape [{string.Join(", ", entry.Shape)}] needs {count:N0} bytes, the index says {entry.Size:N0}. The file is damaged.");
        ReadOnlyMemory<byte> bytes = _shards[entry.Shard]!.Slice(entry.Offset, (int)entry.Size);
        if (Crc32C.Masked(bytes.Span) != entry.Crc)
            throw new VerdictFormatException(_shards[entry.Shard]!.Path, entry.Key, "the tensor's numbers are damaged: their CRC-32C differs. Download the model again.");
        Blob shard = _shards[entry.Shard]!;
        return new StoredTensor(name, type, entry.Shape, bytes) { LetGo = (start, length) => shard.LetGo(entry.Offset + start, length) };
    }

    /// <summary>Says that a variable's numbers will not be read again: their memory goes, and what was unpacked is zeros there.</summary>
    public void Discard(BundleEntry entry) => _shards[entry.Shard]!.Discard(entry.Offset, entry.Size);

    /// <summary>Lets go of the data files.</summary>
    public void Dispose()
    {
        foreach (Blob? shard in _shards)
            shard?.Dispose();
    }

    private static void CheckPlaces(string path, List<BundleEntry> entries, Blob?[] shards)
    {
        foreach (IGrouping<int, BundleEntry> shard in entries.GroupBy(e => e.Shard))
        {
            (long end, string before) = (0, string.Empty);
            foreach (BundleEntry entry in shard.OrderBy(e => e.Offset).ThenBy(e => e.Size))
            {
                if (entry.Offset < end)
                    throw new VerdictFormatException(path, entry.Key, $"the tensor overlaps '{before}'. The file is damaged.");
                if (entry.Size > shards[shard.Key]!.Length - entry.Offset)
                    throw new VerdictFormatException(path, entry.Key, $"the tensor ends at byte {entry.Offset + entry.Size:N0}, but {shards[shard.Key]!.Path} has {shards[shard.Key]!.Length:N0}. The file is cut; download it again.");
                end = entry.Offset + entry.Size;
                before = entry.Key;
            }
        }
    }

    /// <summary>
    /// TensorFlow 2 keeps variables under the path of the Python object that holds them and writes the names into an object graph;
    /// TensorFlow 1 keeps them under their names.
    /// </summary>
    private Dictionary<string, BundleEntry> ReadNames()
    {
        var names = new Dictionary<string, BundleEntry>(StringComparer.Ordinal);
        if (!_byKey.TryGetValue(ObjectGraphKey, out BundleEntry? graph))
        {
            foreach ((string key, BundleEntry entry) in _byKey)
                names.Add(key, entry);
            return names;
        }

        for (var nodes = new ProtoReader(_path, ReadString(graph)); nodes.Next();)
        {
            if (nodes.Field != 1)
                continue;
            for (var node = new ProtoReader(_path, nodes.Bytes); node.Next();)
            {
                if (node.Field == 2)
                    AddAttribute(node.Bytes, names);
            }
        }

        return names;
    }

    private void AddAttribute(ReadOnlyMemory<byte> message, Dictionary<string, BundleEntry> names)
    {
        (string kind, string name, string key) = (string.Empty, string.Empty, string.Empty);
        for (var attribute = new ProtoReader(_path, message); attribute.Next();)
        {
            if (attribute.Field == 1)
                kind = attribute.Text;
            else if (attribute.Field == 2)
                name = attribute.Text;
            else if (attribute.Field == 3)
                key = attribute.Text;
        }

        if (kind == "VARIABLE_VALUE" && name.Length > 0 && !key.Contains(".OPTIMIZER_SLOT", StringComparison.Ordinal) && _byKey.TryGetValue(key, out BundleEntry? entry)
            && !names.TryAdd(name, entry) && names[name] != entry)
        {
            throw new VerdictFormatException(_path, name, "two tensors of the bundle bear this variable's name. The file is damaged.");
        }
    }

    /// <summary>A string tensor of one element: its length, a masked CRC-32C of the length as a 32-bit number, its bytes.</summary>
    private ReadOnlyMemory<byte> ReadString(BundleEntry entry)
    {
        if (entry.DataType != 7 || entry.Shape.Length != 0 || entry.Size is < 5 or > 256 << 20)
            throw new VerdictFormatException(_path, entry.Key, "the object graph is no string. The file is damaged.");
        ReadOnlyMemory<byte> bytes = _shards[entry.Shard]!.Slice(entry.Offset, (int)entry.Size);
        (ulong length, int at, int shift) = (0, 0, 0);
        byte b;
        do
        {
            b = at < Math.Min(bytes.Length, 9) ? bytes.Span[at++] : throw new VerdictFormatException(_path, entry.Key, "the object graph's length is cut. The file is damaged.");
            length |= (ulong)(b & 0x7F) << shift;
            shift += 7;
        }
        while (b >= 0x80);
        if ((ulong)(bytes.Length - at) != length + 4)
            throw new VerdictFormatException(_path, entry.Key, "the object graph's length differs from its tensor's. The file is damaged.");

        Span<byte> wide = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(wide, (uint)length);
        uint crc = Crc32C.Append(Crc32C.Append(0, wide), bytes.Span[at..]);
        return Crc32C.Masked(wide) == BinaryPrimitives.ReadUInt32LittleEndian(bytes.Span[at..]) && Crc32C.Mask(crc) == entry.Crc
            ? bytes[(at + 4)..]
            : throw new VerdictFormatException(_path, entry.Key, "the object graph is damaged: its CRC-32C differs. Download the model again.");
    }
}
