using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Protobuf;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>The graph of an ONNX model: who makes which tensor, and the tensors that are constant.</summary>
internal sealed class OnnxGraph
{
    private const int MostNodes = 100_000;
    private const int MostOutputs = 1000;

    private readonly Dictionary<string, OnnxNode> _producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);

    private OnnxGraph(string path) => Path = path;

    /// <summary>The file, for errors.</summary>
    public string Path { get; }

    /// <summary>The graph's outputs.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Reads a ModelProto.</summary>
    /// <param name="model">Must outlive the graph.</param>
    public static OnnxGraph Read(Blob model)
    {
        var result = new OnnxGraph(model.Path);
        ReadOnlyMemory<byte>? graph = null;
        for (var message = new ProtoReader(model.Path, model.All(int.MaxValue)); message.Next();)
        {
            if (message.Field == 7 && message.IsDelimited)
                graph = message.Bytes;
        }

        if (graph is null)
            throw new VerdictFormatException(model.Path, null, "is no ONNX model: it holds no graph.");
        for (var message = new ProtoReader(model.Path, graph.Value); message.Next();)
        {
            if (message.Field == 1)
                result.Add(OnnxNode.Read(model.Path, message.Bytes));
            else if (message.Field == 5)
                result.Add(OnnxTensor.Read(model.Path, message.Bytes, null));
            else if (message.Field == 12)
                result.AddOutput(ReadName(model.Path, message.Bytes));
        }

        return result;
    }

    /// <summary>The node that makes a tensor; <see langword="null"/> for inputs and initialisers.</summary>
    public OnnxNode? Producer(string tensor) => _producers.GetValueOrDefault(tensor);

    /// <summary>A constant: an initialiser, or what a <c>Constant</c> makes, also behind Identity.</summary>
    public OnnxTensor? Constant(string tensor)
    {
        for (int step = 0; step < 8; step++)
        {
            if (_constants.TryGetValue(tensor, out OnnxTensor? constant))
                return constant;
            if (Producer(tensor) is not { Operation: "Identity", Inputs: [{ } source] })
                return null;
            tensor = source;
        }

        return null;
    }

    private void Add(OnnxNode node)
    {
        foreach (string output in node.Outputs.Where(o => o.Length > 0))
        {
            if (_producers.Count >= MostNodes || !_producers.TryAdd(output, node))
                throw new VerdictFormatException(Path, output, "two nodes of the graph make this tensor, or there are too many nodes. The file is damaged.");
        }

        if (node is { Operation: "Constant", Value: { } value, Outputs: [{ } name] })
            _constants[name] = value;
    }

    private void AddOutput(string name)
    {
        if (Outputs.Count >= MostOutputs)
            throw new VerdictFormatException(Path, name, $"the graph has more than {MostOutputs:N0} outputs. It is no classifier's.");
        Outputs.Add(name);
    }

    private void Add(OnnxTensor tensor)
    {
        if (_constants.Count >= MostNodes || !_constants.TryAdd(tensor.Name, tensor))
            throw new VerdictFormatException(Path, tensor.Name, "two tensors of the graph bear this name, or there are too many tensors. The file is damaged.");
    }

    private static string ReadName(string path, ReadOnlyMemory<byte> message)
    {
        for (var info = new ProtoReader(path, message); info.Next();)
        {
            if (info.Field == 1)
                return info.Text;
        }

        return string.Empty;
    }
}
