using System.Runtime.InteropServices;
using Verdict.Models;
using Verdict.Tensors;

namespace Verdict.Tests.Reference;

/// <summary>A classifier with random weights of any size, and random texts for it: what the goldens are too few or too small for.</summary>
internal sealed class RandomBert
{
    private readonly Random _random;

    public RandomBert(int hidden, int layers, int heads, int inner, int labels = 3, int vocabulary = 500, int positions = 512, BertActivation activation = BertActivation.Gelu, int seed = 1)
    {
        _random = new Random(seed);
        Configuration = new BertConfiguration
        {
            VocabularySize = vocabulary, HiddenSize = hidden, LayerCount = layers, HeadCount = heads, IntermediateSize = inner, MaxPositions = positions,
            TypeCount = 2, HiddenActivation = activation, LayerNormEpsilon = 1e-12f, LabelCount = labels,
        };
        Parameters = new BertParameters
        {
            WordEmbeddings = Tensor(0.5, vocabulary, hidden),
            PositionEmbeddings = Tensor(0.5, positions, hidden),
            TypeEmbeddings = Tensor(0.5, 2, hidden),
            EmbeddingNorm = Norm(hidden),
            Layers =
            [
                .. Enumerable.Range(0, layers).Select(_ => new BertLayerParameters(
                    Linear(hidden, hidden), Linear(hidden, hidden), Linear(hidden, hidden), Linear(hidden, hidden), Norm(hidden),
                    Linear(inner, hidden), Linear(hidden, inner), Norm(hidden))),
            ],
            Pooler = Linear(hidden, hidden),
            Classifier = Linear(labels, hidden),
        };
    }

    public BertConfiguration Configuration { get; }

    public BertParameters Parameters { get; }

    public int[] Text(int length) => [.. Enumerable.Range(0, length).Select(_ => _random.Next(Configuration.VocabularySize))];

    private LinearParameters Linear(int outputs, int inputs) => new(Tensor(1.5 / Math.Sqrt(inputs), outputs, inputs), Tensor(0.1, outputs));

    private NormParameters Norm(int width) => new(Tensor(0.3, 1, width), Tensor(0.1, width));

    private StoredTensor Tensor(double deviation, params int[] shape)
    {
        // A LayerNorm's weight is marked by a first dimension of 1: it lies around one.
        double mean = shape.Length == 2 && shape[0] == 1 ? 1 : 0;
        int[] real = mean == 1 ? [shape[1]] : shape;
        float[] numbers = new float[real.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (float)(mean + (deviation * (_random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5) * 2));
        return new StoredTensor("random", ElementType.F32, real, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
    }
}
