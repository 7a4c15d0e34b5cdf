using System.Text.Json;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>Rows that are empty, null, blank, or lists of texts.</summary>
public sealed class RowParity
{
    [Theory]
    [InlineData("3.4.4", "gaps-batch-1")]
    [InlineData("3.4.4", "gaps-batch-8")]
    [InlineData("5.5.3", "gaps-batch-1")]
    [InlineData("5.5.3", "gaps-batch-8")]
    [InlineData("5.5.3", "empty-rows-tf-document-batch-1")]
    [InlineData("5.5.3", "empty-rows-tf-document-batch-8")]
    [InlineData("5.5.3", "empty-rows-onnx-document-batch-1")]
    [InlineData("5.5.3", "empty-rows-onnx-document-batch-8")]
    public void Empty_rows_shift_nothing(string release, string run)
    {
        JsonElement[] golden = Goldens.Run(release, run);
        using BertForSequenceClassification classifier = Models.Tiny().SetCompatibility(Goldens.Level(release));
        DataFrame frame = DataFrame.Of("text", golden.Select(r => r.GetProperty("text").GetString()));
        DataFrame result = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), classifier).Transform(frame).Cache();
        foreach (string column in (string[])["document", "token", "class"])
        {
            if (golden[0].TryGetProperty(column, out _))
                Goldens.AssertColumn(release, run, golden, column, result.Annotations(column));
        }
    }

    [Theory]
    [InlineData("empty-rows-tf-sentence-batch-1")]
    [InlineData("empty-rows-tf-sentence-batch-8")]
    [InlineData("empty-rows-onnx-sentence-batch-1")]
    [InlineData("empty-rows-onnx-sentence-batch-8")]
    public void Empty_rows_shift_nothing_where_sentences_are_classified(string run)
    {
        JsonElement[] golden = Goldens.Run("5.5.3", run);
        using BertForSequenceClassification classifier = Models.Tiny();
        DataFrame frame = DataFrame.Of("text", golden.Select(r => r.GetProperty("text").GetString()));
        DataFrame result = new PipelineModel(
            new DocumentAssembler().SetInputCol("text"), new SentenceDetector(), new TokenizerModel().SetInputCols("sentence"), classifier.SetInputCols("sentence", "token")).Transform(frame).Cache();
        foreach (string column in (string[])["sentence", "token", "class"])
        {
            if (golden[0].TryGetProperty(column, out _))
                Goldens.AssertColumn("5.5.3", run, golden, column, result.Annotations(column));
        }
    }

    [Theory]
    [InlineData("3.4.4", "array-no-null-coalesce-false-batch-1", false)]
    [InlineData("3.4.4", "array-no-null-coalesce-false-batch-8", false)]
    [InlineData("3.4.4", "array-no-null-coalesce-true-batch-1", true)]
    [InlineData("3.4.4", "array-no-null-coalesce-true-batch-8", true)]
    [InlineData("5.5.3", "array-not-null", false)]
    [InlineData("5.5.3", "array-not-null-coalesce", true)]
    [InlineData("5.5.3", "array-with-empty-elements", false)]
    public void Lists_of_texts_are_classified_element_by_element(string release, string run, bool coalesce)
    {
        JsonElement[] golden = release == "3.4.4" ? Goldens.Extra(run) : Goldens.Run(release, run);
        if (!golden[0].TryGetProperty("text", out _))
            golden = [.. golden.Select(r => WithText(r, release))];
        using BertForSequenceClassification classifier = Models.Tiny().SetCoalesceSentences(coalesce).SetCompatibility(Goldens.Level(release));
        DataFrame result = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), classifier).Transform(Frames.TextLists(golden)).Cache();
        foreach (string column in (string[])["document", "token", "class"])
        {
            if (golden[0].TryGetProperty(column, out _))
                Goldens.AssertColumn(release, run, golden, column, result.Annotations(column));
        }
    }

    [Theory]
    [InlineData("assembler-none")]
    [InlineData("assembler-id")]
    [InlineData("assembler-meta")]
    [InlineData("assembler-both")]
    public void Tokens_and_classes_do_not_care_for_ids_and_metadata(string run)
    {
        JsonElement[] golden = Goldens.Extra(run);
        using BertForSequenceClassification classifier = Models.Tiny().SetCompatibility(CompatibilityLevel.SparkNlp34);
        DataFrame frame = DataFrame.Of("text", golden.Select(r => r.GetProperty("document")[0].GetProperty("result").GetString()));
        DataFrame result = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), classifier).Transform(frame).Cache();
        foreach (string column in (string[])["token", "class"])
            Goldens.AssertColumn("3.4.4", run, golden, column, result.Annotations(column));
    }

    [Fact]
    public void Sentences_do_not_take_over_ids_and_metadata()
    {
        JsonElement[] golden = Goldens.Extra("both-sentences");
        using BertForSequenceClassification classifier = Models.Tiny().SetCompatibility(CompatibilityLevel.SparkNlp34).SetInputCols("sentence", "token");
        DataFrame frame = DataFrame.Of("text", golden.Select(r => r.GetProperty("sentence").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } s ? s.GetProperty("result").GetString() : ""));
        DataFrame result = new PipelineModel(
            new DocumentAssembler().SetInputCol("text").SetIdCol("text"), new SentenceDetector(), new TokenizerModel().SetInputCols("sentence"), classifier).Transform(frame).Cache();
        foreach (string column in (string[])["sentence", "token", "class"])
            Goldens.AssertColumn("3.4.4", "both-sentences", golden, column, result.Annotations(column));
    }

    [Fact]
    public void Two_documents_a_row_do_not_disturb_each_other()
    {
        JsonElement[] golden = Goldens.Run("5.5.3", "multi-document");
        using BertForSequenceClassification classifier = Models.Tiny().SetInputCols("da", "token");
        IEnumerable<string?> first = golden.Select(r => r.GetProperty("da")[0].GetProperty("result").GetString());
        DataFrame result = new PipelineModel(
            new DocumentAssembler().SetInputCol("text").SetOutputCol("da"), new DocumentAssembler().SetInputCol("text").SetOutputCol("db"),
            new TokenizerModel().SetInputCols("da"), classifier).Transform(DataFrame.Of("text", first)).Cache();
        foreach (string column in (string[])["da", "token", "class"])
            Goldens.AssertColumn("5.5.3", "multi-document", golden, column, result.Annotations(column));
    }

    /// <summary>Runs without their inputs show them in the documents, or have those of <c>array-not-null</c>.</summary>
    private static JsonElement WithText(JsonElement row, string release)
    {
        JsonElement source = row.TryGetProperty("document", out _)
            ? row
            : Goldens.Run(release, "array-not-null").First(r => r.GetProperty("id").GetInt32() == row.GetProperty("id").GetInt32());
        string text = source.TryGetProperty("text", out JsonElement given)
            ? given.GetRawText()
            : $"[{string.Join(',', source.GetProperty("document").EnumerateArray().Select(d => d.GetProperty("result").GetRawText()))}]";
        return JsonDocument.Parse($"{row.GetRawText().TrimEnd()[..^1]},\"text\":{text}}}").RootElement;
    }
}
