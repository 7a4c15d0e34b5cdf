using System.Text;
using System.Text.Json.Nodes;
using Verdict.Testing;
using Xunit;

namespace Verdict.Tests.Classification;

/// <summary>A model folder that is not what it should be is refused with the file and the place.</summary>
public sealed class BadModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verdict").FullName;

    public BadModelTests()
    {
        foreach (string file in Directory.GetFiles(RepositoryPaths.Golden("bert-models", "gelu-2labels")))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("config.json")]
    [InlineData("model.safetensors")]
    [InlineData("tokenizer.json")]
    public void A_missing_file_is_named(string name)
    {
        File.Delete(Path.Combine(_folder, name));
        VerdictFormatException e = Refused();
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_folder_is_named() => Assert.Contains(
        "there is no such folder", Assert.Throws<VerdictFormatException>(() => TextClassifier.Open(Path.Combine(_folder, "nowhere"))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("hidden_size", "33", "num_attention_heads")]
    [InlineData("hidden_size", "0", "hidden_size")]
    [InlineData("num_hidden_layers", "3", "bert.encoder.layer.2")]
    [InlineData("vocab_size", "7", "vocab_size")]
    [InlineData("hidden_act", "\"mish\"", "hidden_act")]
    [InlineData("layer_norm_eps", "-1", "layer_norm_eps")]
    [InlineData("model_type", "\"roberta\"", "model_type")]
    [InlineData("position_embedding_type", "\"relative_key\"", "position_embedding_type")]
    [InlineData("is_decoder", "true", "is_decoder")]
    [InlineData("problem_type", "\"guessing\"", "problem_type")]
    [InlineData("id2label", """{"0":"a","2":"b"}""", "id2label")]
    [InlineData("id2label", """{"0":"a","1":"b","2":"c"}""", "classifier.weight")]
    [InlineData("quantization_config", """{"bits":4}""", "quantization_config")]
    [InlineData("architectures", """["BertForMaskedLM"]""", "architectures")]
    public void A_configuration_that_does_not_fit_is_refused_by_key(string key, string value, string place)
    {
        string path = Path.Combine(_folder, "config.json");
        JsonObject config = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        config[key] = JsonNode.Parse(value);
        File.WriteAllText(path, config.ToJsonString());
        Assert.Contains(place, Refused().Place!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_that_is_none_is_found()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(path);
        BitConverter.GetBytes(float.NaN).CopyTo(bytes, bytes.Length - 400);
        File.WriteAllBytes(path, bytes);
        Assert.Contains("is not finite", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cut_file_is_refused()
    {
        string path = Path.Combine(_folder, "model.safetensors");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^100]);
        Assert.Contains("download it again", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_UTF8_is_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "config.json"), [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        Assert.Contains("not valid UTF-8", Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_damage_to_the_configuration_gives_anything_but_a_typed_error()
    {
        string path = Path.Combine(_folder, "config.json");
        byte[] good = File.ReadAllBytes(path);
        Fuzz.Run(
            good,
            bytes =>
            {
                using Verdict.Files.ModelFiles files = Weights.MemoryFiles.Of(("config.json", bytes));
                var config = Verdict.Weights.HuggingFaceConfig.Read(files);
                _ = Verdict.Models.BertConfiguration.Read(config);
                _ = config.Text("problem_type");
            },
            e => e is VerdictFormatException);
    }

    [Fact]
    public void Hostile_texts_get_answers()
    {
        using TextClassifier classifier = TextClassifier.Open(_folder);
        string[] texts = ["\uD800", "a\uDC00b", new string('x', 10 << 20), string.Join(' ', Enumerable.Repeat("a", 100_000)), "\0\0\0", "\uFFFF\uFEFF", new string('é', 1 << 20), Encoding.Latin1.GetString([.. Enumerable.Range(0, 256).Select(i => (byte)i)])];
        Assert.All(classifier.Classify(texts), p => Assert.InRange(p.Score, 0f, 1f));
    }

    private VerdictFormatException Refused()
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => TextClassifier.Open(_folder));
        Assert.StartsWith(_folder, e.Path, StringComparison.Ordinal);
        return e;
    }
}
