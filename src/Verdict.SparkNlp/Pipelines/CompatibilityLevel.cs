namespace Verdict.SparkNlp;

/// <summary>Which release of Spark NLP is followed where releases differ.</summary>
public enum CompatibilityLevel
{
    /// <summary>As 3.4.4: probabilities under keys such as <c>Some(neg)</c>, and positions that slip by one where a token splits into nothing.</summary>
    SparkNlp34,

    /// <summary>As 5.5.3: probabilities under keys such as <c>neg</c>. The default.</summary>
    SparkNlp55,
}
