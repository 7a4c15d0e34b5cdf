using System.Runtime.InteropServices;

namespace Verdict.Benchmarks.Onnx;

/// <summary>An ONNX graph under construction (field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto). Every node has one output, named after it, unless said otherwise.</summary>
internal sealed class OnnxGraph
{
    private const int TypeFloat = 1, TypeInt8 = 3, TypeInt32 = 6, TypeInt64 = 7;
    private readonly List<Action<ProtobufWriter>> _nodes = [];
    private readonly List<Action<ProtobufWriter>> _initializers = [];
    private readonly List<Action<ProtobufWriter>> _inputs = [];
    private readonly List<Action<ProtobufWriter>> _outputs = [];
    private int _names;

    public string Int32Input(string name, params string[] dimensions) => Value(_inputs, name, TypeInt32, dimensions);

    public string FloatOutput(string name, params string[] dimensions) => Value(_outputs, name, TypeFloat, dimensions);

    public string Constant(ReadOnlySpan<float> numbers, params int[] shape) => Tensor(TypeFloat, MemoryMarshal.AsBytes(numbers).ToArray(), shape);

    public string Constant(ReadOnlySpan<sbyte> numbers, params int[] shape) => Tensor(TypeInt8, MemoryMarshal.AsBytes(numbers).ToArray(), shape);

    public string Constant(params long[] numbers) => Tensor(TypeInt64, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray(), [numbers.Length]);

    public string Scalar(long number) => Tensor(TypeInt64, BitConverter.GetBytes(number), []);

    public string Scalar(float number) => Tensor(TypeFloat, BitConverter.GetBytes(number), []);

    public string Node(string operation, string[] inputs, params (string Name, object Value)[] attributes) => Node(operation, "", inputs, 1, attributes)[0];

    public string Microsoft(string operation, string[] inputs, params (string Name, object Value)[] attributes) => Node(operation, "com.microsoft", inputs, 1, attributes)[0];

    public string[] Node(string operation, string domain, string[] inputs, int outputCount, params (string Name, object Value)[] attributes)
    {
        string[] outputs = [.. Enumerable.Range(0, outputCount).Select(_ => Fresh(operation))];
        _nodes.Add(w =>
        {
            foreach (string input in inputs)
                w.Text(1, input);
            foreach (string output in outputs)
                w.Text(2, output);
            w.Text(3, outputs[0]);
            w.Text(4, operation);
            foreach ((string name, object value) in attributes)
                w.Message(5, a => Attribute(a, name, value));
            if (domain.Length > 0)
                w.Text(7, domain);
        });
        return outputs;
    }

    public void Rename(string from, string to) => _nodes.Add(w =>
    {
        w.Text(1, from);
        w.Text(2, to);
        w.Text(3, to);
        w.Text(4, "Identity");
    });

    public byte[] ToModel()
    {
        var model = new ProtobufWriter();
        model.Varint(1, 8);
        model.Text(2, "Verdict.Benchmarks");
        model.Message(8, o => o.Varint(2, 17));
        model.Message(8, o =>
        {
            o.Text(1, "com.microsoft");
            o.Varint(2, 1);
        });
        model.Message(7, g =>
        {
            foreach (Action<ProtobufWriter> node in _nodes)
                g.Message(1, node);
            g.Text(2, "bert");
            foreach (Action<ProtobufWriter> tensor in _initializers)
                g.Message(5, tensor);
            foreach (Action<ProtobufWriter> input in _inputs)
                g.Message(11, input);
            foreach (Action<ProtobufWriter> output in _outputs)
                g.Message(12, output);
        });
        return model.ToArray();
    }

    private static void Attribute(ProtobufWriter a, string name, object value)
    {
        a.Text(1, name);
        switch (value)
        {
            case float number:
                a.Float(2, number);
                a.Varint(20, 1);
                break;
            case int number:
                a.Varint(3, number);
                a.Varint(20, 2);
                break;
            case long[] numbers:
                foreach (long number in numbers)
                    a.Varint(8, number);
                a.Varint(20, 7);
                break;
            default:
                throw new ArgumentException($"no attribute of type {value.GetType()}", nameof(value));
        }
    }

    private static string Value(List<Action<ProtobufWriter>> list, string name, int type, string[] dimensions)
    {
        list.Add(v =>
        {
            v.Text(1, name);
            v.Message(2, t => t.Message(1, tensor =>
            {
                tensor.Varint(1, type);
                tensor.Message(2, shape =>
                {
                    foreach (string dimension in dimensions)
                        shape.Message(1, d => d.Text(2, dimension));
                });
            }));
        });
        return name;
    }

    private string Tensor(int type, byte[] bytes, int[] shape)
    {
        string name = Fresh("constant");
        _initializers.Add(t =>
        {
            foreach (int dimension in shape)
                t.Varint(1, dimension);
            t.Varint(2, type);
            t.Text(8, name);
            t.Bytes(9, bytes);
        });
        return name;
    }

    private string Fresh(string stem) => $"{stem}_{_names++}";
}
