using System.IO.Compression;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Tests.Archives.TensorFlow;
using Verdict.SparkNlp.Tests.Archives.Zip;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Archives of <see cref="TinyBert"/> in every form, as files in memory by their paths.</summary>
internal static class TinyArchives
{
    private static StageArchive Stage() =>
        new(StageMetadata.Create(StageClasses.Classifier, "BERT_FOR_SEQUENCE_CLASSIFICATION_0123456789ab", """{"inputCols":["token","document"],"outputCol":"class"}"""), TinyBert.Classifier());

    /// <summary>A classifier of the engine onnx.</summary>
    public static Dictionary<string, byte[]> Onnx()
    {
        using StageArchive stage = Stage();
        return Written(folder => ArchiveWriter.WriteSpark(stage, folder));
    }

    /// <summary>A classifier of the engine tensorflow.</summary>
    public static Dictionary<string, byte[]> TensorFlow()
    {
        Dictionary<string, byte[]> files = Onnx();
        files.Remove("bert_classification_onnx");
        files["metadata/part-00000"] = StageMetadata.Create(StageClasses.Classifier, "BERT_FOR_SEQUENCE_CLASSIFICATION_0123456789ab", """{"engine":"tensorflow"}""").ToLine();
        files["bert_classification_tensorflow"] = Zip(TinyTensorFlow.Model().Files());
        foreach ((string name, byte[] bytes) in Written(folder => FeatureWriter.WriteMap(folder, "signatures", [("logits", "StatefulPartitionedCall:0"), ("input_ids", "serving_default_input_ids:0")])))
            files[name] = bytes;
        return files;
    }

    /// <summary>A pipeline of the model card's three stages.</summary>
    public static Dictionary<string, byte[]> Pipeline()
    {
        using StageArchive classifier = Stage();
        var assembler = new StageArchive(StageMetadata.Create(StageClasses.DocumentAssembler, "DocumentAssembler_0123456789ab", """{"inputCol":"text"}"""));
        var tokenizer = new StageArchive(StageMetadata.Create(StageClasses.TokenizerModel, "REGEX_TOKENIZER_0123456789ab", """{"exceptions":["a b"]}"""), [TokenizerRules.Default]);
        string set = $$"""{"stageUids":["{{assembler.Uid}}","{{tokenizer.Uid}}","{{classifier.Uid}}"]}""";
        using var pipeline = new PipelineArchive(StageMetadata.Create(StageClasses.PipelineModel, "PipelineModel_0123456789ab", set), [assembler, tokenizer, classifier]);
        return Written(folder => ArchiveWriter.WriteSpark(pipeline, folder));
    }

    /// <summary>The outer message of a SavedModel: 1 its version, 2 a graph {2 the graph's definition}.</summary>
    public static Dictionary<string, byte[]> SavedModel()
    {
        Dictionary<string, byte[]> files = TinyTensorFlow.Model().Files();
        var meta = new Verdict.SparkNlp.Archives.Protobuf.ProtoWriter().Bytes(2, files["saved_model.pb"]);
        return new()
        {
            ["saved_model.pb"] = new Verdict.SparkNlp.Archives.Protobuf.ProtoWriter().Number(1, 1).Message(2, meta).Written.ToArray(),
            ["variables/variables.index"] = files["variables.index"],
            ["variables/variables.data-00000-of-00001"] = files["variables.data-00000-of-00001"],
            ["assets/vocab.txt"] = ArchiveWriter.Lines(TinyBert.Vocabulary),
            ["assets/labels.txt"] = ArchiveWriter.Lines(["neg", "pos"]),
        };
    }

    /// <summary>An ONNX export with its assets.</summary>
    public static Dictionary<string, byte[]> OnnxExport()
    {
        using StageArchive stage = Stage();
        return Written(folder => ArchiveWriter.WriteOnnx(stage, folder));
    }

    private static Dictionary<string, byte[]> Written(Action<string> write)
    {
        using var folder = new TemporaryFolder();
        write(folder["made"]);
        return Directory.GetFiles(folder["made"], "*", SearchOption.AllDirectories)
            .ToDictionary(f => Path.GetRelativePath(folder["made"], f).Replace('\\', '/'), File.ReadAllBytes);
    }

    public static byte[] Zip(Dictionary<string, byte[]> files) => HostileZipTests.Make([.. files.Select(f => (f.Key, f.Value, CompressionLevel.NoCompression))]);

    public static Dictionary<string, byte[]> Unzip(byte[] zip)
    {
        using var archive = new ZipArchive(new MemoryStream(zip));
        return archive.Entries.ToDictionary(e => e.FullName, e =>
        {
            using Stream stream = e.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return bytes.ToArray();
        });
    }
}
