using System.Globalization;
using Verdict.Models;
using Verdict.SparkNlp.Archives.Files;
using Verdict.Tensors;
using Verdict.Weights;

namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>
/// A BERT classifier from a TensorFlow model: weights from the bundle by variable name, and what no weight tells
/// (heads, activation, epsilon) from the graph.
/// </summary>
internal static class TensorFlowBert
{
    /// <summary>Reads the model and lets go of the files as soon as the bundle is open, and of each matrix as soon as it is turned, so that the weights are in memory little more than once.</summary>
    /// <param name="tree">The files: <c>saved_model.pb</c> and the variables. Disposed here.</param>
    /// <param name="stem">The variables' path without <c>.index</c>.</param>
    /// <param name="output">The tensor of the logits as the archive's signatures name it; <see langword="null"/> where they do not.</param>
    public static (BertConfiguration Configuration, ParameterSet Parameters) Read(FileTree tree, string stem, string? output)
    {
        GraphSettings settings;
        TensorBundle bundle;
        using (tree)
        {
            using (Blob model = tree.Open("saved_model.pb", "the file is missing: it holds a TensorFlow model's graph."))
                settings = GraphSettings.Read(InferenceGraph.Read(model, output));
            bundle = TensorBundle.Open(tree, stem);
        }

        try
        {
            return Read(settings, bundle);
        }
        catch
        {
            bundle.Dispose();
            throw;
        }
    }

    private static (BertConfiguration Configuration, ParameterSet Parameters) Read(GraphSettings graph, TensorBundle bundle)
    {
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        int? headsOfShapes = null;
        HashSet<string> shared = [.. bundle.Variables.Values.GroupBy(e => e.Key).Where(g => g.Skip(1).Any()).Select(g => g.Key)];
        foreach ((string variable, BundleEntry entry) in bundle.Variables)
        {
            if (HuggingFaceName(variable) is not { } name)
                continue;
            StoredTensor tensor = bundle.Read(name, entry);
            StoredTensor arranged = Arrange(tensor, variable.EndsWith("/kernel", StringComparison.Ordinal), ref headsOfShapes);
            if (!tensors.TryAdd(name, arranged))
                throw new VerdictFormatException(graph.Path, variable, $"two variables would be '{name}': the file holds more than one model.");

            // What was turned has memory of its own.
            if (arranged.Free is not null && !shared.Contains(entry.Key))
                bundle.Discard(entry);
            else
                tensor.LetGo?.Invoke(0, tensor.Bytes.Length);
        }

        int Size(string name, int dimension) => tensors.TryGetValue(name, out StoredTensor? tensor) && tensor.Shape.Length == 2
            ? tensor.Shape[dimension]
            : throw new VerdictFormatException(graph.Path, name, "the model has no such variable: it is no BertForSequenceClassification of TensorFlow.");
        int hidden = Size("bert.embeddings.word_embeddings.weight", 1);
        var configuration = new BertConfiguration
        {
            VocabularySize = Size("bert.embeddings.word_embeddings.weight", 0),
            HiddenSize = hidden,
            LayerCount = CountLayers(tensors.Keys),
            HeadCount = graph.HeadsFor(hidden, headsOfShapes),
            IntermediateSize = Size("bert.encoder.layer.0.intermediate.dense.weight", 0),
            MaxPositions = Size("bert.embeddings.position_embeddings.weight", 0),
            TypeCount = Size("bert.embeddings.token_type_embeddings.weight", 0),
            HiddenActivation = graph.Activation,
            LayerNormEpsilon = graph.Epsilon,
            LabelCount = Size("classifier.weight", 0),
        };
        return (configuration, new ParameterSet(graph.Path, tensors, bundle));
    }

    /// <summary>
    /// <c>…/bert/encoder/layer_._3/attention/self/query/kernel</c> is <c>bert.encoder.layer.3.attention.self.query.weight</c>;
    /// <see langword="null"/> for what is no part of the model, such as an optimiser's state.
    /// </summary>
    internal static string? HuggingFaceName(string variable)
    {
        string path = "/" + variable;
        int at = path.LastIndexOf("/bert/", StringComparison.Ordinal);
        if (at < 0)
            at = path.EndsWith("/classifier/kernel", StringComparison.Ordinal) || path.EndsWith("/classifier/bias", StringComparison.Ordinal) ? path.LastIndexOf("/classifier/", StringComparison.Ordinal) : -1;
        if (at < 0)
            return null;
        string[] parts = path[(at + 1)..].Split('/');
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].StartsWith("layer_", StringComparison.Ordinal))
                parts[i] = "layer." + parts[i]["layer_".Length..].TrimStart('.', '_');
        }

        string? last = parts[^1] switch
        {
            "kernel" or "weight" or "embeddings" or "gamma" => "weight",
            "bias" or "beta" => "bias",
            // Embedding tables of TensorFlow 1 checkpoints are named without a last part.
            "word_embeddings" or "position_embeddings" or "token_type_embeddings" => parts[^1] + ".weight",
            _ => null,
        };
        return last is null ? null : string.Join('.', parts.AsSpan(0, parts.Length - 1)!) + "." + last;
    }

    /// <summary>
    /// Kernels are <c>[inputs, outputs]</c> and become <c>[outputs, inputs]</c>. Exports of transformers 4.0 to 4.3 multiply by einsum and keep the heads apart:
    /// <c>[inputs, heads, headSize]</c> for query, key and value, <c>[heads, headSize, outputs]</c> behind attention, biases <c>[heads, headSize]</c>.
    /// </summary>
    private static StoredTensor Arrange(StoredTensor tensor, bool kernel, ref int? heads)
    {
        int[] shape = tensor.Shape;
        bool behind = tensor.Name.EndsWith("attention.output.dense.weight", StringComparison.Ordinal);
        if (kernel && shape.Length == 3)
        {
            heads = behind ? shape[0] : shape[1];
            shape = behind ? [shape[0] * shape[1], shape[2]] : [shape[0], shape[1] * shape[2]];
        }
        else if (!kernel && shape.Length == 2 && tensor.Name.EndsWith(".bias", StringComparison.Ordinal))
        {
            shape = [shape[0] * shape[1]];
        }

        tensor = tensor with { Shape = shape };
        return kernel && shape.Length == 2 ? Matrix.Transpose(tensor) : tensor;
    }

    private static int CountLayers(IEnumerable<string> names)
    {
        const string Prefix = "bert.encoder.layer.";
        int count = 0;
        foreach (string name in names)
        {
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(Prefix.Length, Math.Max(0, name.IndexOf('.', Prefix.Length) - Prefix.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out int layer)
                && layer < 1024)
            {
                count = Math.Max(count, layer + 1);
            }
        }

        return count;
    }
}
