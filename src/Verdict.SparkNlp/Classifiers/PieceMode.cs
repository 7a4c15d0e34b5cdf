namespace Verdict.SparkNlp;

/// <summary>Which pieces of a text reach the model.</summary>
public enum PieceMode
{
    /// <summary>
    /// Those that Spark NLP sends: of each token only the part before its first inner sign (<c>j'ai</c> → <c>j</c>), accents always
    /// stripped, <c>’ « »</c> left in words. The default: it gives Spark NLP's numbers.
    /// </summary>
    Faithful,

    /// <summary>All of them, as Hugging Face's tokeniser has them: what the model was trained on.</summary>
    Exact,
}
