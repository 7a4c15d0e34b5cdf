using System.Text.Json;
using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp;

/// <summary>
/// Turns any model that can be read into any form that can be written. Readable are Spark NLP archives of classifiers and pipelines (folders and zips; engines
/// TensorFlow and ONNX), the SavedModel and ONNX exports that Spark NLP imports, and Hugging Face folders. Safe from many threads.
/// </summary>
public static class ModelConverter
{
    /// <summary>Reads a model and writes it; the target appears whole or not at all.</summary>
    /// <param name="source">The model: a folder, or a zip of a Spark NLP archive.</param>
    /// <param name="target">The folder to make.</param>
    /// <param name="format">What to make of it.</param>
    /// <param name="overwrite">Whether a folder that is there already is replaced; else it is an error. Default: false.</param>
    /// <exception cref="VerdictFormatException"><paramref name="source"/> is damaged, of a kind that is not supported, or holds no classifier or several.</exception>
    /// <exception cref="IOException"><paramref name="target"/> is there already or cannot be written.</exception>
    /// <exception cref="NotSupportedException">The model is larger than a Spark NLP archive may be.</exception>
    public static void Convert(string source, string target, ModelFormat format, bool overwrite = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(target);
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
        using SavedArchive archive = ArchiveReader.Open(source);
        switch (format)
        {
            case ModelFormat.HuggingFace:
                ArchiveWriter.WriteHuggingFace(FindClassifier(archive, source), target, overwrite);
                break;
            case ModelFormat.Onnx:
                ArchiveWriter.WriteOnnx(FindClassifier(archive, source), target, overwrite);
                break;
            case ModelFormat.SparkNlp:
                ArchiveWriter.WriteSpark(FindClassifier(archive, source), target, overwrite);
                break;
            default:
                ArchiveWriter.WriteSpark(archive is PipelineArchive ? archive : MakePipeline(FindClassifier(archive, source)), target, overwrite);
                break;
        }
    }

    private static StageArchive FindClassifier(SavedArchive archive, string source)
    {
        List<StageArchive> found = [.. Stages(archive).Where(s => s.Classifier is not null)];
        return found.Count == 1
            ? found[0]
            : throw new VerdictFormatException(source, null, $"holds {found.Count} BertForSequenceClassification; exactly one is needed to convert it.");
    }

    private static IEnumerable<StageArchive> Stages(SavedArchive archive) => archive switch
    {
        PipelineArchive pipeline => pipeline.Stages.SelectMany(Stages),
        StageArchive stage => [stage],
        _ => [],
    };

    /// <summary>The model card's pipeline, with the columns that the classifier asks for.</summary>
    private static PipelineArchive MakePipeline(StageArchive classifier)
    {
        IReadOnlyList<string> inputs = classifier.Params.Texts("inputCols") ?? ["token", "document"];
        string token = inputs.FirstOrDefault(i => i.Contains("token", StringComparison.OrdinalIgnoreCase)) ?? inputs[0];
        string document = inputs.FirstOrDefault(i => i != token) ?? "document";
        var assembler = new StageArchive(StageMetadata.Create(
            StageClasses.DocumentAssembler, StageMetadata.NewUid("DocumentAssembler"), $$"""{"inputCol":"text","outputCol":{{Quote(document)}},"cleanupMode":"disabled"}"""));
        var tokenizer = new StageArchive(
            StageMetadata.Create(StageClasses.TokenizerModel, StageMetadata.NewUid("REGEX_TOKENIZER"), $$"""{"inputCols":[{{Quote(document)}}],"outputCol":{{Quote(token)}}}"""),
            [TokenizerRules.Default]);
        StageArchive[] stages = [assembler, tokenizer, classifier];
        string uids = string.Join(',', stages.Select(s => Quote(s.Uid)));
        return new PipelineArchive(StageMetadata.Create(StageClasses.PipelineModel, StageMetadata.NewUid("PipelineModel"), $$"""{"stageUids":[{{uids}}]}"""), stages);
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
