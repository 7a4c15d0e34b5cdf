using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verdict.Files;
using Verdict.Models;
using Verdict.Weights;

namespace Verdict.SparkNlp.Archives.HuggingFace;

/// <summary>Writes a classifier as a Hugging Face folder that transformers and this library open.</summary>
internal static class HuggingFaceWriter
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the files.</summary>
    /// <param name="folder">The folder, which exists and is empty.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="lowerCase">Whether the tokenizer lower-cases (and so strips accents).</param>
    /// <param name="multiLabel">Whether labels do not exclude each other.</param>
    public static void Write(string folder, ClassifierArchive classifier, bool lowerCase, bool multiLabel)
    {
        WriteJson(Path.Combine(folder, "config.json"), json => WriteConfig(json, classifier, multiLabel));
        SafetensorsWriter.Write(Path.Combine(folder, "model.safetensors"), classifier.Tensors.All());
        AtomicFolder.WriteFile(Path.Combine(folder, "vocab.txt"), ArchiveWriter.Lines(classifier.Vocabulary));
        WriteJson(Path.Combine(folder, "tokenizer.json"), json => TokenizerFiles.WriteTokenizer(json, classifier.Vocabulary, lowerCase));
        WriteJson(Path.Combine(folder, "tokenizer_config.json"), json => TokenizerFiles.WriteConfig(json, classifier.Vocabulary, lowerCase, classifier.Configuration.MaxPositions));
        WriteJson(Path.Combine(folder, "special_tokens_map.json"), TokenizerFiles.WriteSpecialTokens);
    }

    private static void WriteConfig(Utf8JsonWriter json, ClassifierArchive classifier, bool multiLabel)
    {
        BertConfiguration c = classifier.Configuration;
        json.WriteStartObject();
        json.WriteStartArray("architectures");
        json.WriteStringValue("BertForSequenceClassification");
        json.WriteEndArray();
        json.WriteString("hidden_act", c.HiddenActivation switch
        {
            BertActivation.Gelu => "gelu",
            BertActivation.GeluTanh => "gelu_new",
            BertActivation.Relu => "relu",
            BertActivation.Silu => "silu",
            _ => "tanh",
        });
        json.WriteNumber("hidden_size", c.HiddenSize);
        json.WriteStartObject("id2label");
        for (int i = 0; i < classifier.Labels.Count; i++)
            json.WriteString(i.ToString(CultureInfo.InvariantCulture), classifier.Labels[i]);
        json.WriteEndObject();
        json.WriteNumber("intermediate_size", c.IntermediateSize);
        json.WriteStartObject("label2id");
        foreach ((string label, int id) in classifier.Labels.Select((l, i) => (l, i)).DistinctBy(p => p.l))
            json.WriteNumber(label, id);
        json.WriteEndObject();
        json.WriteNumber("layer_norm_eps", c.LayerNormEpsilon);
        json.WriteNumber("max_position_embeddings", c.MaxPositions);
        json.WriteString("model_type", "bert");
        json.WriteNumber("num_attention_heads", c.HeadCount);
        json.WriteNumber("num_hidden_layers", c.LayerCount);
        json.WriteNumber("pad_token_id", Math.Max(0, TokenizerFiles.IdOf(classifier.Vocabulary, "[PAD]")));
        json.WriteString("position_embedding_type", "absolute");
        json.WriteString("problem_type", multiLabel ? "multi_label_classification" : "single_label_classification");
        json.WriteNumber("type_vocab_size", c.TypeCount);
        json.WriteNumber("vocab_size", c.VocabularySize);
        json.WriteEndObject();
    }

    private static void WriteJson(string path, Action<Utf8JsonWriter> write) => AtomicFolder.WriteFile(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, Indented);
        write(json);
    });
}
