using System.Globalization;
using System.Text.Json;
using Verdict.Weights;

namespace Verdict.Models;

/// <content>From Hugging Face's <c>config.json</c>.</content>
internal sealed partial record BertConfiguration
{
    private const int LargestSize = 1 << 20;
    private const int MostLabels = 1_000_000;

    /// <summary>Reads and checks the sizes; what would change the arithmetic and is not supported is refused by name.</summary>
    public static BertConfiguration Read(HuggingFaceConfig config)
    {
        RefuseWhatIsNotSupported(config);
        int hiddenSize = config.Integer("hidden_size", 1, LargestSize);
        int headCount = config.Integer("num_attention_heads", 1, hiddenSize);
        if (hiddenSize % headCount != 0)
            throw config.Fault("num_attention_heads", $"hidden_size {hiddenSize} is not divisible by {headCount} heads.");

        return new BertConfiguration
        {
            VocabularySize = config.Integer("vocab_size", 1, int.MaxValue),
            HiddenSize = hiddenSize,
            LayerCount = config.Integer("num_hidden_layers", 1, 1024),
            HeadCount = headCount,
            IntermediateSize = config.Integer("intermediate_size", 1, LargestSize),
            MaxPositions = config.Integer("max_position_embeddings", 3, LargestSize),
            TypeCount = config.Integer("type_vocab_size", 1, LargestSize, 2),
            HiddenActivation = ReadActivation(config),
            LayerNormEpsilon = (float)config.Number("layer_norm_eps", 0, 1, 1e-12),
            LabelCount = ReadLabels(config).Count,
        };
    }

    /// <summary>The labels in order: <c>id2label</c>, or <c>LABEL_0</c>… for <c>num_labels</c> (two where neither is given), as Hugging Face has it.</summary>
    public static IReadOnlyList<string> ReadLabels(HuggingFaceConfig config)
    {
        if (config.Find("id2label") is not { } map)
            return [.. Enumerable.Range(0, config.Integer("num_labels", 1, MostLabels, 2)).Select(i => string.Create(CultureInfo.InvariantCulture, $"LABEL_{i}"))];
        if (map.ValueKind != JsonValueKind.Object)
            throw config.Fault("id2label", "expected an object from label numbers to names.");

        var byId = new SortedDictionary<int, string>();
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            if (!int.TryParse(entry.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || entry.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                throw config.Fault($"id2label.{entry.Name}", "expected a label number with a name.");
            if (!byId.TryAdd(id, entry.Value.ToString()))
                throw config.Fault($"id2label.{entry.Name}", "the label number stands there twice.");
        }

        if (byId.Count == 0 || byId.Count > MostLabels || byId.Keys.First() != 0 || byId.Keys.Last() != byId.Count - 1)
            throw config.Fault("id2label", $"label numbers must run from 0 without a gap, found {byId.Count} of them.");
        return [.. byId.Values];
    }

    private static void RefuseWhatIsNotSupported(HuggingFaceConfig config)
    {
        if (config.Text("model_type") is { } type && type != "bert")
            throw config.Fault("model_type", $"'{type}' is not supported; only bert is.");
        if (config.Find("architectures") is { ValueKind: JsonValueKind.Array } architectures
            && !architectures.EnumerateArray().Any(a => a.ValueKind == JsonValueKind.String && a.GetString() == "BertForSequenceClassification"))
        {
            throw config.Fault("architectures", $"{architectures.GetRawText()} holds no BertForSequenceClassification: this is not a trained classifier.");
        }

        if (config.Text("position_embedding_type") is { } positions && positions != "absolute")
            throw config.Fault("position_embedding_type", $"'{positions}' is not supported; only absolute is.");
        foreach (string key in (string[])["is_decoder", "add_cross_attention"])
        {
            if (config.Flag(key))
                throw config.Fault(key, "is not supported; an encoder is needed.");
        }

        if (config.Find("quantization_config") is { } quantization
            && !(quantization.ValueKind == JsonValueKind.Object && quantization.TryGetProperty("quant_method", out JsonElement method)
                && method.ValueKind == JsonValueKind.String && method.GetString() == QuantizedParameters.Method))
        {
            throw config.Fault("quantization_config", $"of quantised weights only those with the quant_method {QuantizedParameters.Method} are supported; use the original ones.");
        }
    }

    private static BertActivation ReadActivation(HuggingFaceConfig config) => config.Text("hidden_act") switch
    {
        null or "gelu" => BertActivation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" => BertActivation.GeluTanh,
        "relu" => BertActivation.Relu,
        "silu" or "swish" => BertActivation.Silu,
        "tanh" => BertActivation.Tanh,
        { } other => throw config.Fault("hidden_act", $"'{other}' is not supported; gelu, gelu_new, gelu_pytorch_tanh, relu, silu, swish and tanh are."),
    };
}
