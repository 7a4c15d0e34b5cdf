using System.IO.Compression;
using System.Runtime.InteropServices;
using Verdict.Models;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Tests.Archives;
using Verdict.SparkNlp.Tests.Archives.TensorFlow;
using Verdict.Tensors;
using Verdict.Testing;
using Verdict.Weights;

namespace Verdict.SparkNlp.Tests.Running;

/// <summary>
/// Archives of one model with random weights and multilingual BERT's words in a temporary place: MiniLM, 6 × 384, large enough that weights outweigh the runtime.
/// What memory depends on is their shape and how they are packed.
/// </summary>
public sealed class RandomArchive : IDisposable
{
    private const int Layers = 6, Hidden = 384, Inner = 1536, Heads = 12;
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _numbers;

    public RandomArchive()
    {
        string[] vocabulary = File.ReadAllLines(Path.Combine(RepositoryPaths.Golden("mbert-ids"), "vocab.txt"));
        _numbers = Numbers((long)vocabulary.Length * Hidden * sizeof(float));
        var configuration = new BertConfiguration
        {
            VocabularySize = vocabulary.Length, HiddenSize = Hidden, LayerCount = Layers, HeadCount = Heads, IntermediateSize = Inner, MaxPositions = 512, TypeCount = 2,
            HiddenActivation = BertActivation.Gelu, LayerNormEpsilon = 1e-6f, LabelCount = 2,
        };
        Dictionary<string, StoredTensor> tensors = Tensors(vocabulary.Length).ToDictionary(t => t.Name);
        WeightBytes = tensors.Values.Sum(t => (long)t.Bytes.Length);
        WordTableBytes = (long)vocabulary.Length * Hidden * sizeof(float);
        using var stage = new StageArchive(
            StageMetadata.Create(StageClasses.Classifier, "BERT_FOR_SEQUENCE_CLASSIFICATION_0123456789ab", """{"inputCols":["token","document"],"outputCol":"class"}"""),
            new ClassifierArchive(configuration, new ParameterSet("random", tensors, null), vocabulary, ["neg", "pos"]));
        ArchiveWriter.WriteSpark(stage, _folder["onnx"]);
        ArchiveWriter.WriteSpark(stage, _folder["tensorflow"]);
        WriteTensorFlow(_folder["tensorflow"], tensors.Values);
        Repack(Path.Combine(_folder["onnx"], "bert_classification_onnx"), _folder["onnx-hub"]);
        foreach (string engine in (string[])["onnx", "tensorflow"])
            ZipFile.CreateFromDirectory(_folder[engine == "onnx" ? "onnx-hub" : engine], _folder[engine + ".zip"], CompressionLevel.Fastest, includeBaseDirectory: false);
        _numbers = [];
    }

    /// <summary>Bytes of all weights in F32.</summary>
    public long WeightBytes { get; }

    /// <summary>Bytes of the word table.</summary>
    public long WordTableBytes { get; }

    /// <summary>An archive: <c>onnx</c>, a folder in which nothing is compressed, as this library saves; <c>onnx.zip</c> and <c>tensorflow.zip</c>, compressed twice, as a hub has them.</summary>
    public string PathOf(string kind) => _folder[kind];

    public void Dispose() => _folder.Dispose();

