using System.Globalization;
using Verdict.Files;
using Verdict.Models;
using Verdict.SparkNlp.Archives.Protobuf;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>
/// Writes a classifier as an ONNX model: opset 14, plain operations only, inputs <c>input_ids</c>, <c>attention_mask</c>, <c>token_type_ids</c>
/// (int64 <c>[batch, sequence]</c>), output <c>logits</c> (float <c>[batch, labels]</c>), weights in F32.
/// </summary>
internal static class OnnxWriter
{
    /// <summary>A protocol buffer may not be larger than 2 GB; the rest is left for the nodes.</summary>
    public const long LargestFile = int.MaxValue - (64L << 20);

    private const int IrVersion = 7;
    private const int OpsetVersion = 14;
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private const int PageSize = 4096;

    /// <summary>Writes <c>NAME</c> and, where the weights are too many for one file, <c>NAME_data</c> beside it.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="name">The model's file name.</param>
    /// <param name="classifier">The model.</param>
    /// <param name="largestFile">How many bytes of weights one file may hold.</param>
    public static void WriteFiles(string folder, string name, ClassifierArchive classifier, long largestFile = LargestFile)
    {
        OnnxGraphBuilder graph = Build(classifier);
        bool outside = graph.Weights.Sum(w => w.ByteCount) > largestFile;
        string? dataName = outside ? name + "_data" : null;
        AtomicFolder.WriteFile(Path.Combine(folder, name), stream => Write(stream, graph, classifier, dataName));
        if (dataName is null)
            return;
        AtomicFolder.WriteFile(Path.Combine(folder, dataName), stream =>
        {
            foreach (OnnxInitializer weight in graph.Weights)
            {
                stream.Write(new byte[(int)(AlignUp(stream.Position) - stream.Position)]);
                weight.WriteNumbers(stream);
            }
        });
    }

    /// <summary>Writes the model into one stream.</summary>
    /// <exception cref="NotSupportedException">The weights exceed what one file may hold.</exception>
    public static void Write(Stream stream, ClassifierArchive classifier)
    {
        OnnxGraphBuilder graph = Build(classifier);
        long bytes = graph.Weights.Sum(w => w.ByteCount);
        if (bytes > LargestFile)
            throw new NotSupportedException($"The model has {bytes:N0} bytes of weights, an ONNX file and so a Spark NLP archive holds at most {LargestFile:N0}. Write an ONNX folder or a Hugging Face folder.");
        Write(stream, graph, classifier, null);
    }

    private static void Write(Stream stream, OnnxGraphBuilder graph, ClassifierArchive classifier, string? dataName)
    {
        // GraphProto: 1 nodes, 2 name, 5 initialisers, 11 inputs, 12 outputs. What is large is streamed; so its length is added up first.
        var small = new ProtoWriter();
        foreach (ProtoWriter node in graph.Nodes)
            small.Message(1, node);
        small.Text(2, "bert_for_sequence_classification");
        foreach (ProtoWriter constant in graph.Constants)
            small.Message(5, constant);
        List<(ProtoWriter Head, OnnxInitializer Weight)> weights = [];
        long offset = 0;
        foreach (OnnxInitializer weight in graph.Weights)
        {
            weights.Add((Head(weight, dataName, offset), weight));
            offset = AlignUp(offset + weight.ByteCount);
        }

        var interfaces = new ProtoWriter();
        foreach (string input in (string[])["input_ids", "attention_mask", "token_type_ids"])
            interfaces.Message(11, ValueInfo(input, Int64Type, "sequence", null));
        interfaces.Message(12, ValueInfo("logits", FloatType, null, classifier.Configuration.LabelCount));

        long length = small.Written.Length + interfaces.Written.Length + weights.Sum(w => w.Head.Written.Length + (dataName is null ? w.Weight.ByteCount : 0));
        // ModelProto: 1 IR version, 2 producer, 8 opsets {2 version}, 7 graph.
        var model = new ProtoWriter().Number(1, IrVersion).Text(2, "verdict").Message(8, new ProtoWriter().Text(1, string.Empty).Number(2, OpsetVersion)).Head(7, length);
        stream.Write(model.Written);
        stream.Write(small.Written);
        foreach ((ProtoWriter head, OnnxInitializer weight) in weights)
        {
            stream.Write(head.Written);
            if (dataName is null)
                weight.WriteNumbers(stream);
        }

        stream.Write(interfaces.Written);
    }

    /// <summary>TensorProto: 1 dims, 2 type, 8 name, then 9 the bytes, or 13 where they lie and 14 that they lie outside. Up to the bytes.</summary>
    private static ProtoWriter Head(OnnxInitializer weight, string? dataName, long offset)
    {
        var tensor = new ProtoWriter();
        foreach (int dimension in weight.Shape)
            tensor.Number(1, dimension);
        tensor.Number(2, FloatType).Text(8, weight.Name);
        if (dataName is null)
        {
            tensor.Head(9, weight.ByteCount);
            return new ProtoWriter().Head(5, tensor.Written.Length + weight.ByteCount).Raw(tensor.Written);
        }

        foreach ((string key, string value) in new[] { ("location", dataName), ("offset", offset.ToString(CultureInfo.InvariantCulture)), ("length", weight.ByteCount.ToString(CultureInfo.InvariantCulture)) })
            tensor.Message(13, new ProtoWriter().Text(1, key).Text(2, value));
        tensor.Number(14, 1);
        return new ProtoWriter().Message(5, tensor);
    }

