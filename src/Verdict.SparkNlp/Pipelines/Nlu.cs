using Verdict.Hub;

namespace Verdict.SparkNlp;

/// <summary>The short way of the <c>nlu</c> package: a reference in, predictions out.</summary>
public static class Nlu
{
    /// <summary>References that nlu's own dictionary has for classifiers of this kind, and the models that they mean.</summary>
    private static readonly Dictionary<string, (string Name, string Lang)> References = new()
    {
        ["fr.classify.bert.multilingual"] = ("bert_multilingual_sequence_classifier_allocine", "fr"),
    };

    /// <summary>Loads the model that a reference means, fetching it first if it is not in the cache.</summary>
    /// <param name="request">A reference such as <c>fr.classify.bert.multilingual</c>, or a language and a name in the hub, such as <c>fr.bert_multilingual_sequence_classifier_allocine</c>.</param>
    /// <param name="hub">Where to look, and for which release; <see langword="null"/> for the environment's settings.</param>
    /// <exception cref="ArgumentException">The reference means nothing here; the message says what does.</exception>
    /// <exception cref="HubException">The model could not be had; the message says why.</exception>
    public static NluPipeline Load(string request, HubOptions? hub = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(request);
        string reference = request.Trim();
        if (!References.TryGetValue(reference, out (string Name, string Lang) model))
        {
            int dot = reference.IndexOf('.', StringComparison.Ordinal);
            model = dot is 2 or 3 && reference.IndexOf('.', dot + 1) < 0 ? (reference[(dot + 1)..], reference[..dot]) : throw Unknown(request);
        }

        return new NluPipeline(BertForSequenceClassification.Pretrained(model.Name, model.Lang, hub));
    }

    /// <summary>Loads a classifier from a disk, as <c>nlu.load(path=…)</c> does.</summary>
    /// <param name="path">The folder, or a zip of it.</param>
    /// <exception cref="VerdictFormatException">It is damaged, or no classifier.</exception>
    public static NluPipeline LoadFromDisk(string path) => new(BertForSequenceClassification.Load(path));

    private static ArgumentException Unknown(string request) => new(
        $"Something went wrong during creating the Spark NLP model for your request = {request}. Did you use a NLU Spell? Known here are: {string.Join(", ", References.Keys)}; and a language with a name in the hub, such as fr.bert_multilingual_sequence_classifier_allocine.",
        nameof(request));
}
