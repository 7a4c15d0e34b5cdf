using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Protobuf;

namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>
/// The nodes that run when a TensorFlow model answers: from the node that gives the logits through the library functions it calls.
/// A saved model also holds training variants of everything; those are never looked at.
/// </summary>
internal sealed class InferenceGraph
{
    /// <summary>BERT-base's has some megabytes.</summary>
    private const int LargestGraph = 64 << 20;

    private const int MostNodes = 50_000;
    private const int MostFunctions = 20_000;
    private const int MostCallDepth = 64;

    private InferenceGraph(string path, IReadOnlyList<GraphNode> nodes)
    {
        Path = path;
        Nodes = nodes;
    }

    /// <summary>The file, for errors.</summary>
    public string Path { get; }

    /// <summary>The nodes, each function's once.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>
    /// Reads <c>saved_model.pb</c>: a bare GraphDef, as Spark NLP writes it, or a SavedModel, as TensorFlow exports it.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="output">The tensor that holds the logits, such as <c>StatefulPartitionedCall:0</c>; <see langword="null"/> to take it from a SavedModel's signature.</param>
    public static InferenceGraph Read(Blob file, string? output)
    {
        ReadOnlyMemory<byte> graph = file.All(LargestGraph);
        if (FindGraphOfSavedModel(file.Path, graph) is { } inner)
            (graph, output) = (inner.Graph, output ?? inner.Output);

        (Dictionary<string, GraphNode> top, Dictionary<string, ReadOnlyMemory<byte>> functions) = ReadGraph(file.Path, graph);
        string start = (output ?? "StatefulPartitionedCall:0").Split(':')[0];
        var collector = new Collector(file.Path, functions);
        if (top.TryGetValue(start, out GraphNode? entry) && entry.Function is { } first)
            collector.Call(first, 0);
        else
            collector.Add([.. top.Values], 0);
        return new InferenceGraph(file.Path, collector.Nodes);
    }

    /// <summary>Follows calls; refuses functions that call themselves and nodes that wait for themselves, neither of which could run.</summary>
    private sealed class Collector(string path, Dictionary<string, ReadOnlyMemory<byte>> functions)
    {
        private readonly HashSet<string> _called = new(StringComparer.Ordinal);
        private readonly HashSet<string> _running = new(StringComparer.Ordinal);

        public List<GraphNode> Nodes { get; } = [];

        public void Call(string name, int depth)
        {
            if (_running.Contains(name) || depth > MostCallDepth)
                throw new VerdictFormatException(path, name, $"the graph's functions call each other in a circle, or more than {MostCallDepth} deep. The file is damaged.");
            if (!_called.Add(name))
                return;
            if (!functions.TryGetValue(name, out ReadOnlyMemory<byte> body))
                throw new VerdictFormatException(path, name, "the graph calls a function that it does not hold. The file is damaged.");
            List<GraphNode> nodes = [];
            for (var function = new ProtoReader(path, body); function.Next();)
            {
                if (function.Field != 3)
                    continue;
                nodes.Add(GraphNode.Read(path, function.Bytes));
                if (Nodes.Count + nodes.Count > MostNodes)
                    throw new VerdictFormatException(path, name, $"the graph has more than {MostNodes:N0} nodes. It is no BERT's.");
            }

            _running.Add(name);
            Add(nodes, depth);
            _running.Remove(name);
        }

        public void Add(List<GraphNode> nodes, int depth)
        {
            Nodes.AddRange(nodes);
            RefuseCircles(nodes);
            foreach (GraphNode node in nodes)
            {
                if (node.Function is { } called)
                    Call(called, depth + 1);
            }
        }

        /// <summary>Takes away, again and again, what waits for nothing that is left (Kahn 1962); what then remains runs in a circle.</summary>
        private void RefuseCircles(List<GraphNode> nodes)
        {
            var waiting = new Dictionary<string, int>(StringComparer.Ordinal);
            var readers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
            foreach (GraphNode node in nodes)
                waiting[node.Name] = 0;
            foreach (GraphNode node in nodes)
            {
                foreach (string source in node.Inputs.Select(NodeOf).Where(waiting.ContainsKey).Distinct(StringComparer.Ordinal))
                {
                    // A loop of TensorFlow 1 goes round through NextIteration by design.
                    if (node.Operation == "Merge" || node.Operation == "NextIteration")
                        continue;
                    waiting[node.Name]++;
                    (System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(readers, source, out _) ??= []).Add(node.Name);
                }
            }

            var ready = new Queue<string>(waiting.Where(w => w.Value == 0).Select(w => w.Key));
            int done = 0;
            while (ready.TryDequeue(out string? name))
            {
                done++;
                foreach (string reader in readers.GetValueOrDefault(name) ?? [])
                {
                    if (--waiting[reader] == 0)
                        ready.Enqueue(reader);
                }
            }

            if (done < waiting.Count)
                throw new VerdictFormatException(path, waiting.First(w => w.Value > 0).Key, "the graph's nodes wait for each other in a circle. The file is damaged.");
        }

