namespace Verdict.Hub;

/// <summary>What lies at a resolved path.</summary>
public enum ModelKind
{
    /// <summary>A folder with <c>config.json</c>, safetensors weights and tokeniser files.</summary>
    HuggingFaceFolder,

    /// <summary>A saved Spark NLP annotator or pipeline: a folder with <c>metadata/</c>, or a zip of one.</summary>
    SparkNlpArchive,
}
