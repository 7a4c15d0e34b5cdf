using System.Globalization;
using Verdict.Files;
using Verdict.Kernels;
using Verdict.Labels;
using Verdict.Models;
using Verdict.Tensors;
using Verdict.Tokenization;
using Verdict.Weights;

namespace Verdict.Classification;

/// <summary>A model with its tokeniser, read, checked and packed; owns its files. Immutable.</summary>
internal sealed class OpenedModel : IDisposable
{
    private readonly ModelFiles _files;
    private readonly HuggingFaceConfig _config;
    private readonly BertParameters _parameters;

    private OpenedModel(ModelFiles files, HuggingFaceConfig config, BertConfiguration configuration, BertParameters parameters, Tokenizer tokenizer, BertModel network)
    {
        _files = files;
        _config = config;
        Configuration = configuration;
        _parameters = parameters;
        Tokenizer = tokenizer;
        Network = network;
    }

    public BertConfiguration Configuration { get; }

    public Tokenizer Tokenizer { get; }

    /// <summary>The longest input in tokens: the position table's rows, or less where the tokeniser's <c>model_max_length</c> says so, as Hugging Face cuts.</summary>
    public int LongestInput { get; private init; }

    public BertModel Network { get; }

    /// <summary>Reads a Hugging Face folder's files.</summary>
    public static OpenedModel Read(ModelFiles files, KernelSet kernels, int threads)
    {
        HuggingFaceConfig config = HuggingFaceConfig.Read(files);
        BertConfiguration configuration = BertConfiguration.Read(config);
        Tokenizer tokenizer = Tokenizer.Read(files);
        if (tokenizer.VocabularySize > configuration.VocabularySize)
        {
            throw config.Fault(
                "vocab_size",
                $"the model has embeddings for {configuration.VocabularySize} tokens, but its tokeniser gives ids up to {tokenizer.VocabularySize - 1}. Take the tokeniser that belongs to these weights.");
        }

        BertParameters parameters = BertParameters.Read(SafetensorsReader.Read(files), configuration);
        return new OpenedModel(files, config, configuration, parameters, tokenizer, BertModel.Load(configuration, parameters, kernels, threads))
        {
            LongestInput = ReadLongestInput(files, configuration.MaxPositions),
        };
    }

    private static int ReadLongestInput(ModelFiles files, int positions)
    {
        const string Name = "tokenizer_config.json";
        if (!files.Has(Name))
            return positions;

        // Tokenisers without a limit of their own write 1e30 here.
        double limit = HuggingFaceConfig.Read(files, Name).Number("model_max_length", 3, 1e31, positions);
        return (int)Math.Min(positions, limit);
    }

    /// <summary>The labels and the function from logits to scores.</summary>
    public LabelHead CreateHead(Activation? chosen)
    {
        try
        {
            return LabelHead.Create(BertConfiguration.ReadLabels(_config), _config.Text("problem_type"), chosen);
        }
        catch (ArgumentException e)
        {
            throw _config.Fault("problem_type", e.Message);
        }
    }

    public ModelInformation Describe(LabelHead head, ResolvedOptions options) => new()
    {
        Source = _files.Description,
        Family = "BertForSequenceClassification",
        HiddenSize = Configuration.HiddenSize,
        LayerCount = Configuration.LayerCount,
        HeadCount = Configuration.HeadCount,
        IntermediateSize = Configuration.IntermediateSize,
        HiddenActivation = _config.Text("hidden_act") ?? "gelu",
        VocabularySize = Configuration.VocabularySize,
        MaxPositions = Configuration.MaxPositions,
        MaxLength = options.MaxLength,
        Labels = head.Labels,
        Activation = head.Activation,
        ActivationReason = head.Reason,
        Tokenizer = Tokenizer.Description,
        Files = [.. _files.Opened.Select(f => new ModelFile(f.Name, f.Length))],
        Precision = Precision(),
        ParameterCount = _parameters.All().Sum(t => (long)NumberFormat.CountOf(t)),
        MemoryBytes = Network.MemoryBytes,
    };

    public void Dispose()
    {
        Network.Dispose();
        _files.Dispose();
    }

    private string Precision()
    {
        string stored = string.Join(" and ", _parameters.All().Select(t => t.Type).Distinct().Order());
        return string.Create(CultureInfo.InvariantCulture, $"stored as {stored}, computed in F32");
    }
}
