using Verdict.Models;
using Verdict.Tensors;
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

    /// <summary>
    /// Reads the same archive again, for one who needs the numbers that were freed when they had been packed; <see langword="null"/> where all stay readable.
    /// </summary>
    public Func<ClassifierArchive>? ReadAgain { get; init; }

    /// <summary>An archive that has every number: another reading of this one, which the caller disposes.</summary>
    /// <exception cref="VerdictFormatException">The archive went away, or another model is there now.</exception>
    /// <exception cref="InvalidOperationException">It came from nowhere that could be read again.</exception>
    public ClassifierArchive Reread()
    {
        ClassifierArchive again = (ReadAgain ?? throw new InvalidOperationException($"{Parameters.Description} cannot be read again."))();
        if (again.Configuration == Configuration && again.Vocabulary.SequenceEqual(Vocabulary) && again.Labels.SequenceEqual(Labels) && Kept().All(p => SameNumbers(p, again.Parameters.Tensors)))
            return again;
        again.Dispose();
        throw new VerdictFormatException(Parameters.Description, null, "another model is there now than when it was opened. Open it again and save that, or bring the first one back.");
    }

    /// <summary>Lets go of the weights.</summary>
    public void Dispose()
    {
        foreach (StoredTensor tensor in Parameters.Tensors.Values)
            tensor.Free?.Invoke();
        Parameters.Dispose();
    }

    /// <summary>The tensors that packing does not free: tables, biases, norms. Training changes all of them.</summary>
    private IEnumerable<KeyValuePair<string, StoredTensor>> Kept() => Parameters.Tensors.Where(t => t.Value.Free is null);

    private static bool SameNumbers(KeyValuePair<string, StoredTensor> tensor, IReadOnlyDictionary<string, StoredTensor> others) =>
        others.TryGetValue(tensor.Key, out StoredTensor? other) && other.Type == tensor.Value.Type && other.Bytes.Span.SequenceEqual(tensor.Value.Bytes.Span);
}
