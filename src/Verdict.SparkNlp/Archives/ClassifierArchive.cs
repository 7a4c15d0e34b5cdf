using Verdict.Models;
using Verdict.Weights;

namespace Verdict.SparkNlp.Archives;

/// <summary>
/// A BERT classifier with all it needs, wherever it came from. Everything fits: the constructor checks every tensor's shape and numbers against the
/// configuration, and the vocabulary's and the labels' numbers against the tensors. Immutable; safe from many threads; owns the weights' memory.
/// </summary>
internal sealed class ClassifierArchive : IDisposable
{
    /// <summary>Checks and takes over; where it throws, the caller still owns <paramref name="parameters"/>.</summary>
    /// <exception cref="VerdictFormatException">Something does not fit.</exception>
    public ClassifierArchive(BertConfiguration configuration, ParameterSet parameters, IReadOnlyList<string> vocabulary, IReadOnlyList<string> labels)
    {
        if (vocabulary.Count > configuration.VocabularySize)
        {
            throw new VerdictFormatException(
                parameters.Description, "vocabulary", $"has {vocabulary.Count:N0} pieces, but the model has embeddings for {configuration.VocabularySize:N0}. Vocabulary and weights are of different models.");
        }

        if (labels.Count != configuration.LabelCount)
            throw new VerdictFormatException(parameters.Description, "labels", $"there are {labels.Count:N0} labels, but the model has {configuration.LabelCount:N0} outputs. Labels and weights are of different models.");
        Configuration = configuration;
        Parameters = parameters;
        Tensors = BertParameters.Read(parameters, configuration);
        Vocabulary = vocabulary;
        Labels = labels;
    }

    /// <summary>Sizes and settings.</summary>
    public BertConfiguration Configuration { get; }

    /// <summary>The tensors under Hugging Face's names, linear weights <c>[outputs, inputs]</c>, in F32, F16 or BF16 as they were stored.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The same tensors by role, checked.</summary>
    public BertParameters Tensors { get; }

    /// <summary>The pieces by id. An id that no piece has (it cannot be reached by any text) is empty here.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>The labels by id.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>Lets go of the weights.</summary>
    public void Dispose() => Parameters.Dispose();
}
