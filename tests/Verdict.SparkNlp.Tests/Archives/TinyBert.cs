using Verdict.Models;
using Verdict.SparkNlp.Archives;
using Verdict.Tensors;
using Verdict.Weights;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>A BERT of some hundred weights, made on the spot, for tests that take damaged models by the thousand.</summary>
internal static class TinyBert
{
    public static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "bon", "##ne"];

    public static BertConfiguration Configuration(BertActivation activation = BertActivation.Gelu) => new()
    {
        VocabularySize = 6, HiddenSize = 4, LayerCount = 2, HeadCount = 2, IntermediateSize = 8, MaxPositions = 5, TypeCount = 2,
        HiddenActivation = activation, LayerNormEpsilon = 1e-6f, LabelCount = 2,
    };

    public static ClassifierArchive Classifier(BertActivation activation = BertActivation.Gelu) =>
        new(Configuration(activation), new ParameterSet("tiny", Tensors(), null), Vocabulary, ["neg", "pos"]);

    /// <summary>The tensors under Hugging Face's names; every number is another one.</summary>
    public static Dictionary<string, StoredTensor> Tensors()
    {
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        float next = 0;
        Add("bert.embeddings.word_embeddings.weight", 6, 4);
        Add("bert.embeddings.position_embeddings.weight", 5, 4);
        Add("bert.embeddings.token_type_embeddings.weight", 2, 4);
        Norm("bert.embeddings.LayerNorm");
        for (int i = 0; i < 2; i++)
        {
            string layer = $"bert.encoder.layer.{i}.";
            foreach (string part in (string[])["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"])
                Linear(layer + part, 4, 4);
            Norm(layer + "attention.output.LayerNorm");
            Linear(layer + "intermediate.dense", 8, 4);
            Linear(layer + "output.dense", 4, 8);
            Norm(layer + "output.LayerNorm");
        }

        Linear("bert.pooler.dense", 4, 4);
        Linear("classifier", 2, 4);
        return tensors;

        void Linear(string name, int outputs, int inputs)
        {
            Add(name + ".weight", outputs, inputs);
            Add(name + ".bias", outputs);
        }

        void Norm(string name)
        {
            Add(name + ".weight", 4);
            Add(name + ".bias", 4);
        }

        void Add(string name, params int[] shape)
        {
            byte[] bytes = [.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).SelectMany(_ => BitConverter.GetBytes(next += 0.001f))];
            tensors.Add(name, new StoredTensor(name, ElementType.F32, shape, bytes));
        }
    }
}
