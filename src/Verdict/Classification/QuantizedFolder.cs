using System.Text.Encodings.Web;
using System.Text.Json;
using Verdict.Files;
using Verdict.Models;
using Verdict.Weights;

namespace Verdict.Classification;

/// <summary>Writes a Hugging Face folder again with its large matrices in 8 bits (docs/formats.md).</summary>
internal static class QuantizedFolder
{
    /// <summary>What stands beside weights and configuration and is taken over as it is.</summary>
    private static readonly string[] TokenizerFiles = ["tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"];

    /// <summary>Reads a folder and writes its quantised twin, whole or not at all.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="output">The folder to make.</param>
    /// <param name="overwrite">Whether a folder that is there already is replaced.</param>
    public static void Write(string folder, string output, bool overwrite)
    {
        using ModelFiles files = ModelFiles.FromFolder(folder);
        HuggingFaceConfig config = HuggingFaceConfig.Read(files);
        if (config.Find("quantization_config") is not null)
            throw config.Fault("quantization_config", "the model is quantised already. Give the original.");
        ClassifierParts parts = ClassifierParts.Read(files, Environment.ProcessorCount);
        AtomicFolder.Write(output, overwrite, temporary =>
        {
            AtomicFolder.WriteFile(Path.Combine(temporary, "config.json"), stream => WriteConfig(stream, files));
            SafetensorsWriter.Write(Path.Combine(temporary, "model.safetensors"), QuantizedParameters.Of(parts.Parameters).All());
            foreach (string name in TokenizerFiles.Where(files.Has))
                AtomicFolder.WriteFile(Path.Combine(temporary, name), files.ReadText(name).Span);
        });
    }

    private static void WriteConfig(Stream stream, ModelFiles files)
    {
        using JsonDocument config = JsonFile.Parse(files.ReadText("config.json"), files.PathOf("config.json"));
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        foreach (JsonProperty property in config.RootElement.EnumerateObject())
            property.WriteTo(json);
        json.WriteStartObject("quantization_config");
        json.WriteString("quant_method", QuantizedParameters.Method);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
