using Verdict.Kernels;
using Verdict.Kernels.Int8;

namespace Verdict.Models;

/// <summary>
/// A BERT sequence classifier (arXiv 1810.04805) packed for one kernel path. Immutable; any number of passes may run on it at the same time.
/// The word table stays in the parameters' memory, which must outlive the model.
/// </summary>
internal sealed class BertModel : IDisposable
{
    private readonly AlignedBuffer _weights;

    private BertModel(BertConfiguration configuration, BertParameters parameters, KernelSet kernels, int threads, Precision precision)
    {
        Configuration = configuration;
        Kernels = kernels;
        Function = configuration.HiddenActivation switch
        {
            BertActivation.Gelu => precision == Precision.Int8 ? Elementwise.GeluNearly : Elementwise.Gelu,
            BertActivation.GeluTanh => Elementwise.GeluTanh,
            BertActivation.Relu => Elementwise.Relu,
            BertActivation.Silu => Elementwise.Silu,
            _ => Elementwise.Tanh,
        };
        Precision = precision;
        Embeddings = new BertEmbeddings(configuration, parameters);

        var packer = new WeightPacker(kernels, precision);
        Layers = [.. parameters.Layers.Select((layer, i) => CreateLayer(packer, layer, i == parameters.Layers.Count - 1))];
        Pooler = packer.AddFloat(new WeightPacker.Part(parameters.Pooler));
        Classifier = packer.AddFloat(new WeightPacker.Part(parameters.Classifier));
        _weights = packer.Run(threads);
        PairsRows = Layers.SkipLast(1).SelectMany(l => l.Matrices).Any(m => m.PanelsTogether > 1);
        RoundsProjections = configuration.HeadSize % 2 == 0 && Layers[0].Projection is Int8Matrix { CanRound: true };
        MemoryBytes = Embeddings.ByteCount + Matrices.Sum(m => m.ByteCount) + Layers.Sum(l => l.AttentionNorm.ByteCount + l.OutputNorm.ByteCount);
    }

    /// <summary>Sizes and settings.</summary>
    public BertConfiguration Configuration { get; }

    /// <summary>In which numbers the encoder's products were asked to be computed.</summary>
    public Precision Precision { get; }

    /// <summary>Numbers in a row of logits.</summary>
    public int LabelCount => Configuration.LabelCount;

    /// <summary>Bytes of its packed weights.</summary>
    public long MemoryBytes { get; }

    /// <summary>The arithmetic that its weights are packed for.</summary>
    public KernelSet Kernels { get; }

    /// <summary>The feed-forward part's function.</summary>
    public Elementwise Function { get; }

    /// <summary>Whether its products take the rows of a text in pairs, because a pair costs less than two rows.</summary>
    public bool PairsRows { get; }

    /// <summary>Whether the kernels write queries, keys and values as bfloat16, which is all that attention reads of them.</summary>
    public bool RoundsProjections { get; }

    /// <summary>The first step.</summary>
    public BertEmbeddings Embeddings { get; }

    /// <summary>The encoder.</summary>
    public IReadOnlyList<BertLayer> Layers { get; }

    /// <summary><c>[hiddenSize, hiddenSize]</c>, followed by tanh.</summary>
    public PackedMatrix Pooler { get; }

    /// <summary><c>[hiddenSize, labelCount]</c>.</summary>
    public PackedMatrix Classifier { get; }

    /// <summary>Every packed matrix.</summary>
    public IEnumerable<PackedMatrix> Matrices => [.. Layers.SelectMany(l => l.Matrices), Pooler, Classifier];

    /// <summary>Packs a model.</summary>
    /// <param name="configuration">Its sizes.</param>
    /// <param name="parameters">Its tensors, checked against <paramref name="configuration"/>. Their memory must outlive the model.</param>
    /// <param name="kernels">The path to pack for.</param>
    /// <param name="threads">How many threads may pack.</param>
    /// <param name="precision">In which numbers the encoder's products are computed; <see langword="null"/> for int8 where the weights are stored so, and fp32 otherwise.</param>
    public static BertModel Load(BertConfiguration configuration, BertParameters parameters, KernelSet kernels, int threads, Precision? precision = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        return new BertModel(configuration, parameters, kernels, threads, precision ?? (parameters.Layers[0].Query.Weight.Scales is null ? Precision.Fp32 : Precision.Int8));
    }

    /// <summary>Frees the packed weights. No pass may be under way.</summary>
    public void Dispose() => _weights.Dispose();

    private BertLayer CreateLayer(WeightPacker packer, BertLayerParameters layer, bool last)
    {
        // The part of the last layer that is computed in fp32 has the weights that a quantised folder would have.
        if (last && Precision == Precision.Int8)
        {
            BertLayerParameters stored = layer;
            layer = QuantizedParameters.Of(layer);
            foreach (LinearParameters linear in stored.Linear.Except(layer.Linear))
                linear.Weight.Free?.Invoke();
        }

        // Attention's 1/√d belongs to the query once and for all.
        var query = new WeightPacker.Part(layer.Query, 1 / MathF.Sqrt(Configuration.HeadSize));
        return new BertLayer
        {
            Projection = last ? null : packer.AddWords(query, new WeightPacker.Part(layer.Key), new WeightPacker.Part(layer.Value)),
            FirstToken = last ? new FirstTokenAttention(packer, layer, query, Configuration.HeadCount, Configuration.HeadSize) : null,
            AttentionOutput = packer.Add(new WeightPacker.Part(layer.AttentionOutput)),
            AttentionNorm = new LayerNorm(layer.AttentionNorm, Configuration.LayerNormEpsilon),
            Intermediate = packer.AddWords(new WeightPacker.Part(layer.Intermediate)),
            Output = packer.AddWords(new WeightPacker.Part(layer.Output)),
            OutputNorm = new LayerNorm(layer.OutputNorm, Configuration.LayerNormEpsilon),
        };
    }
}
