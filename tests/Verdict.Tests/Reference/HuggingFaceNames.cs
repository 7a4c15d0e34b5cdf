using Verdict.Models;

namespace Verdict.Tests.Reference;

/// <summary>The names that Hugging Face's files give a model's tensors.</summary>
internal static class HuggingFaceNames
{
    /// <summary>The same parameters under those names.</summary>
    public static BertParameters Give(BertParameters p)
    {
        return new BertParameters
        {
            WordEmbeddings = p.WordEmbeddings with { Name = "bert.embeddings.word_embeddings.weight" },
            PositionEmbeddings = p.PositionEmbeddings with { Name = "bert.embeddings.position_embeddings.weight" },
            TypeEmbeddings = p.TypeEmbeddings with { Name = "bert.embeddings.token_type_embeddings.weight" },
            EmbeddingNorm = Norm(p.EmbeddingNorm, "bert.embeddings.LayerNorm"),
            Layers =
            [
                .. p.Layers.Select((l, i) => new BertLayerParameters(
                    Linear(l.Query, $"bert.encoder.layer.{i}.attention.self.query"), Linear(l.Key, $"bert.encoder.layer.{i}.attention.self.key"),
                    Linear(l.Value, $"bert.encoder.layer.{i}.attention.self.value"), Linear(l.AttentionOutput, $"bert.encoder.layer.{i}.attention.output.dense"),
                    Norm(l.AttentionNorm, $"bert.encoder.layer.{i}.attention.output.LayerNorm"), Linear(l.Intermediate, $"bert.encoder.layer.{i}.intermediate.dense"),
                    Linear(l.Output, $"bert.encoder.layer.{i}.output.dense"), Norm(l.OutputNorm, $"bert.encoder.layer.{i}.output.LayerNorm"))),
            ],
            Pooler = Linear(p.Pooler, "bert.pooler.dense"),
            Classifier = Linear(p.Classifier, "classifier"),
        };

        static LinearParameters Linear(LinearParameters l, string name) => new(l.Weight with { Name = name + ".weight" }, l.Bias with { Name = name + ".bias" });

        static NormParameters Norm(NormParameters n, string name) => new(n.Weight with { Name = name + ".weight" }, n.Bias with { Name = name + ".bias" });
    }
}
