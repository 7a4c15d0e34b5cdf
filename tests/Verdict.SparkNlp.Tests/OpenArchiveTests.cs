using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests;

/// <summary>A Spark NLP archive behind the front door answers as its Hugging Face twin does.</summary>
public sealed class OpenArchiveTests
{
    private static readonly string[] Texts = ["", "J'ai adoré ce film !", "L'histoire n'est pas géniale...", "Trop bien 😍😍!!", "un film"];

    [Fact]
    public void A_saved_classifier_has_the_logits_of_the_folder_it_was_made_from() =>
        Same(RepositoryPaths.Shared("goldens", "sparknlp", "5.5.3", "model-onnx"), RepositoryPaths.Golden("models", "tiny-bert-fr"), null);

    [Theory]
    [InlineData("onnx")]
    [InlineData("tensorflow")]
    public void So_has_an_export_whose_case_the_caller_knows(string kind) =>
        Same(RepositoryPaths.Shared("goldens", "sparknlp", "exports", kind), RepositoryPaths.Shared("goldens", "sparknlp", "exports", "hugging-face"), caseSensitive: false);

    [Fact]
    public void The_classifier_of_a_pipeline_is_found()
    {
        using TextClassifier classifier = TextClassifier.OpenArchive(RepositoryPaths.Golden("sparknlp", "archives", "3.4.4-pipeline.zip"));
        Assert.Equal(["négatif", "neutre", "positif"], classifier.Model.Labels);
        Assert.Equal(1f, classifier.Classify("un film").Scores.Sum(s => s.Score), 1e-5f);
    }

    [Fact]
    public void Many_labels_get_a_sigmoid_each()
    {
        using TextClassifier classifier = TextClassifier.OpenArchive(RepositoryPaths.Golden("sparknlp", "archives", "5.5.3-multilabel.zip"));
        Assert.Equal(Labels.Activation.Sigmoid, classifier.Model.Activation);
    }

    [Fact]
    public void An_archive_without_a_classifier_is_refused() => Assert.Contains(
        "holds 0 classifiers",
        Assert.Throws<VerdictFormatException>(() => TextClassifier.OpenArchive(RepositoryPaths.Golden("sparknlp", "archives", "3.4.4-tokenizer"))).Message,
        StringComparison.Ordinal);

    private static void Same(string archive, string folder, bool? caseSensitive)
    {
        using TextClassifier ours = TextClassifier.OpenArchive(archive, caseSensitive: caseSensitive);
        using TextClassifier twin = TextClassifier.Open(folder);
        Assert.Equal(twin.Model.Labels.Count, ours.Model.Labels.Count);
        foreach ((Prediction a, Prediction b) in ours.Classify(Texts).Zip(twin.Classify(Texts)))
            Assert.All(a.Logits.Zip(b.Logits), p => Assert.Equal(p.Second, p.First, 1e-4f));
    }
}
