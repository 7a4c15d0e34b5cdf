using Verdict.Files;
using Verdict.Labels;
using Verdict.Models;
using Verdict.Tokenization;
using Verdict.Weights;

namespace Verdict.Classification;

/// <summary>All that makes a classifier, read and checked, wherever it came from. Immutable.</summary>
internal sealed record ClassifierParts
{
    /// <summary>Where it came from, as errors and <c>inspect</c> name it.</summary>
    public required string Source { get; init; }

    /// <summary>The sizes.</summary>
    public required BertConfiguration Configuration { get; init; }

    /// <summary>The tensors; their memory belongs to <see cref="Owner"/>.</summary>
    public required BertParameters Parameters { get; init; }

    /// <summary>The tokeniser; gives no id that the model has no embedding for.</summary>
    public required Tokenizer Tokenizer { get; init; }

    /// <summary>The labels in the model's order.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The function from logits to scores where the origin decides it, else <see langword="null"/> for the count of labels to decide.</summary>
    public required string? ProblemType { get; init; }

    /// <summary>The longest input in tokens.</summary>
    public required int LongestInput { get; init; }

    /// <summary>The files that were read.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>What keeps the tensors' memory alive; disposed with the classifier.</summary>
    public required IDisposable Owner { get; init; }

    /// <summary>Reads a Hugging Face folder's files.</summary>
    /// <param name="files">The files; the parts take them over.</param>
    /// <param name="threads">How many threads may look at the numbers.</param>
    /// <exception cref="VerdictFormatException">A file is missing or not what it should be.</exception>
    public static ClassifierParts Read(ModelFiles files, int threads)
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

        IReadOnlyList<string> labels = BertConfiguration.ReadLabels(config);
        return new ClassifierParts
        {
            Source = files.Description,
            Configuration = configuration,
            Tokenizer = tokenizer,
            Labels = labels,
            ProblemType = ReadProblemType(config, labels),
            LongestInput = ReadLongestInput(files, configuration.MaxPositions),
            Parameters = BertParameters.Read(SafetensorsReader.Read(files), configuration, threads),
            Files = [.. files.Opened.Select(f => new ModelFile(f.Name, f.Length))],
            Owner = files,
        };
    }

    private static string? ReadProblemType(HuggingFaceConfig config, IReadOnlyList<string> labels)
    {
        string? problemType = config.Text("problem_type");
        try
        {
            _ = LabelHead.Create(labels, problemType, null);
            return problemType;
        }
        catch (ArgumentException e)
        {
            throw config.Fault("problem_type", e.Message);
        }
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
}
