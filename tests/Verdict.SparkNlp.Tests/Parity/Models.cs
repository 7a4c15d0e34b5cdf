using Verdict.Testing;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>The classifiers that the goldens were made with, loaded once for all tests; setters give each test a copy of its own.</summary>
internal static class Models
{
    /// <summary>tiny-bert-fr: cased, labels neg and pos.</summary>
    public static BertForSequenceClassification Tiny() => BertForSequenceClassification.LoadSavedModel(RepositoryPaths.Golden("models", "tiny-bert-fr"));

    /// <summary>The uncased model of three labels, from the release's own archive.</summary>
    public static BertForSequenceClassification ThreeLabels(string release) => BertForSequenceClassification.Load(RepositoryPaths.Golden("sparknlp", "archives", release + "-three-labels.zip"));

    /// <summary>The second uncased model of three labels: sigmoid, multilabel.</summary>
    public static BertForSequenceClassification Multilabel() => BertForSequenceClassification.Load(RepositoryPaths.Golden("sparknlp", "archives", "5.5.3-multilabel.zip"));
}
