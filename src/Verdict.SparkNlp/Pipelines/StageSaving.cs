using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp;

/// <summary>Makes archives of stages. Only what differs from the class's defaults is set, as Spark does.</summary>
internal static class StageSaving
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The archive of a stage. A classifier's weights are read again where packing freed them; otherwise they stay the stage's own.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="reread">Gets what was read again; the caller disposes these, and not the archive.</param>
    public static SavedArchive Of(Transformer stage, List<ClassifierArchive> reread) => stage switch
    {
        PipelineModel pipeline => new PipelineArchive(
            Metadata(StageClasses.PipelineModel, pipeline, ("stageUids", pipeline.Stages.Select(s => s.Uid).ToArray())), [.. pipeline.Stages.Select(s => Of(s, reread))]),
        TokenizerModel tokenizer => new StageArchive(Tokens(tokenizer), tokenizer.Rules),
        BertForSequenceClassification classifier => new StageArchive(Classifier(classifier), WithNumbers(classifier.Archive, reread)),
        DocumentAssembler assembler => new StageArchive(Metadata(
            StageClasses.DocumentAssembler, assembler, ("inputCol", assembler.InputCol), ("outputCol", assembler.OutputCol),
            ("idCol", assembler.IdCol), ("metadataCol", assembler.MetadataCol), ("cleanupMode", Unless(assembler.CleanupMode, CleanupModes.Disabled)))),
        SentenceDetector detector => new StageArchive(Detector(detector)),
        Finisher finisher => new StageArchive(Metadata(
            StageClasses.Finisher, finisher, ("inputCols", finisher.InputCols.ToArray()), ("outputCols", finisher.OutputCols.ToArray()),
            ("valueSplitSymbol", Unless(finisher.ValueSplitSymbol, "#")), ("annotationSplitSymbol", Unless(finisher.AnnotationSplitSymbol, "@")),
            ("cleanAnnotations", Unless(finisher.CleanAnnotations, true)), ("includeMetadata", Unless(finisher.IncludeMetadata, false)),
            ("outputAsArray", Unless(finisher.OutputAsArray, true)))),
        _ => throw new NotSupportedException($"A {stage.GetType().Name} cannot be saved."),
    };

    private static ClassifierArchive WithNumbers(ClassifierArchive archive, List<ClassifierArchive> reread)
    {
        if (archive.ReadAgain is null)
            return archive;
        reread.Add(archive.Reread());
        return reread[^1];
    }

    private static StageMetadata Tokens(TokenizerModel t) => Metadata(
        StageClasses.TokenizerModel, t, ("inputCols", t.InputCols.ToArray()), ("outputCol", t.OutputCol), ("targetPattern", Unless(t.TargetPattern, @"\S+")),
        ("exceptions", t.Exceptions?.ToArray()), ("caseSensitiveExceptions", Unless(t.CaseSensitiveExceptions, true)), ("splitChars", t.SplitChars?.ToArray()),
        ("splitPattern", t.SplitPattern), ("minLength", Unless(t.MinLength, 0)), ("maxLength", Unless(t.MaxLength, 99_999)), ("lazyAnnotator", Unless(t.LazyAnnotator, false)));

    private static StageMetadata Classifier(BertForSequenceClassification c) => Metadata(
        StageClasses.Classifier, c, ("inputCols", c.InputCols.ToArray()), ("outputCol", c.OutputCol), ("batchSize", Unless(c.BatchSize, 8)),
        ("maxSentenceLength", Unless(c.MaxSentenceLength, 128)), ("caseSensitive", Unless(c.CaseSensitive, true)), ("coalesceSentences", Unless(c.CoalesceSentences, false)),
        ("activation", Unless(c.Activation, "softmax")), ("multilabel", Unless(c.Multilabel, false)), ("threshold", Unless((double)c.Threshold, 0.5)), ("lazyAnnotator", Unless(c.LazyAnnotator, false)));

    private static StageMetadata Detector(SentenceDetector d) => Metadata(
        StageClasses.SentenceDetector, d, ("inputCols", d.InputCols.ToArray()), ("outputCol", d.OutputCol), ("useAbbreviations", Unless(d.UseAbbreviations, true)),
        ("detectLists", Unless(d.DetectLists, true)), ("customBounds", d.CustomBounds.Count > 0 ? d.CustomBounds.ToArray() : null),
        ("customBoundsStrategy", Unless(d.CustomBoundsStrategy, "none")), ("useCustomBoundsOnly", Unless(d.UseCustomBoundsOnly, false)),
        ("explodeSentences", Unless(d.ExplodeSentences, false)), ("splitLength", d.SplitLength), ("minLength", Unless(d.MinLength, 0)), ("maxLength", Unless(d.MaxLength, 99_999)),
        ("lazyAnnotator", Unless(d.LazyAnnotator, false)));

    private static object? Unless<T>(T value, T absent) => EqualityComparer<T>.Default.Equals(value, absent) ? null : value;

    private static StageMetadata Metadata(string className, PipelineStage stage, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Plain))
        {
            json.WriteStartObject();
            foreach ((string name, object? value) in parameters)
                Write(json, name, value);
            json.WriteEndObject();
        }

        return StageMetadata.Create(className, stage.Uid, Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case string text:
                json.WriteString(name, text);
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case double number:
                json.WriteNumber(name, number);
                break;
            case string[] texts:
                json.WriteStartArray(name);
                foreach (string text in texts)
                    json.WriteStringValue(text);
                json.WriteEndArray();
                break;
        }
    }
}
