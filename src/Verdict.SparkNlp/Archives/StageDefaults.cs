namespace Verdict.SparkNlp.Archives;

/// <summary>The <c>defaultParamMap</c> of Spark NLP 5.5.3's classes, as JSON: which params a class has by default, and so knows.</summary>
internal static class StageDefaults
{
    /// <summary>The defaults of a class.</summary>
    public static string Of(string className) => className switch
    {
        StageClasses.Classifier =>
            """{"maxSentenceLength":128,"batchSize":8,"activation":"softmax","multilabel":false,"coalesceSentences":false,"engine":"tensorflow","caseSensitive":true,"threshold":0.5,"lazyAnnotator":false}""",
        StageClasses.TokenizerModel =>
            """{"outputCol":"token","inputCols":["document"],"targetPattern":"\\S+","lazyAnnotator":false,"maxLength":99999,"caseSensitiveExceptions":true,"minLength":0}""",
        StageClasses.DocumentAssembler => """{"cleanupMode":"disabled","outputCol":"document"}""",
        _ => "{}",
    };

    /// <summary>
    /// The params that a class knows besides those with a default. Spark refuses to load a stage with any other ("Param … does not exist"), so none may be written.
    /// </summary>
    public static IReadOnlyList<string> WithoutDefault(string className) => className switch
    {
        StageClasses.Classifier => ["inputCols", "outputCol", "configProtoBytes"],
        StageClasses.TokenizerModel => ["exceptions", "splitPattern", "splitChars"],
        StageClasses.DocumentAssembler => ["inputCol", "idCol", "metadataCol"],
        StageClasses.PipelineModel or StageClasses.Pipeline => ["stageUids"],
        _ => [],
    };
}