        private static string NodeOf(string input)
        {
            int end = input.IndexOf(':', StringComparison.Ordinal);
            return (end < 0 ? input : input[..end]).TrimStart('^');
        }
    }

    private static (Dictionary<string, GraphNode> Nodes, Dictionary<string, ReadOnlyMemory<byte>> Functions) ReadGraph(string path, ReadOnlyMemory<byte> message)
    {
        var nodes = new Dictionary<string, GraphNode>(StringComparer.Ordinal);
        var functions = new Dictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        for (var graph = new ProtoReader(path, message); graph.Next();)
        {
            if (graph.Field == 1)
            {
                var node = GraphNode.Read(path, graph.Bytes);
                if (!nodes.TryAdd(node.Name, node) || nodes.Count > MostNodes)
                    throw new VerdictFormatException(path, node.Name, "the graph holds two nodes of this name, or too many nodes. The file is damaged.");
            }
            else if (graph.Field == 2)
            {
                ReadLibrary(path, graph.Bytes, functions);
            }
        }

        return (nodes, functions);
    }

    private static void ReadLibrary(string path, ReadOnlyMemory<byte> message, Dictionary<string, ReadOnlyMemory<byte>> functions)
    {
        for (var library = new ProtoReader(path, message); library.Next();)
        {
            if (library.Field != 1)
                continue;
            string name = string.Empty;
            for (var function = new ProtoReader(path, library.Bytes); function.Next();)
            {
                if (function.Field != 1)
                    continue;
                for (var signature = new ProtoReader(path, function.Bytes); signature.Next();)
                {
                    if (signature.Field == 1)
                        name = signature.Text;
                }
            }

            if (!functions.TryAdd(name, library.Bytes) || functions.Count > MostFunctions)
                throw new VerdictFormatException(path, name, "the graph's library holds two functions of this name, or too many functions. The file is damaged.");
        }
    }

    /// <summary>
    /// In a SavedModel field 1 is a number (the schema version) and field 2 a MetaGraphDef {2 graph, 5 signatures}; in a GraphDef field 1 is a node.
    /// </summary>
    private static (ReadOnlyMemory<byte> Graph, string? Output)? FindGraphOfSavedModel(string path, ReadOnlyMemory<byte> message)
    {
        var model = new ProtoReader(path, message);
        if (!model.Next() || model.Field != 1 || model.IsDelimited)
            return null;
        while (model.Next())
        {
            if (model.Field != 2)
                continue;
            (ReadOnlyMemory<byte>? graph, string? output) = (null, null);
            for (var meta = new ProtoReader(path, model.Bytes); meta.Next();)
            {
                if (meta.Field == 2)
                    graph = meta.Bytes;
                else if (meta.Field == 5)
                    output ??= ReadServingOutput(path, meta.Bytes);
            }

            return (graph ?? throw new VerdictFormatException(path, null, "the SavedModel holds no graph. The file is damaged."), output);
        }

        throw new VerdictFormatException(path, null, "the SavedModel holds no graph. The file is damaged.");
    }

    /// <summary>signature_def: a map entry {1 name, 2 SignatureDef {2 outputs: map entry {1 name, 2 TensorInfo {1 tensor name}}}}.</summary>
    private static string? ReadServingOutput(string path, ReadOnlyMemory<byte> entry)
    {
        (string name, string? output) = (string.Empty, null);
        for (var signature = new ProtoReader(path, entry); signature.Next();)
        {
            if (signature.Field == 1)
                name = signature.Text;
            if (signature.Field != 2)
                continue;
            for (var definition = new ProtoReader(path, signature.Bytes); definition.Next();)
            {
                if (definition.Field != 2)
                    continue;
                for (var pair = new ProtoReader(path, definition.Bytes); pair.Next();)
                {
                    for (var info = new ProtoReader(path, pair.Field == 2 ? pair.Bytes : default); info.Next();)
                        output = info.Field == 1 ? info.Text : output;
                }
            }
        }

        return name == "serving_default" ? output : null;
    }
}
