using Verdict.SparkNlp.Archives.Protobuf;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>A NodeProto: one operation of the graph.</summary>
internal sealed class OnnxNode
{
    private const int MostParts = 1000;

    private readonly Dictionary<string, long> _integers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, float> _floats = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = string.Empty;

    /// <summary>Its operation, with the domain before it where that is not ONNX's own: <c>MatMul</c>, <c>com.microsoft.Attention</c>.</summary>
    public string Operation { get; private set; } = string.Empty;

    /// <summary>The tensors that it reads.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>The tensors that it makes.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>The value of a <c>Constant</c>.</summary>
    public OnnxTensor? Value { get; private set; }

    /// <summary>A whole number among its attributes.</summary>
    public long Integer(string name, long missing) => _integers.GetValueOrDefault(name, missing);

    /// <summary>A float among its attributes.</summary>
    public float Single(string name, float missing) => _floats.GetValueOrDefault(name, missing);

    /// <summary>A text among its attributes.</summary>
    public string Text(string name, string missing) => _texts.GetValueOrDefault(name, missing);

    /// <summary>Reads the message.</summary>
    public static OnnxNode Read(string path, ReadOnlyMemory<byte> message)
    {
        var result = new OnnxNode();
        string domain = string.Empty;
        List<ReadOnlyMemory<byte>> attributes = [];
        for (var node = new ProtoReader(path, message); node.Next();)
        {
            switch (node.Field)
            {
                case 1: result.Inputs.Add(node.Text); break;
                case 2: result.Outputs.Add(node.Text); break;
                case 3: result.Name = node.Text; break;
                case 4: result.Operation = node.Text; break;
                case 5: attributes.Add(node.Bytes); break;
                case 7: domain = node.Text; break;
            }

            if (result.Inputs.Count + result.Outputs.Count + attributes.Count > MostParts)
                throw new VerdictFormatException(path, result.Name, $"a node has more than {MostParts:N0} inputs, outputs and attributes. The file is damaged.");
        }

        if (domain is not ("" or "ai.onnx"))
            result.Operation = $"{domain}.{result.Operation}";
        foreach (ReadOnlyMemory<byte> attribute in attributes)
            result.AddAttribute(path, attribute);
        return result;
    }

    private void AddAttribute(string path, ReadOnlyMemory<byte> message)
    {
        string name = string.Empty;
        string output = Outputs.Count > 0 ? Outputs[0] : string.Empty;
        List<long> list = [];
        for (var attribute = new ProtoReader(path, message); attribute.Next();)
        {
            switch (attribute.Field)
            {
                case 1: name = attribute.Text; break;
                case 2: _floats[name] = attribute.Single; break;
                case 3: _integers[name] = attribute.Signed; break;
                case 4: _texts[name] = attribute.Text; break;
                case 5: Value = OnnxTensor.Read(path, attribute.Bytes, output); break;
                case 8: attribute.AddNumbers(list); break;
            }
        }

        if (Operation != "Constant" || Value is not null)
            return;
        if (name is "value_int" or "value_ints")
            Value = OnnxTensor.OfIntegers(path, output, list.Count > 0 ? list : [_integers.GetValueOrDefault(name)]);
        else if (name == "value_float")
            Value = OnnxTensor.OfSingle(path, output, _floats.GetValueOrDefault(name));
    }
}
