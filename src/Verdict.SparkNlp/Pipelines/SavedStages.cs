using Verdict.Hub;
using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp;

/// <summary>Makes stages of archives.</summary>
internal static class SavedStages
{
    /// <summary>Opens an archive that must hold one kind of stage.</summary>
    public static T Open<T>(string path)
        where T : PipelineStage
    {
        PipelineStage stage = Of(ArchiveReader.Open(path));
        if (stage is T wanted)
            return wanted;
        (stage as IDisposable)?.Dispose();
        throw new VerdictFormatException(path, "metadata", $"holds a {stage.GetType().Name}, not a {typeof(T).Name}. Load it with {stage.GetType().Name}.Load.");
    }

    /// <summary>A model's folder on this machine, by its name in the hub.</summary>
    public static string Fetch(string name, string lang, HubOptions? hub) =>
        Task.Run(() => new SparkNlpHub(hub).ResolveAsync(name, lang)).GetAwaiter().GetResult().Path;

    private static PipelineStage Of(SavedArchive archive)
    {
        if (archive is PipelineArchive { ClassName: StageClasses.PipelineModel } pipeline)
            return new PipelineModel([.. pipeline.Stages.Select(OfTransformer)]) { Uid = pipeline.Uid };
        if (archive is PipelineArchive unfitted)
            return new Pipeline { Uid = unfitted.Uid }.SetStages([.. unfitted.Stages.Select(Of)]);

        var stage = (StageArchive)archive;
        try
        {
            return Restore(stage);
        }
        catch (ArgumentException e)
        {
            stage.Dispose();
            throw new VerdictFormatException(stage.Uid, "metadata", $"a parameter cannot be used: {e.Message}", e);
        }
        catch
        {
            stage.Dispose();
            throw;
        }
    }

    private static Transformer OfTransformer(SavedArchive archive) => Of(archive) as Transformer
        ?? throw new VerdictFormatException(archive.Uid, "metadata", "an estimator stands in a fitted pipeline.");

    private static PipelineStage Restore(StageArchive stage)
    {
        StageParams p = stage.Params;
        switch (stage.ClassName)
        {
            case StageClasses.DocumentAssembler:
                return Assembler(stage.Uid, p);
            case StageClasses.Tokenizer:
                return Estimator(stage.Uid, p);
            case StageClasses.TokenizerModel:
                return Tokens(stage.Uid, p, stage.Rules!);
            case StageClasses.SentenceDetector:
                return Detector(stage.Uid, p);
            case StageClasses.Finisher:
                return FinisherOf(stage.Uid, p);
            default:
                return new BertForSequenceClassification(stage.Uid, new ClassifierEngine(stage.Classifier!), p);
        }
    }

    private static DocumentAssembler Assembler(string uid, StageParams p)
    {
        var assembler = new DocumentAssembler { Uid = uid };
        Set(p.Text("inputCol"), assembler.SetInputCol);
        Set(p.Text("outputCol"), assembler.SetOutputCol);
        Set(p.Text("idCol"), assembler.SetIdCol);
        Set(p.Text("metadataCol"), assembler.SetMetadataCol);
        Set(p.Text("cleanupMode"), assembler.SetCleanupMode);
        return assembler;
    }

    private static TokenizerModel Tokens(string uid, StageParams p, IReadOnlyList<string> rules)
    {
        TokenizerModel model = new TokenizerModel(uid).SetRules([.. rules]);
        Set(p.Texts("inputCols"), c => model.SetInputCols([.. c]));
        Set(p.Text("outputCol"), model.SetOutputCol);
        Set(p.Text("targetPattern"), model.SetTargetPattern);
        Set(p.Flag("caseSensitiveExceptions"), model.SetCaseSensitiveExceptions);
        Set(p.Texts("exceptions"), e => model.SetExceptions([.. e]));
        Set(p.Texts("splitChars"), s => model.SetSplitChars([.. s]));
        Set(p.Text("splitPattern"), model.SetSplitPattern);
        Set(p.Integer("minLength"), model.SetMinLength);
        Set(p.Integer("maxLength"), model.SetMaxLength);
        Set(p.Flag("lazyAnnotator"), model.SetLazyAnnotator);
        return model;
    }

