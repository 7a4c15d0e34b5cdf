using System.Text;
using Verdict.Models;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Onnx;
using Verdict.SparkNlp.Archives.Protobuf;
using Verdict.Tensors;
using Verdict.Weights;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Onnx;

/// <summary>Weights are known by what is done with them; what is not BERT is refused where it is met.</summary>
public class OnnxBertTests
{
    [Theory]
    [InlineData(nameof(BertActivation.Gelu))]
    [InlineData(nameof(BertActivation.GeluTanh))]
    [InlineData(nameof(BertActivation.Relu))]
    [InlineData(nameof(BertActivation.Silu))]
    [InlineData(nameof(BertActivation.Tanh))]
    public void Every_activation_comes_back(string activation)
    {
        using ClassifierArchive tiny = TinyBert.Classifier(Enum.Parse<BertActivation>(activation));
        using var stream = new MemoryStream();
        OnnxWriter.Write(stream, tiny);
        AssertTiny(tiny.Configuration, stream.ToArray());
    }

    [Fact]
    public void Newer_exporters_ways_are_the_same_model() => AssertTiny(TinyBert.Configuration(), new GraphVariant().Build());

    [Fact]
    public void Names_mean_nothing()
    {
        using ClassifierArchive tiny = TinyBert.Classifier();
        using var stream = new MemoryStream();
        OnnxWriter.Write(stream, tiny);
        byte[] bytes = stream.ToArray();
        // The same lengths, so that the messages around stay whole.
        Replace(bytes, "attention.self.query", "attention.self.xuery");
        Replace(bytes, "attention.self.key.", "attention.self.quux");
        Replace(bytes, "classifier.", "pooler.foo.");
        AssertTiny(tiny.Configuration, bytes);
    }

    [Fact]
    public void Attention_that_is_scaled_otherwise_is_refused() => AssertFault("attention is scaled by 1, BERT with 2 heads by 0.707", new GraphVariant { Scale = 1 }.Build());

    [Fact]
    public void Layers_that_differ_are_refused() => AssertFault("different epsilons", new GraphVariant { LastEpsilon = 1e-3f }.Build());

    [Fact]
    public void Other_activations_are_refused() => AssertFault("the feed-forward part was expected, found Elu", new GraphVariant { Activation = "Elu" }.Build());

    [Theory]
    [InlineData("logits")]
    [InlineData("x")]
    public void A_graph_in_a_circle_is_refused(string self)
    {
        var graph = new ProtoWriter()
            .Message(1, new ProtoWriter().Text(1, self).Text(1, "x").Text(2, "logits").Text(4, "Add"))
            .Message(1, new ProtoWriter().Text(1, "logits").Text(2, "x").Text(4, "Identity"))
            .Message(12, new ProtoWriter().Text(1, "logits"));
        AssertFault("was expected", new ProtoWriter().Message(7, graph).Written.ToArray());
    }

    [Theory]
    [InlineData("../../etc/passw")]
    [InlineData("/etc/passwd....")]
    [InlineData("C:/etc/passwd..")]
    public void Weights_outside_the_folder_are_not_opened(string location)
    {
        using var folder = new TemporaryFolder();
        using ClassifierArchive tiny = TinyBert.Classifier();
        OnnxWriter.WriteFiles(folder[[]], "model.onnx", tiny, largestFile: 1);
        byte[] bytes = File.ReadAllBytes(folder["model.onnx"]);
        Replace(bytes, "model.onnx_data", location);
        AssertFault("only a file beside the model", bytes);
    }

    [Fact]
    public void Weights_beyond_their_file_are_refused()
    {
        using var folder = new TemporaryFolder();
        using ClassifierArchive tiny = TinyBert.Classifier();
        OnnxWriter.WriteFiles(folder[[]], "model.onnx", tiny, largestFile: 1);
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => OnnxBert.Read(Blob.OfFile(folder["model.onnx"]), name => Blob.OfBytes(name, new byte[10])));
        Assert.Contains("The file is cut or of another model", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_model_is_refused() => AssertFault("is no ONNX model", []);

    private static void AssertTiny(BertConfiguration configuration, byte[] bytes)
    {
        (BertConfiguration read, ParameterSet parameters) = OnnxBert.Read(Blob.OfBytes("model.onnx", bytes), _ => throw new InvalidOperationException());
        using (parameters)
        {
            Assert.Equal(configuration, read);
            foreach ((string name, StoredTensor expected) in TinyBert.Tensors())
                Assert.True(expected.Bytes.Span.SequenceEqual(parameters.Tensors[name].Bytes.Span), name);
        }
    }

    private static void AssertFault(string expected, byte[] bytes)
    {
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => OnnxBert.Read(Blob.OfBytes("model.onnx", bytes), _ => throw new InvalidOperationException()));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static void Replace(byte[] bytes, string from, string to)
    {
        byte[] old = Encoding.ASCII.GetBytes(from);
        Assert.Equal(from.Length, to.Length);
        int count = 0;
        for (int at = bytes.AsSpan().IndexOf(old); at >= 0; at = bytes.AsSpan().IndexOf(old))
        {
            Encoding.ASCII.GetBytes(to).CopyTo(bytes, at);
            count++;
        }

        Assert.True(count > 0, from);
    }
}
