using System.Runtime.InteropServices;
using Verdict.Models;
using Verdict.Tensors;

namespace Verdict.Benchmarks;

/// <summary>The shapes that are measured, with random weights: arithmetic takes as long as with trained ones.</summary>
internal sealed record RandomBert(string Name, BertConfiguration Configuration, BertParameters Parameters)
{
    /// <summary>BERT-base: 12 layers, 768 wide.</summary>
    public static RandomBert Base(int layers = 12) => Create("BERT-base", layers, 768, 12, 3072);

    /// <summary>MiniLM: 6 layers, 384 wide.</summary>
    public static RandomBert MiniLm(int layers = 6) => Create("MiniLM 6x384", layers, 384, 12, 1536);

    private static RandomBert Create(string name, int layers, int hidden, int heads, int inner)
    {
        var configuration = new BertConfiguration
        {
            VocabularySize = 30_522,
            HiddenSize = hidden,
            LayerCount = layers,
            HeadCount = heads,
            IntermediateSize = inner,
            MaxPositions = 512,
            TypeCount = 2,
            HiddenActivation = BertActivation.Gelu,
            LayerNormEpsilon = 1e-12f,
            LabelCount = 2,
        };
        var random = new Random(1);
        StoredTensor Fill(float spread, float centre, params int[] shape)
        {
            byte[] bytes = new byte[shape.Aggregate(1, (a, b) => a * b) * sizeof(float)];
            Span<float> numbers = MemoryMarshal.Cast<byte, float>(bytes.AsSpan());
            for (int i = 0; i < numbers.Length; i++)
                numbers[i] = centre + (spread * ((2 * random.NextSingle()) - 1));
            return new StoredTensor("random", ElementType.F32, shape, bytes);
        }

        LinearParameters Linear(int outputs, int inputs) => new(Fill(0.05f, 0, outputs, inputs), Fill(0.05f, 0, outputs));
        NormParameters Norm() => new(Fill(0.1f, 1, hidden), Fill(0.1f, 0, hidden));
        var parameters = new BertParameters
        {
            WordEmbeddings = Fill(0.05f, 0, configuration.VocabularySize, hidden),
            PositionEmbeddings = Fill(0.05f, 0, configuration.MaxPositions, hidden),
            TypeEmbeddings = Fill(0.05f, 0, configuration.TypeCount, hidden),
            EmbeddingNorm = Norm(),
            Layers =
            [
                .. Enumerable.Range(0, layers).Select(_ => new BertLayerParameters(
                    Linear(hidden, hidden), Linear(hidden, hidden), Linear(hidden, hidden), Linear(hidden, hidden), Norm(), Linear(inner, hidden), Linear(hidden, inner), Norm())),
            ],
            Pooler = Linear(hidden, hidden),
            Classifier = Linear(2, hidden),
        };
        return new RandomBert(name, configuration, parameters);
    }
}
