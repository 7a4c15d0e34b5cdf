using Verdict.Models;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Onnx;
using Verdict.SparkNlp.Archives.TensorFlow;
using Verdict.SparkNlp.Archives.Zip;
using Verdict.Weights;

namespace Verdict.SparkNlp.Archives;

/// <summary>Reads a saved BertForSequenceClassification: vocabulary, labels, and the model of whichever engine saved it.</summary>
internal static class ClassifierReader
{
    private const string TensorFlowFile = "bert_classification_tensorflow";
    private const string OnnxFile = "bert_classification_onnx";
    private const string OpenVinoFile = "bert_classification_openvino";

    /// <summary>Reads the stage.</summary>
    public static ClassifierArchive Read(ArchiveFolder stage, StageMetadata metadata)
    {
        List<(string Key, int Value)> pieces = FeatureReader.ReadMap<int>(stage, "vocabulary");
        string[] vocabulary = ById(pieces, stage.PathOf("fields/vocabulary"), gaps: true);
        string[] labels = ById(FeatureReader.ReadMap<int>(stage, "labels"), stage.PathOf("fields/labels"), gaps: false);
        (BertConfiguration configuration, ParameterSet parameters) = ReadModel(stage, metadata);
        (string path, string prefix) = (Path.GetFullPath(stage.Tree.Description), stage.Prefix);
        try
        {
            return new ClassifierArchive(configuration, parameters, vocabulary, labels) { ReadAgain = () => ReadAgain(path, prefix, metadata) };
        }
        catch
        {
            parameters.Dispose();
            throw;
        }
    }

    private static ClassifierArchive ReadAgain(string path, string prefix, StageMetadata metadata)
    {
        using FileTree tree = FileTree.Open(path);
        return Read(new ArchiveFolder(tree, prefix), metadata);
    }

    private static (BertConfiguration Configuration, ParameterSet Parameters) ReadModel(ArchiveFolder stage, StageMetadata metadata)
    {
        bool onnx = stage.Has(OnnxFile) && (metadata.Params.Text("engine") == "onnx" || !stage.Has(TensorFlowFile));
        if (!onnx && !stage.Has(TensorFlowFile))
        {
            throw new VerdictFormatException(stage.Path, null, stage.Has(OpenVinoFile)
                ? $"the model is for the engine OpenVINO ({OpenVinoFile}), which is not read. Save it with the engine tensorflow or onnx."
                : $"there is neither {TensorFlowFile} nor {OnnxFile}, one of which holds the weights. The archive is incomplete; download or save it again.");
        }

        if (onnx)
            return ReadOnnx(stage);
        return TensorFlowBert.Read(OpenZip(stage, TensorFlowFile), "variables", ReadOutput(stage));
    }

    /// <summary>The zip holds the graph, called <c>model.onnx</c> or like the zip itself; tensors beyond 2 GB lie beside it, or beside the zip.</summary>
    private static (BertConfiguration Configuration, ParameterSet Parameters) ReadOnnx(ArchiveFolder stage)
    {
        ZipTree zip = OpenZip(stage, OnnxFile);
        try
        {
            string[] names = [.. zip.Names.Where(n => !n.Contains('/', StringComparison.Ordinal) && !n.StartsWith('.'))];
            string model = names.FirstOrDefault(n => n.EndsWith(".onnx", StringComparison.Ordinal)) ?? names.FirstOrDefault(n => !n.EndsWith("_data", StringComparison.Ordinal))
                ?? throw new VerdictFormatException(zip.Description, null, "the zip holds no file, but a model is expected.");
            Blob graph = zip.Open(model, "the file went away while it was read.");
            // Nothing else is in it: let go of the packed bytes before the weights are turned.
            if (names.Length == 1)
                zip.Dispose();
            return OnnxBert.Read(graph, name => zip.Has(name)
                ? zip.Open(name, string.Empty)
                : stage.Open(name, "the file is missing: the ONNX model keeps its weights there."));
        }
        finally
        {
            zip.Dispose();
        }
    }

    private static ZipTree OpenZip(ArchiveFolder stage, string name)
    {
        using Blob blob = stage.Open(name, "the file went away while it was read.");
        return ZipTree.Open(blob, readOnce: true);
    }

    /// <summary>The tensor of the logits, from the feature <c>signatures</c>; archives without it have TensorFlow's usual names.</summary>
    private static string? ReadOutput(ArchiveFolder stage) => FeatureReader.Has(stage, "signatures")
        ? FeatureReader.ReadMap<string>(stage, "signatures").Where(s => s.Key is "logits" or "logits:0").Select(s => s.Value).FirstOrDefault()
        : null;

    /// <summary>Names in the order of their ids.</summary>
    internal static string[] ById(List<(string Key, int Value)> pairs, string path, bool gaps)
    {
        int count = pairs.Count == 0 ? 0 : pairs.Max(p => p.Value) + 1;
        if (count <= 0 || count > 2 * pairs.Count + 1000)
            throw new VerdictFormatException(path, null, $"{pairs.Count:N0} entries are numbered up to {count - 1:N0}: the numbers are no ids.");
        var byId = new string?[count];
        foreach ((string key, int id) in pairs)
        {
            if (id < 0 || byId[id] is not null)
                throw new VerdictFormatException(path, key, id < 0 ? $"its id is {id}." : $"'{byId[id]}' has the same id {id}.");
            byId[id] = key;
        }

        int missing = Array.IndexOf(byId, null);
        return missing < 0 || gaps ? [.. byId.Select(t => t ?? string.Empty)] : throw new VerdictFormatException(path, null, $"no entry has the id {missing}.");
    }
}
