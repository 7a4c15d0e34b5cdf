using Verdict.Kernels;
using Verdict.Labels;
using Verdict.Models;
using Verdict.Tensors;
using Verdict.Tokenization;

namespace Verdict.Classification;

/// <summary>A classifier's parts with the weights packed for the engine. Immutable; owns both.</summary>
internal sealed class OpenedModel : IDisposable
{
    private readonly ClassifierParts _parts;

    /// <summary>Packs the weights.</summary>
    public OpenedModel(ClassifierParts parts, KernelSet kernels, int threads, Precision? precision)
    {
        _parts = parts;
        Network = BertModel.Load(parts.Configuration, parts.Parameters, kernels, threads, precision);
    }

    public BertConfiguration Configuration => _parts.Configuration;

    public Tokenizer Tokenizer => _parts.Tokenizer;

    public int LongestInput => _parts.LongestInput;

    public BertModel Network { get; }

    /// <summary>The labels and the function from logits to scores.</summary>
    public LabelHead CreateHead(Activation? chosen) => LabelHead.Create(_parts.Labels, _parts.ProblemType, chosen);

    public ModelInformation Describe(LabelHead head, ResolvedOptions options) => new()
    {
        Source = _parts.Source,
        Family = "BertForSequenceClassification",
        HiddenSize = Configuration.HiddenSize,
        LayerCount = Configuration.LayerCount,
        HeadCount = Configuration.HeadCount,
        IntermediateSize = Configuration.IntermediateSize,
        HiddenActivation = NameOf(Configuration.HiddenActivation),
        VocabularySize = Configuration.VocabularySize,
        MaxPositions = Configuration.MaxPositions,
        MaxLength = options.MaxLength,
        Labels = head.Labels,
        Activation = head.Activation,
        ActivationReason = head.Reason,
        Tokenizer = Tokenizer.Description,
        Files = _parts.Files,
        Precision = DescribePrecision(),
        ParameterCount = _parts.Parameters.All().Sum(t => (long)NumberFormat.CountOf(t)),
        MemoryBytes = Network.MemoryBytes,
    };

    public void Dispose()
    {
        Network.Dispose();
        _parts.Owner.Dispose();
    }

    private static string NameOf(BertActivation activation) => activation switch
    {
        BertActivation.Gelu => "gelu",
        BertActivation.GeluTanh => "gelu_new",
        BertActivation.Relu => "relu",
        BertActivation.Silu => "silu",
        _ => "tanh",
    };

    private string DescribePrecision()
    {
        string stored = string.Join(" and ", _parts.Parameters.All().Select(t => t.Type).Distinct().Order());
        string asked = Network.Precision.ToString().ToLowerInvariant();
        bool fellBack = Network.Precision != Models.Precision.Fp32 && Network.Layers[0].Output is FloatMatrix;
        string computed = fellBack ? $"fp32, as this processor does not multiply {asked}" : asked;
        return $"stored as {stored}, computed in {computed}";
    }
}
