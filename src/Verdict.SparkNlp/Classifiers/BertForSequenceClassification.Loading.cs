using Verdict.Hub;

namespace Verdict.SparkNlp;

/// <content>Where classifiers come from.</content>
public sealed partial class BertForSequenceClassification
{
    /// <summary>Spark NLP's default model.</summary>
    public const string DefaultModel = "bert_base_sequence_classifier_imdb";

    /// <summary>Loads what Spark NLP saved: a folder, or a zip of one. Each call gives an object of its own.</summary>
    /// <param name="path">The folder or zip.</param>
    /// <exception cref="VerdictFormatException">It is damaged, or something else; the message says what and where.</exception>
    public static BertForSequenceClassification Load(string path) => SavedStages.Open<BertForSequenceClassification>(path);

    /// <summary>Imports an exported model: a folder with <c>saved_model.pb</c> or <c>model.onnx</c> and <c>assets/</c>, or a Hugging Face folder.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="VerdictFormatException">A file is missing or damaged; the message names it.</exception>
    public static BertForSequenceClassification LoadSavedModel(string path) => SavedStages.Open<BertForSequenceClassification>(path);

    /// <summary>Loads a model by its name in Spark NLP's hub, fetching it first if it is not in the cache.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="lang">Its language.</param>
    /// <param name="hub">Where to look, and for which release; <see langword="null"/> for the environment's settings.</param>
    /// <exception cref="HubException">There is no such model, or it could not be had; the message says why.</exception>
    /// <exception cref="VerdictFormatException">The archive is damaged, or no classifier of this kind.</exception>
    public static BertForSequenceClassification Pretrained(string name = DefaultModel, string lang = "en", HubOptions? hub = null) =>
        Load(SavedStages.Fetch(name, lang, hub));
}
