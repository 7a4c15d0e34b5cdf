using System.IO.Compression;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Zip;
using Verdict.SparkNlp.Tests.Archives.TensorFlow;
using Verdict.SparkNlp.Tests.Archives.Zip;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Archives of a tiny model in every form, damaged as a whole or in one of their files, read from memory.</summary>
public sealed class WholeArchiveFuzz : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Zips() => Damage.Fuzz(Zip(Onnx()), bytes =>
    {
        using Blob blob = Blob.OfBytes("fuzz.zip", bytes);
        using ZipTree tree = ZipTree.Open(blob);
        ArchiveReader.Read(tree).Dispose();
    });

    [Fact]
    public void Classifiers_of_the_engine_onnx() => FuzzFiles(Onnx());

    [Fact]
    public void Classifiers_of_the_engine_tensorflow() => FuzzFiles(TensorFlow());

    [Fact]
    public void Pipelines() => FuzzFiles(Pipeline());

    [Fact]
    public void Exports_to_onnx()
    {
        using var stage = Stage();
        ArchiveWriter.WriteOnnx(stage, _folder["export"]);
        FuzzFiles(Load(_folder["export"]));
    }

    [Fact]
    public void Exports_of_tensorflow() => FuzzFiles(SavedModel());

    /// <summary>Changes one file of an archive; where it is a zip, one of the files in it, so that its checksums are right and the change is met further in.</summary>
    private static void FuzzFiles(Dictionary<string, byte[]> genuine)
    {
        string[] names = [.. genuine.Keys.Where(n => genuine[n].Length > 0).Order(StringComparer.Ordinal)];
        Dictionary<string, Dictionary<string, byte[]>> blobs = names.Where(n => n.Contains("bert_classification_", StringComparison.Ordinal)).ToDictionary(n => n, n => Unzip(genuine[n]));
        Read(genuine);
        Damage.Fuzz(
            random =>
            {
                string name = names[random.Next(names.Length)];
                var files = new Dictionary<string, byte[]>(genuine);
                if (random.Next(20) == 0)
                {
                    files.Remove(name);
                }
                else if (blobs.TryGetValue(name, out Dictionary<string, byte[]>? blob) && random.Next(4) > 0)
                {
                    string inside = blob.Keys.ElementAt(random.Next(blob.Count));
                    files[name] = Zip(new(blob) { [inside] = Damage.Change(blob[inside], random) });
                }
                else
                {
                    files[name] = Damage.Change(files[name], random);
                }

                return files;
            },
            Read,
            files => string.Join('\n', files.Where(f => !genuine[f.Key].AsSpan().SequenceEqual(f.Value)).Select(f => $"{f.Key}: {Convert.ToBase64String(f.Value)}")));
    }

    private static void Read(Dictionary<string, byte[]> files)
    {
        using var tree = new MemoryTree(files);
        ArchiveReader.Read(tree).Dispose();
    }

    private static StageArchive Stage() =>
        new(StageMetadata.Create(StageClasses.Classifier, "BERT_FOR_SEQUENCE_CLASSIFICATION_0123456789ab", """{"inputCols":["token","document"],"outputCol":"class"}"""), TinyBert.Classifier());

    private Dictionary<string, byte[]> Onnx()
    {
        using StageArchive stage = Stage();
        ArchiveWriter.WriteSpark(stage, _folder["onnx"]);
        return Load(_folder["onnx"]);
    }

    private Dictionary<string, byte[]> TensorFlow()
    {
        Dictionary<string, byte[]> files = Onnx();
        files.Remove("bert_classification_onnx");
        files["metadata/part-00000"] = StageMetadata.Create(StageClasses.Classifier, "BERT_FOR_SEQUENCE_CLASSIFICATION_0123456789ab", """{"engine":"tensorflow"}""").ToLine();
        files["bert_classification_tensorflow"] = Zip(TinyTensorFlow.Model().Files());
        FeatureWriter.WriteMap(_folder["signatures"], "signatures", [("logits", "StatefulPartitionedCall:0"), ("input_ids", "serving_default_input_ids:0")]);
        foreach ((string name, byte[] bytes) in Load(_folder["signatures"]))
            files[name] = bytes;
        return files;
    }

    private Dictionary<string, byte[]> Pipeline()
    {
        using StageArchive classifier = Stage();
        var assembler = new StageArchive(StageMetadata.Create(StageClasses.DocumentAssembler, "DocumentAssembler_0123456789ab", """{"inputCol":"text"}"""));
        var tokenizer = new StageArchive(StageMetadata.Create(StageClasses.TokenizerModel, "REGEX_TOKENIZER_0123456789ab", """{"exceptions":["a b"]}"""), [TokenizerRules.Default]);
        string set = $$"""{"stageUids":["{{assembler.Uid}}","{{tokenizer.Uid}}","{{classifier.Uid}}"]}""";
        using var pipeline = new PipelineArchive(StageMetadata.Create(StageClasses.PipelineModel, "PipelineModel_0123456789ab", set), [assembler, tokenizer, classifier]);
        ArchiveWriter.WriteSpark(pipeline, _folder["pipeline"]);
        return Load(_folder["pipeline"]);
    }

    /// <summary>The outer message of a SavedModel: 1 its version, 2 a graph {2 the graph's definition}.</summary>
    private static Dictionary<string, byte[]> SavedModel()
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

    private static Dictionary<string, byte[]> Load(string folder) => Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(folder, f).Replace('\\', '/'), File.ReadAllBytes);

    private static byte[] Zip(Dictionary<string, byte[]> files) => HostileZipTests.Make([.. files.Select(f => (f.Key, f.Value, CompressionLevel.NoCompression))]);

    private static Dictionary<string, byte[]> Unzip(byte[] zip)
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
