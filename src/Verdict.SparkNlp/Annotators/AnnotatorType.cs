namespace Verdict.SparkNlp;

/// <summary>The names by which stages recognise the annotations that they need, as Spark NLP spells them.</summary>
public static class AnnotatorType
{
    /// <summary>A whole text or a sentence of it.</summary>
    public const string Document = "document";

    /// <summary>A word or sign of a document.</summary>
    public const string Token = "token";

    /// <summary>A label given to a document.</summary>
    public const string Category = "category";
}
