namespace Verdict.SparkNlp;

/// <summary>The forms that <see cref="ModelConverter"/> writes a model in.</summary>
public enum ModelFormat
{
    /// <summary>A Hugging Face folder: <c>config.json</c>, <c>model.safetensors</c> and the tokenizer's files.</summary>
    HuggingFace,

    /// <summary>A saved BertForSequenceClassification with the engine onnx, for Spark NLP 5.5.3 and later.</summary>
    SparkNlp,

    /// <summary>A saved PipelineModel of DocumentAssembler, TokenizerModel and BertForSequenceClassification, for Spark NLP 5.5.3 and later.</summary>
    SparkNlpPipeline,

    /// <summary><c>model.onnx</c> (opset 14) with <c>assets/vocab.txt</c> and <c>assets/labels.txt</c>, which Spark NLP's <c>loadSavedModel</c> imports.</summary>
    Onnx,
}
