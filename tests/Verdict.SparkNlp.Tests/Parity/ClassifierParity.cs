using System.Text.Json;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>Labels and probabilities of every run over plain documents.</summary>
public sealed class ClassifierParity
{
    private static readonly Dictionary<string, Func<string, BertForSequenceClassification>> Runs = new()
    {
        ["default"] = _ => Models.Tiny(),
        ["max-512"] = _ => Models.Tiny().SetMaxSentenceLength(512),
        ["max-16"] = _ => Models.Tiny().SetMaxSentenceLength(16),
        ["batch-1"] = _ => Models.Tiny().SetBatchSize(1),
        ["batch-32"] = _ => Models.Tiny().SetBatchSize(32),
        ["uncased-3-labels"] = r => Models.ThreeLabels(r).SetCaseSensitive(false),
        ["uncased-model-case-sensitive"] = r => Models.ThreeLabels(r).SetCaseSensitive(true),
    };

    private static readonly Dictionary<string, Func<BertForSequenceClassification>> Runs553 = new()
    {
        ["partitions-4"] = Models.Tiny,
        ["onnx-default"] = Models.Tiny,
        ["onnx-max-512"] = () => Models.Tiny().SetMaxSentenceLength(512),
        ["reads-3.4.4-model"] = Models.Tiny,
        ["reads-3.4.4-model-uncased"] = () => Models.ThreeLabels("3.4.4"),
        ["reads-3.4.4-model-uncased-8-parts"] = () => Models.ThreeLabels("3.4.4"),
        ["second-softmax"] = () => Models.Multilabel().SetMultilabel(false),
        ["second-softmax-case-sensitive-true"] = () => Models.Multilabel().SetMultilabel(false).SetCaseSensitive(true),
        ["multilabel-true"] = () => Models.ThreeLabels("5.5.3").SetMultilabel(true),
        ["multilabel-0.3"] = () => Models.ThreeLabels("5.5.3").SetActivation("sigmoid"),
        ["multilabel-0.5"] = () => Models.ThreeLabels("5.5.3").SetActivation("sigmoid"),
        ["multilabel-0.9"] = () => Models.ThreeLabels("5.5.3").SetActivation("sigmoid"),
        ["multilabel-flag-only-python"] = () => Models.Multilabel().SetActivation("softmax"),
        ["multilabel-flag-scala"] = () => Models.Multilabel().SetMultilabel(true),
        ["sigmoid-activation-only"] = () => Models.Multilabel().SetMultilabel(false).SetActivation("sigmoid"),
        ["sigmoid-archive-threshold-0.3"] = () => Models.Multilabel().SetThreshold(0.3f),
        ["sigmoid-archive-threshold-0.5"] = Models.Multilabel,
        ["sigmoid-archive-threshold-0.9"] = () => Models.Multilabel().SetThreshold(0.9f),
        ["sigmoid-setter-threshold-0.5"] = Models.Multilabel,
        // Spark NLP's setter and import leave the threshold of 0.5 in force; ours would not, so it is not called.
        ["sigmoid-setter-threshold-0.3"] = Models.Multilabel,
        ["sigmoid-setter-threshold-0.9"] = Models.Multilabel,
        ["sigmoid-imported-threshold-0.9"] = Models.Multilabel,
        ["sigmoid-max-16"] = () => Models.Multilabel().SetMaxSentenceLength(16),
        ["sigmoid-onnx"] = Models.Multilabel,
        ["max-0"] = () => Tiny(0),
        ["max-1"] = () => Models.Tiny().SetMaxSentenceLength(1),
        ["max-2"] = () => Models.Tiny().SetMaxSentenceLength(2),
        ["max-3"] = () => Models.Tiny().SetMaxSentenceLength(3),
        ["max-4"] = () => Models.Tiny().SetMaxSentenceLength(4),
    };

    public static TheoryData<string, string> BothReleases()
    {
        var data = new TheoryData<string, string>();
        foreach (string release in Goldens.Releases)
        {
            foreach (string run in Runs.Keys)
                data.Add(release, run);
        }

        return data;
    }

    public static TheoryData<string> Only553() => [.. Runs553.Keys];

    [Theory]
    [MemberData(nameof(BothReleases))]
    public void Labels_and_probabilities_are_the_same(string release, string run)
    {
        using BertForSequenceClassification classifier = Runs[run](release);
        AssertClasses(release, run, Goldens.Run(release, run), classifier, Goldens.Texts);
    }

    [Theory]
    [MemberData(nameof(Only553))]
    public void Labels_and_probabilities_are_the_same_in_further_runs(string run)
    {
        using BertForSequenceClassification classifier = Runs553[run]();
        AssertClasses("5.5.3", run, Goldens.Run("5.5.3", run), classifier, Goldens.Texts);
    }

    [Theory]
    [InlineData("extra-default", 128)]
    [InlineData("extra-max-512", 512)]
    public void The_extra_texts_have_the_same_labels_and_probabilities(string run, int length)
    {
        using BertForSequenceClassification classifier = Models.Tiny().SetMaxSentenceLength(length);
        AssertClasses("3.4.4", run, Goldens.Extra(run), classifier, Goldens.ExtraTexts);
    }

    [Fact]
    public void The_extra_texts_have_the_same_labels_and_probabilities_uncased()
    {
        using BertForSequenceClassification classifier = Models.ThreeLabels("3.4.4").SetCaseSensitive(false);
        AssertClasses("3.4.4", "extra-uncased", Goldens.Extra("extra-uncased"), classifier, Goldens.ExtraTexts);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Tiny_lengths_have_the_same_labels_and_probabilities(int length)
    {
        using BertForSequenceClassification classifier = Models.Tiny().SetMaxSentenceLength(length);
        AssertClasses("3.4.4", $"max-{length}", Goldens.Extra($"max-{length}"), classifier, Goldens.Texts);
    }

    [Theory]
    [InlineData("3.4.4")]
    [InlineData("5.5.3")]
    public void A_saved_pipeline_gives_the_same_columns(string release)
    {
        JsonElement[] golden = Goldens.Run(release, "saved-pipeline");
        string archive = release == "3.4.4"
            ? RepositoryPaths.Golden("sparknlp", "archives", "3.4.4-pipeline.zip")
            : RepositoryPaths.Shared("goldens", "sparknlp", "5.5.3", "pipeline");
        using PipelineModel pipeline = PipelineModel.Load(archive).SetCompatibility(Goldens.Level(release));
        DataFrame result = pipeline.Transform(Frames.Of(Goldens.Texts)).Cache();
        foreach (string column in (string[])["document", "token", "class"])
            Goldens.AssertColumn(release, "saved-pipeline", golden, column, result.Annotations(column));
    }

    /// <summary>A length that the setter refuses, as an archive may hold it: Python's setter checks nothing.</summary>
    private static BertForSequenceClassification Tiny(int length)
    {
        BertForSequenceClassification classifier = Models.Tiny();
        classifier.MaxSentenceLength = length;
        return classifier;
    }

    private static void AssertClasses(string release, string run, JsonElement[] golden, BertForSequenceClassification classifier, IReadOnlyList<(int Id, string? Text)> texts)
    {
        // A run may hold some of the texts only.
        Dictionary<int, string?> byId = texts.ToDictionary(t => t.Id, t => t.Text);
        DataFrame frame = DataFrame.Of("text", golden.Select(r => byId[r.GetProperty("id").GetInt32()]));
        DataFrame result = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), classifier.SetCompatibility(Goldens.Level(release))).Transform(frame);
        Goldens.AssertColumn(release, run, golden, "class", result.Annotations("class"));
    }
}
