namespace Verdict.SparkNlp.Archives;

/// <summary>The Scala classes whose archives are read, by full name.</summary>
internal static class StageClasses
{
    /// <summary>A fitted pipeline.</summary>
    public const string PipelineModel = "org.apache.spark.ml.PipelineModel";

    /// <summary>A pipeline that was saved before it was fitted.</summary>
    public const string Pipeline = "org.apache.spark.ml.Pipeline";

    /// <summary>Text column to document annotations.</summary>
    public const string DocumentAssembler = "com.johnsnowlabs.nlp.DocumentAssembler";

    /// <summary>The estimator that makes a <see cref="TokenizerModel"/>.</summary>
    public const string Tokenizer = "com.johnsnowlabs.nlp.annotators.Tokenizer";

    /// <summary>Documents to tokens.</summary>
    public const string TokenizerModel = "com.johnsnowlabs.nlp.annotators.TokenizerModel";

    /// <summary>Documents to sentences, by rules.</summary>
    public const string SentenceDetector = "com.johnsnowlabs.nlp.annotators.sbd.pragmatic.SentenceDetector";

    /// <summary>Annotations to plain columns.</summary>
    public const string Finisher = "com.johnsnowlabs.nlp.Finisher";

    /// <summary>The classifier.</summary>
    public const string Classifier = "com.johnsnowlabs.nlp.annotators.classifier.dl.BertForSequenceClassification";

    /// <summary>All that are single stages.</summary>
    public static IReadOnlyList<string> Stages { get; } = [DocumentAssembler, Tokenizer, TokenizerModel, SentenceDetector, Finisher, Classifier];
}
