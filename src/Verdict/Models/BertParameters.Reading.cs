using Verdict.Tensors;
using Verdict.Weights;

namespace Verdict.Models;

/// <content>From tensors under Hugging Face's names.</content>
internal sealed partial record BertParameters
{
    /// <summary>Finds every tensor that the configuration asks for and checks its shape and numbers; tensors that are not asked for are passed over.</summary>
    /// <param name="set">The tensors by name.</param>
    /// <param name="configuration">What they must fit.</param>
    /// <param name="threads">How many threads may look at the numbers.</param>
    /// <exception cref="VerdictFormatException">A tensor is missing, has another shape, or holds a number that is not finite.</exception>
    public static BertParameters Read(ParameterSet set, BertConfiguration configuration, int threads = 1)
    {
        var reader = new Reader(set);
        int hidden = configuration.HiddenSize;
        int inner = configuration.IntermediateSize;
        var layers = new BertLayerParameters[configuration.LayerCount];
        for (int i = 0; i < layers.Length; i++)
        {
            string layer = $"bert.encoder.layer.{i}.";
            layers[i] = new BertLayerParameters(
                reader.Linear(layer + "attention.self.query", hidden, hidden),
                reader.Linear(layer + "attention.self.key", hidden, hidden),
                reader.Linear(layer + "attention.self.value", hidden, hidden),
                reader.Linear(layer + "attention.output.dense", hidden, hidden),
                reader.Norm(layer + "attention.output.LayerNorm", hidden),
                reader.Linear(layer + "intermediate.dense", inner, hidden),
                reader.Linear(layer + "output.dense", hidden, inner),
                reader.Norm(layer + "output.LayerNorm", hidden));
        }

        var result = new BertParameters
        {
            WordEmbeddings = reader.Tensor("bert.embeddings.word_embeddings.weight", configuration.VocabularySize, hidden),
            PositionEmbeddings = reader.Tensor("bert.embeddings.position_embeddings.weight", configuration.MaxPositions, hidden),
            TypeEmbeddings = reader.Tensor("bert.embeddings.token_type_embeddings.weight", configuration.TypeCount, hidden),
            EmbeddingNorm = reader.Norm("bert.embeddings.LayerNorm", hidden),
            Layers = layers,
            Pooler = reader.Linear("bert.pooler.dense", hidden, hidden),
            Classifier = reader.Linear("classifier", configuration.LabelCount, hidden),
        };
        NumberCheck.Run(result.All(), set.Description, threads);
        return result;
    }

    /// <summary>Every tensor of the model.</summary>
    public IEnumerable<StoredTensor> All()
    {
        yield return WordEmbeddings;
        if (WordEmbeddings.Scales is { } wordScales)
            yield return wordScales;
        yield return PositionEmbeddings;
        yield return TypeEmbeddings;
        IEnumerable<LinearParameters> linear = [.. Layers.SelectMany(l => l.Linear), Pooler, Classifier];
        foreach (LinearParameters l in linear)
        {
            yield return l.Weight;
            if (l.Weight.Scales is { } scales)
                yield return scales;
            yield return l.Bias;
        }

        IEnumerable<NormParameters> norms = [EmbeddingNorm, .. Layers.SelectMany(l => new[] { l.AttentionNorm, l.OutputNorm })];
        foreach (NormParameters n in norms)
        {
            yield return n.Weight;
            yield return n.Bias;
        }
    }

    private readonly struct Reader(ParameterSet set)
    {
        public LinearParameters Linear(string name, int outputs, int inputs) => new(Tensor(name + ".weight", outputs, inputs), Tensor(name + ".bias", outputs));

        /// <summary>Checkpoints from TensorFlow days call weight and bias gamma and beta.</summary>
        public NormParameters Norm(string name, int width) => set.Tensors.ContainsKey(name + ".gamma") && !set.Tensors.ContainsKey(name + ".weight")
            ? new NormParameters(Tensor(name + ".gamma", width), Tensor(name + ".beta", width))
            : new NormParameters(Tensor(name + ".weight", width), Tensor(name + ".bias", width));

        public StoredTensor Tensor(string name, params ReadOnlySpan<int> shape)
        {
            if (!set.Tensors.TryGetValue(name, out StoredTensor? tensor))
            {
                throw new VerdictFormatException(
                    set.Description, name,
                    "the tensor is missing or not F32, F16 or BF16. The configuration asks for it; are these the weights of a BertForSequenceClassification?");
            }

            if (!shape.SequenceEqual(tensor.Shape))
                throw new VerdictFormatException(set.Description, name, $"expected shape [{Join(shape)}] from the configuration, found [{Join(tensor.Shape)}].");
            return tensor.Type == ElementType.I8 ? WithScales(tensor) : tensor;
        }

        /// <summary>A quantised matrix has a scale for each row under its own name.</summary>
        private StoredTensor WithScales(StoredTensor tensor)
        {
            if (tensor.Shape.Length != 2)
                throw new VerdictFormatException(set.Description, tensor.Name, "only matrices may be I8; this is a vector.");
            string name = tensor.Name + QuantizedParameters.ScaleSuffix;
            if (!set.Tensors.TryGetValue(name, out StoredTensor? scales) || scales.Type != ElementType.F32 || !scales.Shape.SequenceEqual([tensor.Shape[0]]))
                throw new VerdictFormatException(set.Description, name, $"the I8 tensor {tensor.Name} needs one F32 scale for each of its {tensor.Shape[0]} rows under this name.");
            NumberCheck.RunScales(scales, set.Description);
            return tensor with { Scales = scales };
        }

        private static string Join(ReadOnlySpan<int> shape) => string.Join(", ", shape.ToArray());
    }
}
