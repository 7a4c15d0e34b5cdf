using System.Text.Json;
using Verdict.Files;

namespace Verdict.Hub.HuggingFace;

/// <summary>Which files of a repository or folder a classifier is made of: configuration, safetensors weights, tokeniser. Nothing else is ever fetched.</summary>
internal static class NeededFiles
{
    /// <summary>The configuration.</summary>
    public const string Configuration = "config.json";

    /// <summary>Weights in one file.</summary>
    public const string Weights = "model.safetensors";

    /// <summary>Where each tensor lies, for weights in several files.</summary>
    public const string Index = "model.safetensors.index.json";

    private const int LargestIndex = 4 << 20;
    private const int MostShards = 1_024;

    // Either of the first two makes a tokeniser; the next complete it; the last belongs to the labels.
    private static readonly string[] Others = ["tokenizer.json", "vocab.txt", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "calibration.json"];

    /// <summary>The files that are needed, the index but not its shards.</summary>
    /// <param name="has">Whether there is such a file.</param>
    /// <param name="all">Every path there is, for messages.</param>
    /// <param name="place">What messages call the repository or folder.</param>
    /// <exception cref="HubException">Something is missing, or there only in a form that is never read.</exception>
    public static IReadOnlyList<string> Choose(Func<string, bool> has, IEnumerable<string> all, string place)
    {
        if (!has(Configuration))
            throw new HubException(HubFault.NotSupported, $"{place} has no {Configuration}, so it is no model that can be opened. Check the name.");
        string weights = has(Weights) ? Weights : has(Index) ? Index : throw new HubException(HubFault.NotSupported, NoWeights(all, place));
        if (!Others[..2].Any(has))
            throw new HubException(HubFault.NotSupported, $"{place} has neither {Others[0]} nor {Others[1]}, and other tokenisers are not read. Choose another model.");
        return [Configuration, weights, .. Others.Where(has)];
    }

    /// <summary>Whether a path is one that a classifier may have at all.</summary>
    public static bool IsOne(string path) => path is Configuration or Index || Others.Contains(path) || (HubNames.IsSafe(path) && path.EndsWith(".safetensors", StringComparison.Ordinal));

    /// <summary>The weight files that an index names.</summary>
    /// <exception cref="VerdictFormatException">It is no index.</exception>
    public static IReadOnlyList<string> Shards(ReadOnlyMemory<byte> index, string path)
    {
        using JsonDocument json = JsonFile.Parse(index, path);
        if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("weight_map", out JsonElement map) || map.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, "weight_map", "an object of tensor names and files was expected. Pull the model again.");
        var shards = new SortedSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty tensor in map.EnumerateObject())
        {
            string? shard = tensor.Value.ValueKind == JsonValueKind.String ? tensor.Value.GetString() : null;
            if (shard is null || !HubNames.IsSafe(shard) || !shard.EndsWith(".safetensors", StringComparison.Ordinal))
                throw new VerdictFormatException(path, $"weight_map.{tensor.Name}", "the name of a .safetensors file beside the index was expected. Do not use this model.");
            if (shards.Add(shard) && shards.Count > MostShards)
                throw new VerdictFormatException(path, "weight_map", $"more than {MostShards:N0} weight files are named. Do not use this model.");
        }

        return shards.Count > 0 ? [.. shards] : throw new VerdictFormatException(path, "weight_map", "no file is named. Pull the model again.");
    }

    /// <summary>The files of a complete model folder, shards included; <see langword="null"/> where something is missing.</summary>
    public static IReadOnlyList<string>? InFolder(string folder)
    {
        bool Has(string name) => File.Exists(Path.Combine(folder, name));
        if (!Has(Configuration) || !(Has(Weights) || Has(Index)) || !Others[..2].Any(Has))
            return null;
        IReadOnlyList<string> files = Choose(Has, [], folder);
        if (Has(Weights))
            return files;
        IReadOnlyList<string> shards = Shards(ReadIndex(Path.Combine(folder, Index)), Path.Combine(folder, Index));
        return shards.All(Has) ? [.. files, .. shards] : null;
    }

    /// <summary>An index file's bytes, if it has a size that an index may have.</summary>
    public static byte[] ReadIndex(string path)
    {
        using FileStream file = File.OpenRead(path);
        if (file.Length > LargestIndex)
            throw new VerdictFormatException(path, null, $"the file has {file.Length:N0} bytes; an index has at most {LargestIndex:N0}. Do not use this model.");
        byte[] bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static string NoWeights(IEnumerable<string> all, string place)
    {
        string[] other = [.. all.Where(p => Path.GetExtension(p) is ".bin" or ".pt" or ".pth" or ".ckpt" or ".pkl" or ".h5" or ".msgpack" or ".ot" or ".onnx").Order(StringComparer.Ordinal).Take(3)];
        return other.Length == 0
            ? $"{place} has no safetensors weights. Check the name."
            : $"{place} has no safetensors weights, only {string.Join(", ", other)}. Pickles can run code and are never read, and other forms are not read by name. "
                + "Ask its author for safetensors (Hugging Face's space safetensors/convert makes a pull request; its revision is refs/pr/NUMBER), or choose another model.";
    }
}
