using Verdict.Models;
using Verdict.Tensors;

namespace Verdict.Benchmarks.Onnx;

/// <summary>BERT of standard operators only (MatMul, Add, LayerNormalization, Softmax, Erf), for ONNX Runtime to optimise by itself.</summary>
internal static class PlainGraph
{
    public static byte[] Build(BertConfiguration configuration, BertParameters parameters)
    {
        var graph = new OnnxGraph();
        string ids = graph.Int32Input("input_ids", "batch", "sequence");
        string types = graph.Int32Input("token_type_ids", "batch", "sequence");
        string mask = graph.Int32Input("attention_mask", "batch", "sequence");
        graph.FloatOutput("logits", "batch", "labels");

        string states = Embed(graph, configuration, parameters, ids, types);
        string open = graph.Node("Unsqueeze", [graph.Node("Cast", [mask], ("to", 1)), graph.Constant(1, 2)]);
        string bias = graph.Node("Mul", [graph.Node("Sub", [graph.Scalar(1f), open]), graph.Scalar(-10000f)]);
        foreach (BertLayerParameters layer in parameters.Layers)
            states = Layer(graph, configuration, layer, states, bias);

        string first = graph.Node("Gather", [states, graph.Scalar(0L)], ("axis", 1));
        string pooled = graph.Node("Tanh", [Linear(graph, first, parameters.Pooler)]);
        graph.Rename(Linear(graph, pooled, parameters.Classifier), "logits");
        return graph.ToModel();
    }

    private static string Embed(OnnxGraph graph, BertConfiguration configuration, BertParameters parameters, string ids, string types)
    {
        string length = graph.Node("Slice", [graph.Node("Shape", [ids]), graph.Constant(1), graph.Constant(2)]);
        string positions = graph.Node("Slice", [Table(graph, parameters.PositionEmbeddings), graph.Constant(0), length, graph.Constant(0)]);
        string sum = graph.Node("Add", [graph.Node("Gather", [Table(graph, parameters.WordEmbeddings), ids]), graph.Node("Gather", [Table(graph, parameters.TypeEmbeddings), types])]);
        return Norm(graph, configuration, graph.Node("Add", [sum, positions]), parameters.EmbeddingNorm);
    }

    private static string Layer(OnnxGraph graph, BertConfiguration configuration, BertLayerParameters layer, string x, string bias)
    {
        string query = Heads(graph, configuration, Linear(graph, x, layer.Query), [0, 2, 1, 3]);
        string key = Heads(graph, configuration, Linear(graph, x, layer.Key), [0, 2, 3, 1]);
        string value = Heads(graph, configuration, Linear(graph, x, layer.Value), [0, 2, 1, 3]);
        string scores = graph.Node("Div", [graph.Node("MatMul", [query, key]), graph.Scalar(MathF.Sqrt(configuration.HeadSize))]);
        string weights = graph.Node("Softmax", [graph.Node("Add", [scores, bias])], ("axis", -1));
        string context = graph.Node("Transpose", [graph.Node("MatMul", [weights, value])], ("perm", new long[] { 0, 2, 1, 3 }));
        context = graph.Node("Reshape", [context, graph.Constant(0, 0, configuration.HiddenSize)]);
        string middle = Norm(graph, configuration, graph.Node("Add", [Linear(graph, context, layer.AttentionOutput), x]), layer.AttentionNorm);

        string inner = Linear(graph, middle, layer.Intermediate);
        string erf = graph.Node("Erf", [graph.Node("Div", [inner, graph.Scalar(MathF.Sqrt(2))])]);
        string gelu = graph.Node("Mul", [graph.Node("Mul", [inner, graph.Node("Add", [erf, graph.Scalar(1f)])]), graph.Scalar(0.5f)]);
        return Norm(graph, configuration, graph.Node("Add", [Linear(graph, gelu, layer.Output), middle]), layer.OutputNorm);
    }

    private static string Heads(OnnxGraph graph, BertConfiguration configuration, string x, long[] order) =>
        graph.Node("Transpose", [graph.Node("Reshape", [x, graph.Constant(0, 0, configuration.HeadCount, configuration.HeadSize)])], ("perm", order));

    private static string Linear(OnnxGraph graph, string x, LinearParameters linear) =>
        graph.Node("Add", [graph.Node("MatMul", [x, Transposed(graph, linear.Weight)]), Table(graph, linear.Bias)]);

    private static string Norm(OnnxGraph graph, BertConfiguration configuration, string x, NormParameters norm) => graph.Node(
        "LayerNormalization", [x, Table(graph, norm.Weight), Table(graph, norm.Bias)], ("axis", -1), ("epsilon", configuration.LayerNormEpsilon));

    public static string Table(OnnxGraph graph, StoredTensor tensor) => graph.Constant(NumberFormat.ToArray(tensor), tensor.Shape);

    /// <summary>PyTorch's <c>[outputs, inputs]</c> as ONNX's <c>[inputs, outputs]</c>.</summary>
    private static string Transposed(OnnxGraph graph, StoredTensor weight) => graph.Constant(Transpose(weight), weight.Shape[1], weight.Shape[0]);

    public static float[] Transpose(StoredTensor weight)
    {
        float[] numbers = NumberFormat.ToArray(weight);
        int outputs = weight.Shape[0], inputs = weight.Shape[1];
        float[] result = new float[numbers.Length];
        for (int o = 0; o < outputs; o++)
        {
            for (int i = 0; i < inputs; i++)
                result[(i * outputs) + o] = numbers[(o * inputs) + i];
        }

        return result;
    }
}
