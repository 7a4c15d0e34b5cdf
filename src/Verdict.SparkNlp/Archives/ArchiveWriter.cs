using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Verdict.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.HuggingFace;
using Verdict.SparkNlp.Archives.Onnx;

namespace Verdict.SparkNlp.Archives;

/// <summary>
/// Writes stages, pipelines and models. Each folder appears whole or not at all. Spark NLP's folders are for 5.5.3 and later: classifiers with the
/// engine onnx, tokenizers with that release's classes; no checksum files, which a later change would make wrong.
/// </summary>
internal static class ArchiveWriter
{
    private const string OnnxEntry = "model.onnx";

    /// <summary>Writes a stage or a pipeline as Spark NLP saves it.</summary>
    /// <param name="archive">What to write.</param>
    /// <param name="path">The folder to make.</param>
    /// <param name="overwrite">Whether a folder that is there already is replaced; else it is an error.</param>
    /// <exception cref="IOException">The folder is there already, or cannot be written.</exception>
    /// <exception cref="NotSupportedException">The model is too large for a Spark NLP archive.</exception>
    public static void WriteSpark(SavedArchive archive, string path, bool overwrite = false) =>
        AtomicFolder.Write(path, overwrite, folder => Write(archive, folder));

    /// <summary>Writes a model as <c>model.onnx</c> with <c>assets/vocab.txt</c> and <c>assets/labels.txt</c>, which Spark NLP's <c>loadSavedModel</c> imports.</summary>
    /// <inheritdoc cref="WriteSpark"/>
    public static void WriteOnnx(StageArchive archive, string path, bool overwrite = false)
    {
        ClassifierArchive classifier = ClassifierOf(archive);
        AtomicFolder.Write(path, overwrite, folder =>
        {
            OnnxWriter.WriteFiles(folder, OnnxEntry, classifier);
            AtomicFolder.WriteFile(Path.Combine(folder, "assets", "vocab.txt"), Lines(classifier.Vocabulary));
            AtomicFolder.WriteFile(Path.Combine(folder, "assets", "labels.txt"), Lines(classifier.Labels));
        });
    }

    /// <summary>Writes a model as a Hugging Face folder: <c>config.json</c>, <c>model.safetensors</c> and the tokenizer's files.</summary>
    /// <inheritdoc cref="WriteSpark"/>
    public static void WriteHuggingFace(StageArchive archive, string path, bool overwrite = false)
    {
        ClassifierArchive classifier = ClassifierOf(archive);
        bool lowerCase = archive.Params.Flag("caseSensitive") == false;
        bool multiLabel = archive.Params.Flag("multilabel") == true || archive.Params.Text("activation") == "sigmoid";
        AtomicFolder.Write(path, overwrite, folder => HuggingFaceWriter.Write(folder, classifier, lowerCase, multiLabel));
    }

    internal static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));

    private static ClassifierArchive ClassifierOf(StageArchive archive) =>
        archive.Classifier ?? throw new ArgumentException($"'{archive.Uid}' is no classifier but a {archive.ClassName}; only a classifier holds a model.", nameof(archive));

    private static void Write(SavedArchive archive, string folder)
    {
        if (archive is PipelineArchive pipeline)
        {
            ForRelease(pipeline.Metadata).Write(folder);
            int digits = pipeline.Stages.Count.ToString(CultureInfo.InvariantCulture).Length;
            for (int i = 0; i < pipeline.Stages.Count; i++)
            {
                string index = i.ToString("D" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
                Write(pipeline.Stages[i], Path.Combine(folder, "stages", $"{index}_{pipeline.Stages[i].Uid}"));
            }

            return;
        }

        var stage = (StageArchive)archive;
        StageMetadata metadata = ForRelease(stage.Metadata);
        if (stage.Classifier is not null && metadata.Params.Text("engine") != "onnx")
            metadata = WithEngine(metadata);
        metadata.Write(folder);
        if (stage.Rules is { } rules)
            FeatureWriter.WriteArray(folder, "rules", TokenizerRules.Write(rules));
        if (stage.Classifier is { } classifier)
            WriteClassifier(folder, classifier);
    }

    private static void WriteClassifier(string folder, ClassifierArchive classifier)
    {
        // An id that no piece has is empty in the vocabulary, and missing in the map.
        FeatureWriter.WriteMap(folder, "vocabulary", ToPairs(classifier.Vocabulary).FindAll(p => p.Key.Length > 0));
        FeatureWriter.WriteMap(folder, "labels", ToPairs(classifier.Labels));
        AtomicFolder.WriteFile(Path.Combine(folder, "bert_classification_onnx"), stream =>
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            ZipArchiveEntry entry = zip.CreateEntry(OnnxEntry, CompressionLevel.NoCompression);
            // Without a clock in it, the same model is the same bytes.
            entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
            using Stream model = entry.Open();
            OnnxWriter.Write(model, classifier);
        });
    }

    private static List<(string Key, int Value)> ToPairs(IReadOnlyList<string> names) => [.. names.Select((name, id) => (name, id))];

    /// <summary>
    /// The params that Spark NLP 5.5.3's class has: one that it does not know would make it refuse the stage. Where an older release's defaults lack one, it is added.
    /// </summary>
    private static StageMetadata ForRelease(StageMetadata metadata)
    {
        IReadOnlyList<string> others = StageDefaults.WithoutDefault(metadata.ClassName);
        if (others.Count == 0)
            return metadata;
        StageParams known = StageMetadata.Create(metadata.ClassName, metadata.Uid, "{}").Params;
        bool Knows(string name) => others.Contains(name) || known.Defaults.ContainsKey(name);
        IEnumerable<KeyValuePair<string, JsonElement>> defaults =
            [.. metadata.Params.Defaults.Where(d => Knows(d.Key)), .. known.Defaults.Where(d => !metadata.Params.Defaults.ContainsKey(d.Key))];
        return metadata with { Params = new StageParams(metadata.Uid, metadata.Params.Set.Where(s => Knows(s.Key)), defaults) };
    }

    private static StageMetadata WithEngine(StageMetadata metadata)
    {
        using JsonDocument engine = JsonDocument.Parse("\"onnx\"");
        var set = new OrderedDictionary<string, JsonElement>(metadata.Params.Set, StringComparer.Ordinal) { ["engine"] = engine.RootElement.Clone() };
        // Bytes of TensorFlow's session configuration mean nothing to ONNX Runtime.
        set.Remove("configProtoBytes");
        return metadata with { Params = new StageParams(metadata.Uid, set, metadata.Params.Defaults) };
    }
}
