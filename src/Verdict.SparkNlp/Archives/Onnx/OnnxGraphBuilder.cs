using System.Globalization;
using System.Runtime.InteropServices;
using Verdict.Models;
using Verdict.SparkNlp.Archives.Protobuf;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>The small steps of building a graph: each adds a node and gives the name of the tensor that it makes.</summary>
internal sealed class OnnxGraphBuilder
{
    private const int FloatType = 1;
    private const int Int64Type = 7;

    private readonly HashSet<string> _constants = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The nodes as NodeProto messages, in the order of the work.</summary>
    public List<ProtoWriter> Nodes { get; } = [];

    /// <summary>Small constants as TensorProto messages.</summary>
    public List<ProtoWriter> Constants { get; } = [];

    /// <summary>The weights.</summary>
    public List<OnnxInitializer> Weights { get; } = [];

    /// <summary>A node without attributes.</summary>
    public string Node(string operation, params string[] inputs) => Node(operation, inputs, []);

    /// <summary>A node with attributes.</summary>
    /// <param name="operation">Its operation.</param>
    /// <param name="inputs">The tensors that it reads.</param>
    /// <param name="attributes">Attributes: an <see cref="int"/> or a list of them.</param>
    /// <param name="output">The name of what it makes, or one of its own.</param>
    public string Node(string operation, string[] inputs, (string Name, object Value)[] attributes, string? output = null)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{operation}_{_count++}");
        output ??= name + "_output";
        var node = new ProtoWriter();
        foreach (string input in inputs)
            node.Text(1, input);
        node.Text(2, output).Text(3, name).Text(4, operation);
        foreach ((string attribute, object value) in attributes)
            node.Message(5, Attribute(attribute, value));
        Nodes.Add(node);
        return output;
    }

    /// <summary>A single float.</summary>
    public string Float(float value)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"float_{value:R}");
        return Constant(name, FloatType, [], BitConverter.GetBytes(value));
    }

    /// <summary>A list of whole numbers.</summary>
    public string Integers(params long[] values) =>
        Constant($"int64_{string.Join('_', values)}", Int64Type, [values.Length], MemoryMarshal.AsBytes<long>(values).ToArray());

    /// <summary>A single whole number.</summary>
    public string Integer(long value) => Constant(string.Create(CultureInfo.InvariantCulture, $"int64_scalar_{value}"), Int64Type, [], BitConverter.GetBytes(value));

    /// <summary>A weight under its own name.</summary>
    public string Weight(Verdict.Tensors.StoredTensor tensor, string name, bool transposed = false)
    {
        Weights.Add(new OnnxInitializer(name, tensor, transposed));
        return name;
    }

    /// <summary>A linear map over the last dimension.</summary>
    public string Linear(string input, LinearParameters linear, string name)
    {
        string product = Node("MatMul", input, Weight(linear.Weight, name + ".weight", transposed: true));
        return Node("Add", product, Weight(linear.Bias, name + ".bias"));
    }

    /// <summary>LayerNorm over the last dimension, by its formula (opset 14 has no node for it).</summary>
    public string Norm(string input, NormParameters norm, float epsilon, string name)
    {
        string mean = Node("ReduceMean", [input], [("axes", (int[])[-1])]);
        string centred = Node("Sub", input, mean);
        string variance = Node("ReduceMean", [Node("Pow", centred, Float(2))], [("axes", (int[])[-1])]);
        string normal = Node("Div", centred, Node("Sqrt", Node("Add", variance, Float(epsilon))));
        return Node("Add", Node("Mul", normal, Weight(norm.Weight, name + ".weight")), Weight(norm.Bias, name + ".bias"));
    }

    /// <summary>The feed-forward part's function.</summary>
    public string Activate(string x, BertActivation activation)
    {
        switch (activation)
        {
            case BertActivation.Gelu:
                string erf = Node("Erf", Node("Div", x, Float(MathF.Sqrt(2))));
                return Node("Mul", Node("Mul", x, Node("Add", erf, Float(1))), Float(0.5f));
            case BertActivation.GeluTanh:
                string cubic = Node("Add", x, Node("Mul", Node("Pow", x, Float(3)), Float(0.044715f)));
                string tanh = Node("Tanh", Node("Mul", cubic, Float(MathF.Sqrt(2 / MathF.PI))));
                return Node("Mul", Node("Mul", x, Float(0.5f)), Node("Add", tanh, Float(1)));
            case BertActivation.Relu:
                return Node("Relu", x);
            case BertActivation.Silu:
                return Node("Mul", x, Node("Sigmoid", x));
            case BertActivation.Tanh:
                return Node("Tanh", x);
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "There is no such activation.");
        }
    }

    private string Constant(string name, int type, long[] shape, byte[] bytes)
    {
        if (!_constants.Add(name))
            return name;
        var tensor = new ProtoWriter();
        foreach (long dimension in shape)
            tensor.Number(1, dimension);
        Constants.Add(tensor.Number(2, type).Text(8, name).Bytes(9, bytes));
        return name;
    }

    /// <summary>AttributeProto: 1 name, 3 int, 8 ints, 20 type (2 int, 7 ints).</summary>
    private static ProtoWriter Attribute(string name, object value)
    {
        var attribute = new ProtoWriter().Text(1, name);
        if (value is int number)
            return attribute.Number(3, number).Number(20, 2);
        foreach (int item in (int[])value)
            attribute.Number(8, item);
        return attribute.Number(20, 7);
    }
}
