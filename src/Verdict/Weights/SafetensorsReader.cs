using System.Buffers.Binary;
using System.Text.Json;
using Verdict.Files;
using Verdict.Tensors;

namespace Verdict.Weights;

/// <summary>
/// Reads safetensors files (https://huggingface.co/docs/safetensors): eight bytes of header length, a JSON header, then the numbers.
/// Every rule of the format is checked, so that each tensor handed out lies inside its file and overlaps no other.
/// </summary>
internal static class SafetensorsReader
{
    private const string WholeName = "model.safetensors";
    private const string IndexName = "model.safetensors.index.json";

    /// <summary>The largest header that the format allows.</summary>
    private const int LargestHeader = 100_000_000;

    /// <summary>Reads the weights of a folder: one file, or the shards that its index names.</summary>
    public static ParameterSet Read(ModelFiles files)
    {
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        if (files.Has(WholeName))
        {
            ReadFile(files, WholeName, null, tensors);
            return new ParameterSet(files.PathOf(WholeName), tensors, null);
        }

        if (!files.Has(IndexName))
        {
            throw new VerdictFormatException(
                files.Description, null,
                $"there is neither {WholeName} nor {IndexName}. Weights are read from safetensors only; convert a pytorch_model.bin with Hugging Face's safetensors package first.");
        }

        Dictionary<string, HashSet<string>> shards = ReadIndex(files);
        foreach ((string shard, HashSet<string> names) in shards)
            ReadFile(files, shard, names, tensors);
        return new ParameterSet(files.PathOf(IndexName), tensors, null);
    }

    private static Dictionary<string, HashSet<string>> ReadIndex(ModelFiles files)
    {
        string path = files.PathOf(IndexName);
        using JsonDocument index = JsonFile.Parse(files.ReadText(IndexName), path);
        if (index.RootElement.ValueKind != JsonValueKind.Object || !index.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, "weight_map", "expected an object from tensor names to file names.");

        var shards = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string? shard = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
            if (shard is null || !IsPlainName(shard))
                throw new VerdictFormatException(path, $"weight_map.{entry.Name}", "expected the plain name of a .safetensors file in the same folder.");
            if (!shards.TryGetValue(shard, out HashSet<string>? names))
                shards.Add(shard, names = new HashSet<string>(StringComparer.Ordinal));
            names.Add(entry.Name);
        }

        return shards;
    }

    /// <summary>A shard's name comes from outside and must not lead out of the folder.</summary>
    private static bool IsPlainName(string name) =>
        name.EndsWith(".safetensors", StringComparison.Ordinal) && name.IndexOfAny(['/', '\\', ':', '\0']) < 0 && !name.StartsWith('.');

    private static void ReadFile(ModelFiles files, string name, HashSet<string>? wanted, Dictionary<string, StoredTensor> into)
    {
        string path = files.PathOf(name);
        MappedMemory memory = files.Open(name);
        List<SafetensorsEntry> entries = ReadHeader(memory, path, out long dataStart);
        foreach (SafetensorsEntry entry in entries)
        {
            if (wanted is not null && !wanted.Remove(entry.Name))
                continue;
            if (entry.Type is not { } type)
                continue;
            if (entry.End - entry.Begin > int.MaxValue)
                throw new VerdictFormatException(path, entry.Name, $"the tensor has {entry.End - entry.Begin:N0} bytes; at most {int.MaxValue:N0} are supported.");
            long begin = dataStart + entry.Begin;
            var tensor = new StoredTensor(entry.Name, type, entry.Shape, memory.Slice(begin, (int)(entry.End - entry.Begin)))
            {
                LetGo = (start, length) => memory.LetGo(begin + start, length),
            };
            if (!into.TryAdd(entry.Name, tensor))
                throw new VerdictFormatException(path, entry.Name, "the tensor stands in two files.");
        }

        if (wanted is { Count: > 0 })
            throw new VerdictFormatException(path, wanted.Order(StringComparer.Ordinal).First(), $"the index says that the tensor is in this file, but it is not ({wanted.Count} missing). The download may be incomplete.");
    }

    private static List<SafetensorsEntry> ReadHeader(MappedMemory memory, string path, out long dataStart)
    {
        if (memory.Length < 8)
            throw new VerdictFormatException(path, null, $"a safetensors file begins with 8 bytes of header length, but it has {memory.Length} bytes. The download may be incomplete.");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(memory.Slice(0, 8).Span);
        if (headerLength > LargestHeader || (long)headerLength > memory.Length - 8)
        {
            throw new VerdictFormatException(
                path, "header", $"its length is given as {headerLength:N0} bytes, but the file has {memory.Length:N0} and the format allows {LargestHeader:N0}. This is not a safetensors file, or it is cut.");
        }

        dataStart = 8 + (long)headerLength;
        using JsonDocument header = JsonFile.Parse(memory.Slice(8, (int)headerLength), path);
        if (header.RootElement.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, "header", "expected a JSON object.");

        var names = new HashSet<string>(StringComparer.Ordinal);
        List<SafetensorsEntry> entries = [];
        foreach (JsonProperty property in header.RootElement.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw new VerdictFormatException(path, property.Name, "the header names the tensor twice.");
            if (property.Name != "__metadata__")
                entries.Add(SafetensorsEntry.Read(property, path));
        }

        CheckPlaces(entries, memory.Length - dataStart, path);
        return entries;
    }

    /// <summary>The format has tensors side by side: from the first byte to the last, no hole, no overlap.</summary>
    private static void CheckPlaces(List<SafetensorsEntry> entries, long dataLength, string path)
    {
        long end = 0;
        foreach (SafetensorsEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != end)
            {
                throw new VerdictFormatException(
                    path, entry.Name, $"its numbers begin at byte {entry.Begin:N0} where {end:N0} was expected: tensors {(entry.Begin < end ? "overlap" : "leave a hole")}.");
            }

            end = entry.End;
            if (end > dataLength)
                throw new VerdictFormatException(path, entry.Name, $"its numbers end at byte {end:N0}, but the file holds {dataLength:N0}. The file is cut; download it again.");
        }

        if (end != dataLength)
            throw new VerdictFormatException(path, null, $"the header describes {end:N0} bytes of numbers, but the file holds {dataLength:N0}.");
    }
}
