using System.Runtime.InteropServices;
using Verdict.Kernels;
using Verdict.Models;
using Verdict.Tensors;
using Verdict.Tests.Reference;
using Verdict.Weights;
using Xunit;

namespace Verdict.Tests.Models;

public sealed class QuantizedParametersTests
{
    private readonly RandomBert _bert = new(hidden: 64, layers: 2, heads: 4, inner: 128, vocabulary: 2000);

    [Fact]
    public void They_take_about_a_quarter_and_quantising_twice_is_quantising_once()
    {
        BertParameters once = QuantizedParameters.Of(_bert.Parameters), twice = QuantizedParameters.Of(once);
        Assert.Equal(once.All().Sum(t => (long)t.Bytes.Length), twice.All().Sum(t => (long)t.Bytes.Length));
        Assert.InRange(Size(once) / Size(_bert.Parameters), 0.24, 0.45);

        // From the numbers alone, as the engine does it when it packs them, the same bytes come back.
        BertParameters again = QuantizedParameters.Of(once with { WordEmbeddings = new StoredTensor("words", ElementType.F32, once.WordEmbeddings.Shape, MemoryMarshal.AsBytes(NumberFormat.ToArray(once.WordEmbeddings).AsSpan()).ToArray()) });
        Assert.Equal(once.WordEmbeddings.Bytes.ToArray(), again.WordEmbeddings.Bytes.ToArray());

        static double Size(BertParameters parameters) => parameters.All().Sum(t => (double)t.Bytes.Length);
    }

    [Fact]
    public void What_is_read_back_by_name_is_computed_in_int8_with_nearly_the_same_logits()
    {
        BertParameters quantized = QuantizedParameters.Of(_bert.Parameters with { WordEmbeddings = QuantizedParameters.Of(_bert.Parameters).WordEmbeddings });
        using BertModel stored = BertModel.Load(_bert.Configuration, quantized, KernelPath.Current.Path.Kernels, 1);
        using BertModel packed = BertModel.Load(_bert.Configuration, _bert.Parameters with { WordEmbeddings = quantized.WordEmbeddings }, KernelPath.Current.Path.Kernels, 1, Precision.Int8);
        Assert.Equal(Precision.Int8, stored.Precision);
        int[] text = _bert.Text(9);
        Assert.All(Logits(stored, text).Zip(Logits(packed, text)), p => Assert.Equal(p.Second, p.First, 0.02));
    }

    [Fact]
    public void Scales_are_found_by_name_and_their_absence_is_told()
    {
        Dictionary<string, StoredTensor> tensors = Named(QuantizedParameters.Of(HuggingFaceNames.Give(_bert.Parameters)));
        using var set = new ParameterSet("here", tensors, null);
        BertParameters read = BertParameters.Read(set, _bert.Configuration);
        Assert.Equal(ElementType.I8, read.Layers[1].Output.Weight.Type);
        Assert.NotNull(read.Layers[1].Output.Weight.Scales);

        const string Scale = "bert.encoder.layer.1.output.dense.weight_scale";
        StoredTensor scale = tensors[Scale];
        foreach (StoredTensor? wrong in (StoredTensor?[])[null, scale with { Shape = [32, 2] }, scale with { Bytes = Enumerable.Repeat((byte)0xFF, scale.Bytes.Length).ToArray() }])
        {
            tensors.Remove(Scale);
            if (wrong is not null)
                tensors.Add(Scale, wrong);
            Assert.Contains(Scale, Assert.Throws<VerdictFormatException>(() => BertParameters.Read(set, _bert.Configuration)).Message, StringComparison.Ordinal);
        }
    }

    private static float[] Logits(BertModel model, int[] text)
    {
        using var runner = new ModelRunner(model, 1, 64);
        float[] result = [];
        runner.Run(1, false, (_, b) => b.Add(text, new int[text.Length]), (_, logits) => result = logits.ToArray(), TestContext.Current.CancellationToken);
        return result;
    }

    private static Dictionary<string, StoredTensor> Named(BertParameters parameters) => parameters.All().ToDictionary(t => t.Name);
}
