using Verdict.Data;
using Verdict.Labels;
using Verdict.SparkNlp.Frames;
using Verdict.SparkNlp.Text;

namespace Verdict.SparkNlp;

/// <summary>
/// Spark NLP's annotation column in the output of bulk jobs: an array of
/// <c>annotatorType, begin, end, result, metadata, embeddings</c> as a pipeline with a sequence classifier writes it, one annotation a text.
/// </summary>
public static class BulkAnnotations
{
    /// <summary>How the column lies in files; <see cref="BulkJob.MergeAsync"/> takes it.</summary>
    public static NestedType Type { get; } = new AnnotationNesting();

    /// <summary>
    /// The column for a classifier. A text has one annotation of kind <c>category</c>, of its label; where labels do not exclude each other, one for
    /// each label above 0.5; a row that could not be judged has none. <c>begin</c> and <c>end</c> span the text (UTF-16, inclusive), the
    /// metadata have the sentence's number (0) and each label's score, as Spark NLP 5.5 spells them.
    /// </summary>
    /// <param name="name">The column's name, such as <c>class</c>.</param>
    /// <param name="classifier">Who makes the predictions.</param>
    public static BulkColumn Column(string name, TextClassifier classifier)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(classifier);
        bool several = classifier.Model is { Activation: Activation.Sigmoid, Labels.Count: > 1 };
        return new BulkColumn(name, Type, (text, prediction) => AnnotationJson.Write(Annotate(text, prediction, several)), AnnotationJson.Write([]));
    }

    private static IEnumerable<Annotation> Annotate(string text, Prediction prediction, bool several)
    {
        OrderedDictionary<string, string?> metadata = new() { [Metadata.Sentence] = "0" };
        foreach (LabelScore score in prediction.Scores)
            metadata[score.Label] = JavaText.Of(score.Score);

        // Spark NLP gives them in the order of the labels, not of their scores.
        IEnumerable<string> labels = several ? prediction.Scores.Where(prediction.Top.Contains).Select(score => score.Label) : [prediction.Label];
        return labels.Select(label => new Annotation(AnnotatorType.Category, 0, text.Length - 1, label, metadata));
    }
}