    private static Tokenizer Estimator(string uid, StageParams p)
    {
        var tokenizer = new Tokenizer { Uid = uid };
        Set(p.Texts("inputCols"), c => tokenizer.SetInputCols([.. c]));
        Set(p.Text("outputCol"), tokenizer.SetOutputCol);
        Set(p.Text("targetPattern"), tokenizer.SetTargetPattern);
        Set(p.Text("prefixPattern"), tokenizer.SetPrefixPattern);
        Set(p.Text("suffixPattern"), tokenizer.SetSuffixPattern);
        Set(p.Texts("infixPatterns"), i => tokenizer.SetInfixPatterns([.. i]));
        Set(p.Texts("contextChars"), c => tokenizer.SetContextChars([.. c]));
        Set(p.Texts("exceptions"), e => tokenizer.SetExceptions([.. e]));
        Set(p.Flag("caseSensitiveExceptions"), tokenizer.SetCaseSensitiveExceptions);
        Set(p.Texts("splitChars"), s => tokenizer.SetSplitChars([.. s]));
        Set(p.Text("splitPattern"), tokenizer.SetSplitPattern);
        Set(p.Integer("minLength"), tokenizer.SetMinLength);
        Set(p.Integer("maxLength"), tokenizer.SetMaxLength);
        return tokenizer;
    }

    private static SentenceDetector Detector(string uid, StageParams p)
    {
        var detector = new SentenceDetector { Uid = uid };
        Set(p.Texts("inputCols"), c => detector.SetInputCols([.. c]));
        Set(p.Text("outputCol"), detector.SetOutputCol);
        Set(p.Flag("useAbbreviations"), detector.SetUseAbbreviations);
        Set(p.Flag("detectLists"), detector.SetDetectLists);
        Set(p.Texts("customBounds"), b => detector.SetCustomBounds([.. b]));
        Set(p.Text("customBoundsStrategy"), detector.SetCustomBoundsStrategy);
        Set(p.Flag("useCustomBoundsOnly"), detector.SetUseCustomBoundsOnly);
        Set(p.Flag("explodeSentences"), detector.SetExplodeSentences);
        Set(p.Integer("splitLength"), detector.SetSplitLength);
        Set(p.Integer("minLength"), detector.SetMinLength);
        Set(p.Integer("maxLength"), detector.SetMaxLength);
        Set(p.Flag("lazyAnnotator"), detector.SetLazyAnnotator);
        return detector;
    }

    private static Finisher FinisherOf(string uid, StageParams p)
    {
        var finisher = new Finisher { Uid = uid };
        Set(p.Texts("inputCols"), c => finisher.SetInputCols([.. c]));
        Set(p.Texts("outputCols"), c => finisher.SetOutputCols([.. c]));
        Set(p.Text("valueSplitSymbol"), finisher.SetValueSplitSymbol);
        Set(p.Text("annotationSplitSymbol"), finisher.SetAnnotationSplitSymbol);
        Set(p.Flag("cleanAnnotations"), finisher.SetCleanAnnotations);
        Set(p.Flag("includeMetadata"), finisher.SetIncludeMetadata);
        Set(p.Flag("outputAsArray"), finisher.SetOutputAsArray);
        return finisher;
    }

    private static void Set<TStage>(string? value, Func<string, TStage> set)
    {
        if (value is not null)
            set(value);
    }

    private static void Set<TStage>(IReadOnlyList<string>? value, Func<IReadOnlyList<string>, TStage> set)
    {
        if (value is not null)
            set(value);
    }

    private static void Set<TStage>(bool? value, Func<bool, TStage> set)
    {
        if (value is { } flag)
            set(flag);
    }

    private static void Set<TStage>(int? value, Func<int, TStage> set)
    {
        if (value is { } number)
            set(number);
    }
}
