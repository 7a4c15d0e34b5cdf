namespace Verdict.Hub;

/// <summary>Where a model's name comes from.</summary>
public enum HubKind
{
    /// <summary>A path on this machine.</summary>
    Local,

    /// <summary>Hugging Face's hub or a mirror of it.</summary>
    HuggingFace,

    /// <summary>Spark NLP's hub or a mirror of it.</summary>
    SparkNlp,
}