    private static long AlignUp(long offset) => (offset + PageSize - 1) / PageSize * PageSize;

    /// <summary>ValueInfoProto {1 name, 2 type {1 tensor {1 element type, 2 shape {1 dim {1 value | 2 name}}}}}.</summary>
    private static ProtoWriter ValueInfo(string name, int type, string? second, int? size)
    {
        var shape = new ProtoWriter().Message(1, new ProtoWriter().Text(2, "batch"));
        shape.Message(1, second is null ? new ProtoWriter().Number(1, size!.Value) : new ProtoWriter().Text(2, second));
        return new ProtoWriter().Text(1, name).Message(2, new ProtoWriter().Message(1, new ProtoWriter().Number(1, type).Message(2, shape)));
    }

    private static OnnxGraphBuilder Build(ClassifierArchive classifier)
    {
        var graph = new OnnxGraphBuilder();
        BertConfiguration c = classifier.Configuration;
        BertParameters p = classifier.Tensors;
        string state = Embed(graph, p, c);
        string mask = graph.Node("Cast", [graph.Node("Unsqueeze", "attention_mask", graph.Integers(1, 2))], [("to", FloatType)]);
        mask = graph.Node("Mul", graph.Node("Sub", graph.Float(1), mask), graph.Float(float.MinValue));
        for (int i = 0; i < p.Layers.Count; i++)
            state = Layer(graph, state, mask, p.Layers[i], c, string.Create(CultureInfo.InvariantCulture, $"bert.encoder.layer.{i}."));
        string first = graph.Node("Gather", [state, graph.Integer(0)], [("axis", 1)]);
        string pooled = graph.Node("Tanh", Gemm(graph, first, p.Pooler, "bert.pooler.dense", null));
        Gemm(graph, pooled, p.Classifier, "classifier", "logits");
        return graph;
    }

    private static string Embed(OnnxGraphBuilder graph, BertParameters p, BertConfiguration c)
    {
        string words = graph.Node("Gather", graph.Weight(p.WordEmbeddings, "bert.embeddings.word_embeddings.weight"), "input_ids");
        string types = graph.Node("Gather", graph.Weight(p.TypeEmbeddings, "bert.embeddings.token_type_embeddings.weight"), "token_type_ids");
        string length = graph.Node("Gather", [graph.Node("Shape", "input_ids"), graph.Integers(1)], [("axis", 0)]);
        string positions = graph.Node(
            "Slice", graph.Weight(p.PositionEmbeddings, "bert.embeddings.position_embeddings.weight"), graph.Integers(0), length, graph.Integers(0));
        string sum = graph.Node("Add", graph.Node("Add", words, types), positions);
        return graph.Norm(sum, p.EmbeddingNorm, c.LayerNormEpsilon, "bert.embeddings.LayerNorm");
    }

    private static string Layer(OnnxGraphBuilder graph, string state, string mask, BertLayerParameters p, BertConfiguration c, string name)
    {
        // Zeros in a reshape keep a dimension: [batch, sequence, heads, head size].
        string heads = graph.Integers(0, 0, c.HeadCount, c.HeadSize);
        string Split(LinearParameters linear, string part, params int[] order) =>
            graph.Node("Transpose", [graph.Node("Reshape", graph.Linear(state, linear, name + "attention.self." + part), heads)], [("perm", order)]);
        string query = Split(p.Query, "query", 0, 2, 1, 3);
        string key = Split(p.Key, "key", 0, 2, 3, 1);
        string value = Split(p.Value, "value", 0, 2, 1, 3);
        string scores = graph.Node("Add", graph.Node("Div", graph.Node("MatMul", query, key), graph.Float(MathF.Sqrt(c.HeadSize))), mask);
        string context = graph.Node("MatMul", graph.Node("Softmax", [scores], [("axis", -1)]), value);
        string joined = graph.Node("Reshape", graph.Node("Transpose", [context], [("perm", (int[])[0, 2, 1, 3])]), graph.Integers(0, 0, c.HiddenSize));
        string attention = graph.Node("Add", graph.Linear(joined, p.AttentionOutput, name + "attention.output.dense"), state);
        state = graph.Norm(attention, p.AttentionNorm, c.LayerNormEpsilon, name + "attention.output.LayerNorm");
        string inner = graph.Activate(graph.Linear(state, p.Intermediate, name + "intermediate.dense"), c.HiddenActivation);
        string output = graph.Node("Add", graph.Linear(inner, p.Output, name + "output.dense"), state);
        return graph.Norm(output, p.OutputNorm, c.LayerNormEpsilon, name + "output.LayerNorm");
    }

    private static string Gemm(OnnxGraphBuilder graph, string input, LinearParameters linear, string name, string? output) =>
        graph.Node("Gemm", [input, graph.Weight(linear.Weight, name + ".weight"), graph.Weight(linear.Bias, name + ".bias")], [("transB", 1)], output);
}
