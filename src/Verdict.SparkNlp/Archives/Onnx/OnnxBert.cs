using System.Globalization;
using Verdict.Models;
using Verdict.SparkNlp.Archives.Files;
using Verdict.Tensors;
using Verdict.Weights;

namespace Verdict.SparkNlp.Archives.Onnx;

/// <summary>
/// A BERT classifier from an ONNX graph: walked backwards from the logits, so that each weight is known by what is done with it and not by its name.
/// What is not BERT's arithmetic is refused where it is met.
/// </summary>
internal sealed class OnnxBert : IDisposable
{
    private const int MostLayers = 1024;
    private static readonly string[] Scaling = ["Identity", "Cast", "Dropout", "Reshape", "Transpose", "Mul", "Div"];
    private static readonly string[] Scores = ["Identity", "Cast", "Dropout", "Add", "Mul", "Div", "Where"];
    private static readonly string[] Elementwise = ["Identity", "Cast", "Dropout", "Add", "Mul", "Div", "Erf", "Tanh", "Pow", "Sigmoid", "Relu", "Gelu", "Sub"];

    private readonly OnnxGraph _graph;
    private readonly OnnxPatterns _patterns;
    private readonly Dictionary<string, Blob> _beside = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);
    private readonly List<(string Name, OnnxTensor Tensor, bool Transposed)> _found = [];
    private readonly Func<string, Blob> _openBeside;
    private readonly Blob _model;
    private int? _headCount;
    private BertActivation? _activation;
    private float? _epsilon;

    private OnnxBert(Blob model, Func<string, Blob> openBeside)
    {
        _model = model;
        _openBeside = openBeside;
        _graph = OnnxGraph.Read(model);
        _patterns = new OnnxPatterns(_graph);
    }

    /// <summary>Reads the model; it lives in the result's memory.</summary>
    /// <param name="model">The model's file; taken over.</param>
    /// <param name="openBeside">Opens a file beside it, where tensors lie outside.</param>
    public static (BertConfiguration Configuration, ParameterSet Parameters) Read(Blob model, Func<string, Blob> openBeside)
    {
        OnnxBert? bert = null;
        try
        {
            bert = new OnnxBert(model, openBeside);
            BertConfiguration configuration = bert.Walk();
            return (configuration, new ParameterSet(model.Path, bert._tensors, bert));
        }
        catch
        {
            if (bert is null)
                model.Dispose();
            else
                bert.Dispose();
            throw;
        }
    }

    /// <summary>Lets go of the files.</summary>
    public void Dispose()
    {
        _model.Dispose();
        foreach (Blob blob in _beside.Values)
            blob.Dispose();
    }

    private BertConfiguration Walk()
    {
        string output = _graph.Outputs.Contains("logits") ? "logits" : _graph.Outputs.Count == 1 ? _graph.Outputs[0]
            : throw new VerdictFormatException(_graph.Path, null, $"the graph has the outputs {string.Join(", ", _graph.Outputs)}; one called 'logits' is needed.");
        OnnxLinear classifier = _patterns.Linear(output) ?? throw Unlike(output, "the classifier's linear map");
        if (_patterns.Maker(classifier.Input) is not { Operation: "Tanh", Inputs: [{ } pooled] })
            throw Unlike(classifier.Input, "the pooler's tanh");
        OnnxLinear pooler = _patterns.Linear(pooled) ?? throw Unlike(pooled, "the pooler's linear map");
        string state = _patterns.Find(pooler.Input, OnnxPatterns.Moves, t => _patterns.Norm(t) is null ? null : t) ?? throw Unlike(pooler.Input, "the state of the first token behind a LayerNorm");

        Store("classifier", classifier);
        Store("bert.pooler.dense", pooler);
        List<Action<int>> layers = [];
        while (TryLayer(state, layers) is { } before)
        {
            state = before;
            if (layers.Count > MostLayers)
                throw new VerdictFormatException(_graph.Path, state, $"the graph has more than {MostLayers} layers, or runs in a circle.");
        }

        for (int i = 0; i < layers.Count; i++)
            layers[^(i + 1)](i);
        WalkEmbeddings(state);
        StoreFound();
        return Configure(layers.Count);
    }

    /// <summary>Recognises the layer that ends in a LayerNorm; gives the state before it, or <see langword="null"/> where the LayerNorm is the embeddings'.</summary>
    private string? TryLayer(string state, List<Action<int>> layers)
    {
        OnnxNorm outputNorm = _patterns.Norm(state) ?? throw Unlike(state, "a LayerNorm");
        if (Residual(outputNorm.Input) is not { } end)
            return null;
        OnnxNorm attentionNorm = _patterns.Norm(end.Around) ?? throw Unlike(end.Around, "the LayerNorm behind attention");
        OnnxLinear? intermediate = _patterns.Find(end.Linear.Input, Elementwise, t => _patterns.Linear(t) is { } l && l.Input == end.Around ? new Found(t, l) : null) is { } found ? found.Linear : throw Unlike(end.Linear.Input, "the feed-forward part");
        Agree(ref _activation, ActivationBetween(end.Linear.Input, found.Tensor), "activations");
        (OnnxLinear dense, string before) = Residual(attentionNorm.Input) ?? throw Unlike(attentionNorm.Input, "attention and its residual");
        (OnnxLinear query, OnnxLinear key, OnnxLinear value) = WalkAttention(dense.Input, before);
        Agree(ref _epsilon, outputNorm.Epsilon, "epsilons");
        Agree(ref _epsilon, attentionNorm.Epsilon, "epsilons");
        layers.Add(i =>
        {
            string layer = string.Create(CultureInfo.InvariantCulture, $"bert.encoder.layer.{i}.");
            Store(layer + "attention.self.query", query);
            Store(layer + "attention.self.key", key);
            Store(layer + "attention.self.value", value);
            Store(layer + "attention.output.dense", dense);
            Store(layer + "attention.output.LayerNorm", attentionNorm);
            Store(layer + "intermediate.dense", intermediate);
            Store(layer + "output.dense", end.Linear);
            Store(layer + "output.LayerNorm", outputNorm);
        });
        return before;
    }

    private sealed record Found(string Tensor, OnnxLinear Linear);

    private (OnnxLinear Query, OnnxLinear Key, OnnxLinear Value) WalkAttention(string context, string state)
    {
        OnnxNode mix = _patterns.Find(context, OnnxPatterns.Moves, Product) ?? throw Unlike(context, "the product of attention's weights and values");
        OnnxNode softmax = _patterns.Find(mix.Inputs[0], Scores, t => _graph.Producer(t) is { Operation: "Softmax" } s ? s : null) ?? throw Unlike(mix.Inputs[0], "attention's softmax");
        List<OnnxNode> path = [];
        OnnxNode product = _patterns.Find(softmax.Inputs[0], Scores, Product, path) ?? throw Unlike(softmax.Inputs[0], "the product of queries and keys");
        OnnxLinear Part(string tensor, string what) =>
            _patterns.Find(tensor, Scaling, t => _patterns.Linear(t) is { } l && l.Input == state ? l : null, path) ?? throw Unlike(tensor, what);
        OnnxLinear query = Part(product.Inputs[0], "the queries");
        OnnxLinear key = Part(product.Inputs[1], "the keys");
        double? scale = Scale(path);
        OnnxLinear value = Part(mix.Inputs[1], "the values");
        int hidden = (int)query.Bias.Shape.FirstOrDefault();
        int heads = ReadHeads(path, hidden);
        Agree(ref _headCount, heads, "numbers of heads");
        double expected = 1 / Math.Sqrt(hidden / (double)heads);
        if (scale is { } found && Math.Abs(found - expected) > 1e-3 * expected)
            throw new VerdictFormatException(_graph.Path, context, $"attention is scaled by {found:G6}, BERT with {heads} heads by {expected:G6}.");
        return (query, key, value);
    }

    private OnnxNode? Product(string tensor) => _graph.Producer(tensor) is { Operation: "MatMul", Inputs: [{ } a, { } b] } node && _graph.Constant(a) is null && _graph.Constant(b) is null ? node : null;

    /// <summary>The product of the constants on the way; <see langword="null"/> where one is computed.</summary>
    private double? Scale(List<OnnxNode> path)
    {
        double scale = 1;
        foreach (OnnxNode node in path.Where(n => n.Operation is "Mul" or "Div"))
        {
            float? factor = node.Inputs is [{ } left, { } right] ? _graph.Constant(right)?.Single() ?? _graph.Constant(left)?.Single() : null;
            if (factor is null)
                return null;
            scale = node.Operation == "Mul" ? scale * factor.Value : scale / factor.Value;
        }

        return scale;
    }

    /// <summary>Heads are cut by a reshape to <c>[batch, length, heads, head size]</c>, of which either may be left to be computed.</summary>
    private int ReadHeads(List<OnnxNode> path, int hidden)
    {
        foreach (OnnxNode reshape in path.Where(n => n is { Operation: "Reshape", Inputs.Count: 2 }))
        {
            if (_patterns.ShapeOf(reshape.Inputs[1]) is not [_, _, var heads, var size])
                continue;
            long count = heads is > 0 ? heads.Value : size is > 0 ? hidden / size.Value : 0;
            if (count > 0 && count <= hidden && hidden % count == 0 && (size is null or -1 || size * count == hidden))
                return (int)count;
        }

        throw new VerdictFormatException(_graph.Path, "attention", "the graph does not tell the number of attention heads by a reshape. Convert the original model to a Hugging Face folder.");
    }

    private BertActivation ActivationBetween(string output, string input)
    {
        HashSet<string> operations = _patterns.OperationsBetween(output, input);
        return operations switch
        {
            _ when operations.Contains("Erf") || operations.Contains("Gelu") => BertActivation.Gelu,
            _ when operations.Contains("FastGelu") => BertActivation.GeluTanh,
            _ when operations.Contains("Tanh") => operations.Contains("Mul") ? BertActivation.GeluTanh : BertActivation.Tanh,
            _ when operations.Contains("Relu") => BertActivation.Relu,
            _ when operations.Contains("Sigmoid") && operations.Contains("Mul") => BertActivation.Silu,
            _ => throw Unlike(output, "one of the activations gelu, gelu_new, relu, silu and tanh"),
        };
    }

    private void WalkEmbeddings(string state)
    {
        OnnxNorm norm = _patterns.Norm(state) ?? throw Unlike(state, "the embeddings' LayerNorm");
        Agree(ref _epsilon, norm.Epsilon, "epsilons");
        List<(OnnxTensor Table, string Rows)> tables = [];
        CollectTables(norm.Input, tables, 0);
        if (tables.Count != 3)
            throw Unlike(norm.Input, $"the sum of three embeddings (found {tables.Count})");
        OnnxTensor word = Take(tables, t => t.Rows == "input_ids") ?? throw Unlike(norm.Input, "an embedding of the input 'input_ids'");
        OnnxTensor type = Take(tables, t => t.Rows == "token_type_ids") ?? Take(tables, t => t.Table.Shape[0] == tables.Min(o => o.Table.Shape[0]))!;
        Store("bert.embeddings.word_embeddings.weight", word);
        Store("bert.embeddings.token_type_embeddings.weight", type);
        Store("bert.embeddings.position_embeddings.weight", tables[0].Table);
        Store("bert.embeddings.LayerNorm", norm);
    }

    private void CollectTables(string tensor, List<(OnnxTensor Table, string Rows)> into, int depth)
    {
        OnnxNode? node = _patterns.Maker(tensor);
        if (node is { Operation: "Add", Inputs: [{ } left, { } right] } && depth < 4)
        {
            CollectTables(left, into, depth + 1);
            CollectTables(right, into, depth + 1);
        }
        else if (node is { Operation: "Gather" or "Slice", Inputs: [{ } table, { } rows, ..] } && _graph.Constant(table) is { Shape.Length: 2 } found)
        {
            into.Add((found, _patterns.Source(rows)));
        }
    }

    private static OnnxTensor? Take(List<(OnnxTensor Table, string Rows)> tables, Predicate<(OnnxTensor Table, string Rows)> which)
    {
        int at = tables.FindIndex(which);
        if (at < 0)
            return null;
        OnnxTensor table = tables[at].Table;
        tables.RemoveAt(at);
        return table;
    }

    /// <summary>A sum of a linear map's result and a state that goes round it.</summary>
    private (OnnxLinear Linear, string Around)? Residual(string tensor)
    {
        if (_patterns.Maker(tensor) is not { Operation: "Add", Inputs: [{ } left, { } right] })
            return null;
        return _patterns.Linear(left) is { } first ? (first, _patterns.Source(right)) : _patterns.Linear(right) is { } second ? (second, _patterns.Source(left)) : null;
    }

    private BertConfiguration Configure(int layerCount)
    {
        int Size(string name, int dimension) => _tensors[name].Shape is { Length: 2 } shape ? shape[dimension] : throw new VerdictFormatException(_graph.Path, name, "a matrix is expected.");
        return new BertConfiguration
        {
            VocabularySize = Size("bert.embeddings.word_embeddings.weight", 0),
            HiddenSize = Size("bert.embeddings.word_embeddings.weight", 1),
            LayerCount = layerCount > 0 ? layerCount : throw new VerdictFormatException(_graph.Path, null, "the graph has no encoder layer."),
            HeadCount = _headCount!.Value,
            IntermediateSize = Size("bert.encoder.layer.0.intermediate.dense.weight", 0),
            MaxPositions = Size("bert.embeddings.position_embeddings.weight", 0),
            TypeCount = Size("bert.embeddings.token_type_embeddings.weight", 0),
            HiddenActivation = _activation!.Value,
            LayerNormEpsilon = _epsilon!.Value,
            LabelCount = Size("classifier.weight", 0),
        };
    }

    private void Store(string name, OnnxLinear linear)
    {
        _found.Add((name + ".weight", linear.Weight, linear.Transposed));
        Store(name + ".bias", linear.Bias);
    }

    private void Store(string name, OnnxNorm norm)
    {
        Store(name + ".weight", norm.Weight);
        Store(name + ".bias", norm.Bias);
    }

    private void Store(string name, OnnxTensor tensor) => _found.Add((name, tensor, false));

    /// <summary>Stores what the walk found. What is turned has memory of its own; its numbers in the graph are not needed, unless another role has the same tensor.</summary>
    private void StoreFound()
    {
        ILookup<OnnxTensor, string> roles = _found.ToLookup(f => f.Tensor, f => f.Name);
        foreach ((string name, OnnxTensor tensor, bool transposed) in _found)
        {
            StoredTensor stored = tensor.Store(name, _model, OpenBeside);
            _tensors.Add(name, transposed ? Matrix.Transpose(stored) : stored);
            if (transposed && roles[tensor].Count() == 1)
                tensor.Discard(_model);
            else
                stored.LetGo?.Invoke(0, stored.Bytes.Length);
        }
    }

    private Blob OpenBeside(string name)
    {
        if (!_beside.TryGetValue(name, out Blob? blob))
            _beside.Add(name, blob = _openBeside(name));
        return blob;
    }

    private void Agree<T>(ref T? agreed, T value, string what)
        where T : struct
    {
        if (agreed is { } before && !before.Equals(value))
            throw new VerdictFormatException(_graph.Path, null, $"layers have different {what} ({before} and {value}), which this architecture does not have.");
        agreed = value;
    }

    private VerdictFormatException Unlike(string tensor, string expected) => new(
        _graph.Path, tensor,
        $"the graph is not a BertForSequenceClassification's as PyTorch exports it: {expected} was expected, found {_graph.Producer(tensor)?.Operation ?? "an input or a constant"}. Optimised and quantised graphs are not read; export the original model.");
}