    /// <summary>The folder of the uncompressed archive again, with its inner zip compressed.</summary>
    private static void Repack(string zip, string target)
    {
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(zip)!, "*", SearchOption.AllDirectories).Where(f => f != zip))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(Path.GetDirectoryName(zip)!, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        using ZipArchive from = ZipFile.OpenRead(zip);
        using ZipArchive to = ZipFile.Open(Path.Combine(target, Path.GetFileName(zip)), ZipArchiveMode.Create);
        foreach (ZipArchiveEntry entry in from.Entries)
        {
            using Stream source = entry.Open();
            using Stream copy = to.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
            source.CopyTo(copy);
        }
    }

    private static void WriteTensorFlow(string folder, IEnumerable<StoredTensor> tensors)
    {
        File.Delete(Path.Combine(folder, "bert_classification_onnx"));
        Directory.Delete(Path.Combine(folder, "metadata"), recursive: true);
        StageMetadata.Create(StageClasses.Classifier, "BERT_FOR_SEQUENCE_CLASSIFICATION_0123456789ab", """{"engine":"tensorflow"}""").Write(folder);
        FeatureWriter.WriteMap(folder, "signatures", [("logits", "StatefulPartitionedCall:0"), ("input_ids", "serving_default_input_ids:0")]);
        TinyTensorFlow model = TinyTensorFlow.Model(tensors: tensors);
        model.Nodes[1] = model.Nodes[1] with { Value = Heads };
        model.Nodes[2] = model.Nodes[2] with { Value = Hidden / Heads };
        using ZipArchive zip = ZipFile.Open(Path.Combine(folder, "bert_classification_tensorflow"), ZipArchiveMode.Create);
        foreach ((string name, byte[] bytes) in model.Files())
        {
            using Stream stream = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            stream.Write(bytes);
        }
    }

    /// <summary>A million random numbers, again and again.</summary>
    private static byte[] Numbers(long length)
    {
        float[] some = new float[(1 << 20) + 13];
        var random = new Random(1);
        for (int i = 0; i < some.Length; i++)
            some[i] = 0.05f * ((2 * random.NextSingle()) - 1);
        byte[] all = new byte[length];
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(some.AsSpan());
        for (int at = 0; at < all.Length; at += bytes.Length)
            bytes[..Math.Min(bytes.Length, all.Length - at)].CopyTo(all.AsSpan(at));
        return all;
    }

    private IEnumerable<StoredTensor> Tensors(int words)
    {
        yield return Tensor("bert.embeddings.word_embeddings.weight", words, Hidden);
        yield return Tensor("bert.embeddings.position_embeddings.weight", 512, Hidden);
        yield return Tensor("bert.embeddings.token_type_embeddings.weight", 2, Hidden);
        IEnumerable<(string Name, int Outputs, int Inputs)> linear = Enumerable.Range(0, Layers).Select(i => $"bert.encoder.layer.{i}.").SelectMany(l => new[]
        {
            (l + "attention.self.query", Hidden, Hidden), (l + "attention.self.key", Hidden, Hidden), (l + "attention.self.value", Hidden, Hidden),
            (l + "attention.output.dense", Hidden, Hidden), (l + "intermediate.dense", Inner, Hidden), (l + "output.dense", Hidden, Inner),
        });
        foreach ((string name, int outputs, int inputs) in linear.Append(("bert.pooler.dense", Hidden, Hidden)).Append(("classifier", 2, Hidden)))
        {
            yield return Tensor(name + ".weight", outputs, inputs);
            yield return Tensor(name + ".bias", outputs);
        }

        foreach (string name in Enumerable.Range(0, Layers).SelectMany(i => new[] { $"bert.encoder.layer.{i}.attention.output", $"bert.encoder.layer.{i}.output" }).Append("bert.embeddings"))
        {
            yield return Tensor(name + ".LayerNorm.weight", Hidden);
            yield return Tensor(name + ".LayerNorm.bias", Hidden);
        }
    }

    /// <summary>Each name begins at a place of its own in the random numbers, so that no two tensors are alike.</summary>
    private StoredTensor Tensor(string name, params int[] shape)
    {
        int length = shape.Aggregate(sizeof(float), (a, b) => a * b);
        long start = name.Aggregate(0L, (sum, c) => ((sum * 31) + c) % 1_000_003) * 64 % (_numbers.Length - length + sizeof(float)) / sizeof(float) * sizeof(float);
        return new StoredTensor(name, ElementType.F32, shape, _numbers.AsMemory((int)start, length));
    }
}
