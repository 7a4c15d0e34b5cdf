using Verdict.Models;

namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>What only the graph tells of a BERT classifier, read from the constants of its inference functions.</summary>
/// <param name="Path">The graph's file, for errors.</param>
/// <param name="HeadCount">Attention heads, where a reshape names them.</param>
/// <param name="HeadSize">Width of a head, where a reshape or the attention's scale names it.</param>
/// <param name="Epsilon">LayerNorm's epsilon.</param>
/// <param name="Activation">The feed-forward part's function.</param>
internal sealed record GraphSettings(string Path, int? HeadCount, double? HeadSize, float Epsilon, BertActivation Activation)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="VerdictFormatException">One is missing, or layers differ.</exception>
    public static GraphSettings Read(InferenceGraph graph)
    {
        // query, key and value are cut into heads by a reshape to [batch, length, heads, head size].
        double? size = Agreed(graph, "/attention/self/Reshape/shape/3", n => n.Integer());
        // The scale is the root of the head's size, as a constant or as the root of one.
        size ??= Agreed(graph, "/attention/self/Cast/x", n => n.Single()) is { } root ? (double)root * root : null;
        size ??= Agreed(graph, "/attention/self/Sqrt/x", n => n.Single());
        float epsilon = Agreed(graph, "/LayerNorm/batchnorm/add/y", n => n.Single())
            ?? throw new VerdictFormatException(
                graph.Path, "LayerNorm/batchnorm/add/y", "the graph does not tell the epsilon of LayerNorm. Convert the original model to a Hugging Face folder, whose config.json names it.");
        if (epsilon is not (>= 0 and < 1))
            throw new VerdictFormatException(graph.Path, "LayerNorm/batchnorm/add/y", $"an epsilon of {epsilon} is no small number.");
        return new GraphSettings(graph.Path, Agreed(graph, "/attention/self/Reshape/shape/2", n => n.Integer()), size, epsilon, ReadActivation(graph));
    }

    /// <summary>The number of heads for a width.</summary>
    /// <param name="hiddenSize">The width.</param>
    /// <param name="ofShapes">What the weights' own shapes say, where they keep heads apart.</param>
    public int HeadsFor(int hiddenSize, int? ofShapes)
    {
        int? heads = ofShapes ?? HeadCount ?? (HeadSize is { } size and >= 1 ? (int)Math.Round(hiddenSize / size) : null);
        if (heads is null)
        {
            throw new VerdictFormatException(
                Path, "attention/self/Reshape/shape", "the graph does not tell the number of attention heads. Convert the original model to a Hugging Face folder, whose config.json names it.");
        }

        return heads > 0 && hiddenSize % heads == 0 && (HeadSize is not { } told || Math.Abs((hiddenSize / heads.Value) - told) < 0.01)
            ? heads.Value
            : throw new VerdictFormatException(Path, "attention/self/Reshape/shape", $"the graph tells {heads} attention heads of size {HeadSize}, which do not fit the width {hiddenSize}.");
    }

    private static BertActivation ReadActivation(InferenceGraph graph)
    {
        HashSet<string> operations = [.. graph.Nodes.Where(n => PathOf(n).Contains("/intermediate/", StringComparison.Ordinal)).Select(n => n.Operation)];
        if (operations.Contains("Erf"))
            return BertActivation.Gelu;
        if (operations.Contains("Tanh"))
            return operations.Contains("Pow") ? BertActivation.GeluTanh : BertActivation.Tanh;
        if (operations.Contains("Relu"))
            return BertActivation.Relu;
        if (operations.Contains("Sigmoid"))
            return BertActivation.Silu;
        throw new VerdictFormatException(graph.Path, "intermediate", "the graph shows none of the activations gelu, gelu_new, relu, silu and tanh in its feed-forward part.");
    }

    /// <summary>A layer that is a function of its own has names that begin at the layer.</summary>
    private static string PathOf(GraphNode node) => "/" + node.Name;

    /// <summary>The value that all constants of a name share; <see langword="null"/> where there is none.</summary>
    private static T? Agreed<T>(InferenceGraph graph, string ending, Func<GraphNode, T?> read)
        where T : struct, IEquatable<T>
    {
        T? agreed = null;
        foreach (GraphNode node in graph.Nodes)
        {
            if (!PathOf(node).EndsWith(ending, StringComparison.Ordinal) || read(node) is not { } value)
                continue;
            if (agreed is { } before && !before.Equals(value))
                throw new VerdictFormatException(graph.Path, node.Name, $"layers differ ({before} and {value}), which this architecture does not have.");
            agreed = value;
        }

        return agreed;
    }
}
