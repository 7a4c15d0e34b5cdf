using Verdict.Models;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Onnx;
using Verdict.SparkNlp.Archives.Protobuf;
using Verdict.Tensors;

namespace Verdict.SparkNlp.Tests.Archives.Onnx;

/// <summary>
/// <see cref="TinyBert"/> as newer exporters write it: LayerNormalization and Gelu as nodes, dropouts and identities left in, weights turned by a Transpose,
/// queries and keys each scaled by a root, a mask by Where, heads of a size beside a computed count, and names that say nothing.
/// </summary>
internal sealed class GraphVariant
{
    private readonly OnnxGraphBuilder _graph = new();
    private int _weights;

    /// <summary>The operation that stands for Gelu.</summary>
    public string Activation { get; init; } = "Gelu";

    /// <summary>The constant by which queries and keys are scaled; the right one for heads of size 2 unless given.</summary>
    public float Scale { get; init; } = MathF.Pow(2, -0.25f);

    /// <summary>The epsilon of the last LayerNorm.</summary>
    public float LastEpsilon { get; init; } = 1e-6f;

    /// <summary>The model as a file.</summary>
    public byte[] Build()
    {
        using ClassifierArchive model = TinyBert.Classifier();
        BertParameters p = model.Tensors;
        string positions = _graph.Node("Slice", _graph.Node("Identity", Weight(p.PositionEmbeddings)), _graph.Integers(0), "length", _graph.Integers(0));
        string words = _graph.Node("Gather", Weight(p.WordEmbeddings), _graph.Node("Cast", ["input_ids"], [("to", 7)]));
        string state = Norm(_graph.Node("Add", positions, _graph.Node("Add", _graph.Node("Gather", Weight(p.TypeEmbeddings), "token_type_ids"), words)), p.EmbeddingNorm, 1e-6f);
        for (int i = 0; i < p.Layers.Count; i++)
            state = Layer(state, p.Layers[i], i == p.Layers.Count - 1 ? LastEpsilon : 1e-6f);
        string first = _graph.Node("Squeeze", _graph.Node("Slice", state, _graph.Integers(0), _graph.Integers(1), _graph.Integers(1)), _graph.Integers(1));
        string pooled = _graph.Node("Dropout", _graph.Node("Tanh", Linear(first, p.Pooler)));
        Linear(pooled, p.Classifier, "logits");
        return Model();
    }

    private string Layer(string state, BertLayerParameters p, float epsilon)
    {
        string heads = _graph.Node("Concat", [_graph.Node("Unsqueeze", "batch", _graph.Integers(0)), _graph.Integers(-1), _graph.Integers(-1), _graph.Integers(2)], [("axis", 0)]);
        string Split(LinearParameters linear, params int[] order) => _graph.Node("Transpose", [_graph.Node("Reshape", Linear(state, linear), heads)], [("perm", order)]);
        string query = _graph.Node("Mul", Split(p.Query, 0, 2, 1, 3), _graph.Float(Scale));
        string key = _graph.Node("Mul", _graph.Float(Scale), Split(p.Key, 0, 2, 3, 1));
        string value = Split(p.Value, 0, 2, 1, 3);
        string scores = _graph.Node("Where", "mask", _graph.Float(-1e9f), _graph.Node("MatMul", query, key));
        string weights = _graph.Node("Dropout", _graph.Node("Softmax", [scores], [("axis", -1)]));
        string context = _graph.Node("Reshape", _graph.Node("Transpose", [_graph.Node("MatMul", weights, value)], [("perm", (int[])[0, 2, 1, 3])]), _graph.Integers(0, -1, 4));
        state = Norm(_graph.Node("Add", state, _graph.Node("Dropout", Linear(context, p.AttentionOutput))), p.AttentionNorm, 1e-6f);
        string inner = _graph.Node(Activation, Linear(state, p.Intermediate));
        return Norm(_graph.Node("Add", state, Linear(inner, p.Output)), p.OutputNorm, epsilon);
    }

    private string Linear(string input, LinearParameters linear, string? output = null)
    {
        string turned = _graph.Node("Transpose", [Weight(linear.Weight)], [("perm", (int[])[1, 0])]);
        return _graph.Node("Add", [Weight(linear.Bias), _graph.Node("MatMul", input, turned)], [], output);
    }

    private string Norm(string input, NormParameters norm, float epsilon)
    {
        string output = _graph.Node("LayerNormalization", [input, Weight(norm.Weight), Weight(norm.Bias)], [("axis", -1)]);
        // The builder knows whole numbers alone: 1 name, 2 float, 20 type 1.
        _graph.Nodes[^1].Message(5, new ProtoWriter().Text(1, "epsilon").Single(2, epsilon).Number(20, 1));
        return output;
    }

    private string Weight(StoredTensor tensor) => _graph.Weight(tensor, $"w{_weights++}");

    private byte[] Model()
    {
        var graph = new ProtoWriter();
        foreach (ProtoWriter node in _graph.Nodes)
            graph.Message(1, node);
        foreach (ProtoWriter constant in _graph.Constants)
            graph.Message(5, constant);
        foreach (OnnxInitializer weight in _graph.Weights)
        {
            var tensor = new ProtoWriter();
            foreach (int dimension in weight.Shape)
                tensor.Number(1, dimension);
            graph.Message(5, tensor.Number(2, 1).Text(8, weight.Name).Bytes(9, weight.Tensor.Bytes.Span));
        }

        return new ProtoWriter().Message(7, graph.Message(12, new ProtoWriter().Text(1, "logits"))).Written.ToArray();
    }
}
