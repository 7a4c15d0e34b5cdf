using System.Text.Json;
using Verdict.Files;
using Verdict.Labels;
using Verdict.Tensors;
using Verdict.Tests.Reference;
using Verdict.Weights;
using Xunit;

namespace Verdict.Tests.Parity;

/// <summary>The readers of weights and configuration and the plain formulas against Hugging Face's own numbers.</summary>
public sealed class PlainBertParity
{
    public static TheoryData<string> Models => GoldenModel.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Logits_are_those_of_Hugging_Face(string name)
    {
        using var model = new GoldenModel(name);
        var plain = new PlainBert(model.Configuration, model.Parameters);
        foreach (GoldenCase c in model.Cases.Where((_, i) => i < 12 || i % 10 == 0))
        {
            double[] logits = plain.Run(c.Ids, c.TypeIds)["logits"];
            Assert.All(logits.Zip(c.Logits64), p => Assert.Equal(p.Second, p.First, 1e-6));
            Assert.All(logits.Zip(c.Logits), p => Assert.Equal(p.Second, p.First, 1e-4));
        }
    }

    [Theory]
    [InlineData("gelu-2labels")]
    [InlineData("eps-1e-5-64-positions")]
    public void Every_intermediate_is_that_of_Hugging_Face(string name)
    {
        using var model = new GoldenModel(name);
        using ModelFiles files = ModelFiles.FromMemory("intermediates", new Dictionary<string, MappedMemory>
        {
            ["model.safetensors"] = MappedMemory.OpenFile(Path.Combine(model.Folder, "intermediates.safetensors")),
        });
        ParameterSet expected = SafetensorsReader.Read(files);
        GoldenCase c = FindCase(model, expected);
        Dictionary<string, double[]> seen = new PlainBert(model.Configuration, model.Parameters).Run(c.Ids, c.TypeIds);
        foreach ((string what, StoredTensor tensor) in expected.Tensors)
        {
            float[] numbers = NumberFormat.ToArray(tensor);
            Assert.Equal(numbers.Length, seen[what].Length);
            Assert.All(seen[what].Zip(numbers), p => Assert.Equal(p.Second, p.First, 1e-4));
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Scores_and_their_activation_are_those_of_Hugging_Face(string name)
    {
        using var model = new GoldenModel(name);
        LabelHead head = LabelHead.Create(Verdict.Models.BertConfiguration.ReadLabels(model.Config), model.Config.Text("problem_type"), null);
        foreach (GoldenCase c in model.Cases)
        {
            Assert.Equal(c.Activation, head.Activation.ToString().ToLowerInvariant());
            float[] scores = new float[c.Logits.Length];
            head.Score([.. c.Logits64.Select(x => (float)x)], scores);
            Assert.All(scores.Zip(c.Scores), p => Assert.Equal(p.Second, p.First, 1e-4));
        }
    }

    private static GoldenCase FindCase(GoldenModel model, ParameterSet expected)
    {
        using FileStream file = File.OpenRead(Path.Combine(model.Folder, "intermediates.safetensors"));
        using var reader = new BinaryReader(file);
        using JsonDocument header = JsonDocument.Parse(reader.ReadBytes((int)reader.ReadUInt64()));
        string text = header.RootElement.GetProperty("__metadata__").GetProperty("text").GetString()!;
        Assert.NotEmpty(expected.Tensors);
        return model.Cases.First(c => c.Text == text && c.Pair is null);
    }
}
