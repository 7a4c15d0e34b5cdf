using System.Text;
using System.Text.Json;
using Verdict.Files;
using Verdict.Models;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Onnx;
using Verdict.SparkNlp.Archives.TensorFlow;
using Verdict.Weights;

namespace Verdict.SparkNlp.Archives;

/// <summary>
/// Reads what <c>loadSavedModel</c> imports: a folder with <c>saved_model.pb</c> or <c>model.onnx</c> and <c>assets/{vocab,labels}.txt</c>, an id a line;
/// and the Hugging Face folder that such an export comes from. Each becomes a classifier with Spark NLP's defaults.
/// </summary>
internal static class ExportReader
{
    private const int LargestText = 64 << 20;
    private const string OnnxFile = "model.onnx";

    /// <summary>Whether a folder looks like an export.</summary>
    public static bool IsIn(ArchiveFolder folder) => folder.Has("saved_model.pb") || folder.Has(OnnxFile) || folder.Has("config.json");

    /// <summary>Reads it; takes over the tree.</summary>
    public static StageArchive Read(ArchiveFolder folder)
    {
        if (!folder.Has("saved_model.pb") && !folder.Has(OnnxFile))
            return ReadHuggingFace(folder);
        string[] vocabulary = ReadLines(folder, "assets/vocab.txt");
        string[] labels = ReadLines(folder, "assets/labels.txt");
        (string path, string prefix) = (Path.GetFullPath(folder.Tree.Description), folder.Prefix);
        bool onnx = folder.Has(OnnxFile);
        (BertConfiguration configuration, ParameterSet parameters) = onnx
            ? OnnxBert.Read(folder.Open(OnnxFile, string.Empty), name => folder.Open(name, "the file is missing: the ONNX model keeps its weights there."))
            : TensorFlowBert.Read(folder.Tree, folder.Prefix + "variables/variables", null);
        return Create(configuration, parameters, vocabulary, labels, """{"outputCol":"class","inputCols":["token","document"]}""", () => ReadAgain(path, prefix));
    }

    private static ClassifierArchive ReadAgain(string path, string prefix)
    {
        using FileTree tree = FileTree.Open(path);
        return Read(new ArchiveFolder(tree, prefix)).Classifier!;
    }

    private static StageArchive ReadHuggingFace(ArchiveFolder folder)
    {
        if (folder.Tree is not FolderTree)
            throw new VerdictFormatException(folder.Path, null, "is a zip of a Hugging Face folder, which is read unpacked only. Unpack it and give the folder.");
        var files = ModelFiles.FromFolder(folder.Path);
        try
        {
            var config = HuggingFaceConfig.Read(files);
            var configuration = BertConfiguration.Read(config);
            ParameterSet set = SafetensorsReader.Read(files);
            bool caseSensitive = true;
            if (files.Has("tokenizer_config.json"))
                caseSensitive = !HuggingFaceConfig.Read(files, "tokenizer_config.json").Flag("do_lower_case");
            string sigmoid = config.Text("problem_type") == "multi_label_classification" ? ""","activation":"sigmoid","multilabel":true""" : string.Empty;
            string setParams = $$"""{"outputCol":"class","caseSensitive":{{(caseSensitive ? "true" : "false")}},"inputCols":["token","document"]{{sigmoid}}}""";
            return Create(configuration, new ParameterSet(set.Description, set.Tensors, files), ReadVocabulary(folder, files), BertConfiguration.ReadLabels(config), setParams);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static StageArchive Create(BertConfiguration configuration, ParameterSet parameters, IReadOnlyList<string> vocabulary, IReadOnlyList<string> labels, string set, Func<ClassifierArchive>? readAgain = null)
    {
        try
        {
            var metadata = StageMetadata.Create(StageClasses.Classifier, StageMetadata.NewUid("BERT_FOR_SEQUENCE_CLASSIFICATION"), set);
            return new StageArchive(metadata, new ClassifierArchive(configuration, parameters, vocabulary, labels) { ReadAgain = readAgain });
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    /// <summary>vocab.txt, or the WordPiece vocabulary inside tokenizer.json.</summary>
    private static string[] ReadVocabulary(ArchiveFolder folder, ModelFiles files)
    {
        if (folder.Has("vocab.txt"))
            return ReadLines(folder, "vocab.txt");
        string path = files.PathOf("tokenizer.json");
        using JsonDocument tokenizer = JsonFile.Parse(files.ReadText("tokenizer.json"), path);
        if (tokenizer.RootElement.ValueKind != JsonValueKind.Object || !tokenizer.RootElement.TryGetProperty("model", out JsonElement model) || model.ValueKind != JsonValueKind.Object
            || !model.TryGetProperty("vocab", out JsonElement vocab) || vocab.ValueKind != JsonValueKind.Object)
        {
            throw new VerdictFormatException(path, "model.vocab", "a WordPiece vocabulary is expected: an object from pieces to ids.");
        }

        return ClassifierReader.ById(
            [.. vocab.EnumerateObject().Select(p => (p.Name, p.Value.ValueKind == JsonValueKind.Number && p.Value.TryGetInt32(out int id) ? id : -1))], path, gaps: true);
    }

    private static string[] ReadLines(ArchiveFolder folder, string name)
    {
        using Blob file = folder.Open(name, "the file is missing: an export needs assets/vocab.txt and assets/labels.txt beside the model, a piece and a label a line.");
        string[] lines = Encoding.UTF8.GetString(file.All(LargestText).Span).Split('\n');
        int count = lines[^1].Length == 0 ? lines.Length - 1 : lines.Length;
        return [.. lines.Take(count).Select(l => l.TrimEnd('\r'))];
    }
}
