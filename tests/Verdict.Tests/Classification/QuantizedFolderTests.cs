using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verdict.Files;
using Verdict.Models;
using Verdict.Tensors;
using Verdict.Testing;
using Verdict.Tests.Laws;
using Verdict.Weights;
using Xunit;

namespace Verdict.Tests.Classification;

/// <summary>A folder of quantised weights, as docs/formats.md describes it, opens like any other.</summary>
public sealed class QuantizedFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verdict-quantized").FullName;

    [Fact]
    public void It_is_smaller_computes_in_int8_and_answers_nearly_alike()
    {
        string original = RepositoryPaths.Golden("models", "tiny-bert-fr");
        Quantize(original);
        Assert.True(Length(_folder) < 0.6 * Length(original));

        using TextClassifier exact = TextClassifier.Open(original), quantized = TextClassifier.Open(_folder);
        Assert.EndsWith("computed in int8", quantized.Model.Precision, StringComparison.Ordinal);
        string[] texts = ClassifierLaws.Texts(100);
        foreach ((Prediction a, Prediction b) in exact.Classify(texts).Zip(quantized.Classify(texts)))
            Assert.All(a.Scores.Zip(b.Scores), p => Assert.Equal(p.First.Score, p.Second.Score, 0.05f));

        using TextClassifier widened = TextClassifier.Open(_folder, new ClassifierOptions { Precision = Precision.Fp32 });
        Assert.EndsWith("computed in fp32", widened.Model.Precision, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long Length(string folder) => new FileInfo(Path.Combine(folder, "model.safetensors")).Length;

    private void Quantize(string original)
    {
        foreach (string file in Directory.GetFiles(original))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)), overwrite: true);
        JsonObject config = JsonNode.Parse(File.ReadAllText(Path.Combine(original, "config.json")))!.AsObject();
        config["quantization_config"] = new JsonObject { ["quant_method"] = "verdict_int8" };
        File.WriteAllText(Path.Combine(_folder, "config.json"), config.ToJsonString());

        using ModelFiles files = ModelFiles.FromFolder(original);
        BertConfiguration configuration = BertConfiguration.Read(HuggingFaceConfig.Read(files));
        Write(QuantizedParameters.Of(BertParameters.Read(SafetensorsReader.Read(files), configuration)).All());
    }

    private void Write(IEnumerable<StoredTensor> tensors)
    {
        var header = new JsonObject();
        using var numbers = new MemoryStream();
        foreach (StoredTensor tensor in tensors)
        {
            long start = numbers.Length;
            numbers.Write(tensor.Bytes.Span);
            header[tensor.Name] = new JsonObject
            {
                ["dtype"] = tensor.Type.ToString(),
                ["shape"] = new JsonArray([.. tensor.Shape.Select(d => JsonValue.Create(d))]),
                ["data_offsets"] = new JsonArray(start, numbers.Length),
            };
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        File.WriteAllBytes(Path.Combine(_folder, "model.safetensors"), [.. length, .. json, .. numbers.ToArray()]);
    }
}
