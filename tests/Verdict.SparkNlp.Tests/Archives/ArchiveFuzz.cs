using System.IO.Compression;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Java;
using Verdict.SparkNlp.Archives.Onnx;
using Verdict.SparkNlp.Archives.Parquet;
using Verdict.SparkNlp.Archives.TensorFlow;
using Verdict.SparkNlp.Archives.Zip;
using Verdict.SparkNlp.Tests.Archives.TensorFlow;
using Verdict.SparkNlp.Tests.Archives.Zip;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>
/// Genuine files with bytes changed, cut out, doubled and put in at random: every reader answers with a model or with a VerdictFormatException,
/// within a second and 64 MB, and with nothing else. 5,000 inputs a reader, or as many as <c>VERDICT_FUZZ</c> says.
/// </summary>
public class ArchiveFuzz
{
    [Fact]
    public void Zips() => Damage.Fuzz(
        HostileZipTests.Make(("metadata/part-00000", new byte[300], CompressionLevel.Optimal), ("b", [1, 2, 3], CompressionLevel.NoCompression), ("c/d", new byte[10], CompressionLevel.Optimal)),
        bytes =>
        {
            using Blob blob = Blob.OfBytes("fuzz.zip", bytes);
            using ZipTree tree = ZipTree.Open(blob);
            foreach (string name in tree.Names.ToArray())
                tree.Open(name, "missing").Dispose();
        });

    [Fact]
    public void Metadata() => Damage.Fuzz(File.ReadAllBytes(GoldenArchives.PathOf("5.5.3-tokenizer", "metadata", "part-00000")), bytes =>
    {
        using var tree = new MemoryTree(new() { ["metadata/part-00000"] = bytes });
        var metadata = StageMetadata.Read(new ArchiveFolder(tree, string.Empty));
        _ = (metadata.Params.Texts("exceptions"), metadata.Params.Integer("minLength"), metadata.Params.Flag("caseSensitiveExceptions"), metadata.Params.Text("outputCol"));
    });

    [Fact]
    public void Sequence_files_and_java_streams() => Damage.Fuzz(File.ReadAllBytes(GoldenArchives.PathOf("5.5.3-onnx", "fields", "labels", "part-00000")), bytes =>
    {
        using var tree = new MemoryTree(new() { ["fields/labels/part-00000"] = bytes });
        FeatureReader.ReadMap<int>(new ArchiveFolder(tree, string.Empty), "labels");
    });

    [Fact]
    public void Rules() => Damage.Fuzz(File.ReadAllBytes(GoldenArchives.PathOf("5.5.3-tokenizer", "fields", "rules", "part-00000"))[107..], bytes =>
    {
        if (JavaStreamReader.Read("fuzz", null, bytes) is JavaArray { Elements: [JavaObject factory, ..] })
            TokenizerRules.RulesOf(factory, "fuzz");
    });

    [Fact]
    public void Parquet_features()
    {
        string folder = GoldenArchives.PathOf("5.5.3-three-labels-parquet", "fields", "labels");
        Damage.Fuzz(File.ReadAllBytes(Directory.GetFiles(folder, "*.parquet")[0]), bytes =>
        {
            using Blob blob = Blob.OfBytes("fuzz.parquet", bytes);
            ParquetFeatureReader.ReadMap(blob, new List<(string Key, int Value)>(), 1000);
        });
    }

    [Fact]
    public void Bundle_indexes() => Damage.Fuzz(TinyTensorFlow.Model().Files()["variables.index"], bytes =>
    {
        using Blob blob = Blob.OfBytes("fuzz.index", Sign(bytes));
        BundleIndex.Read(blob);
    });

    [Fact]
    public void Bundles()
    {
        Dictionary<string, byte[]> files = TinyTensorFlow.Model().Files();
        Damage.Fuzz(files["variables.index"], bytes => TensorFlowBert.Read(new MemoryTree(new(files) { ["variables.index"] = Sign(bytes) }), "variables", null).Parameters.Dispose());
    }

    [Fact]
    public void Tensorflow_graphs()
    {
        Dictionary<string, byte[]> files = TinyTensorFlow.Model().Files();
        Damage.Fuzz(files["saved_model.pb"], bytes => TensorFlowBert.Read(new MemoryTree(new(files) { ["saved_model.pb"] = bytes }), "variables", null).Parameters.Dispose());
    }

    [Fact]
    public void Onnx_graphs()
    {
        using ClassifierArchive tiny = TinyBert.Classifier();
        using var model = new MemoryStream();
        OnnxWriter.Write(model, tiny);
        Damage.Fuzz(model.ToArray(), bytes =>
        {
            (Verdict.Models.BertConfiguration configuration, Verdict.Weights.ParameterSet parameters) = OnnxBert.Read(
                Blob.OfBytes("fuzz.onnx", bytes), name => throw new VerdictFormatException(name, null, "missing"));
            using (parameters)
                Verdict.Models.BertParameters.Read(parameters, configuration);
        });
    }

    [Fact]
    public void Onnx_graphs_with_weights_beside_them()
    {
        using var folder = new TemporaryFolder();
        using ClassifierArchive tiny = TinyBert.Classifier();
        OnnxWriter.WriteFiles(folder[[]], "model.onnx", tiny, largestFile: 1);
        byte[] data = File.ReadAllBytes(folder["model.onnx_data"]);
        Damage.Fuzz(File.ReadAllBytes(folder["model.onnx"]), bytes => OnnxBert.Read(
            Blob.OfBytes("fuzz.onnx", bytes), name => name == "model.onnx_data" ? Blob.OfBytes(name, data) : throw new VerdictFormatException(name, null, "missing")).Parameters.Dispose());
    }

    /// <summary>Makes the CRC of the first block right again where its end is still known, so that changes reach what lies behind the check.</summary>
    private static byte[] Sign(byte[] table)
    {
        byte[] mark = [.. "_CHECKPOINTABLE_OBJECT_GRAPH"u8];
        int length = TinyLength;
        if (table.Length < length + 5 || table.AsSpan().IndexOf(mark) < 0)
            return table;
        byte[] signed = [.. table];
        BitConverter.GetBytes(Crc32C.Masked(signed.AsSpan(0, length + 1))).CopyTo(signed, length + 1);
        return signed;
    }

    /// <summary>The length of the first block of the tiny model's index: the second begins with an empty block of eight bytes and its five.</summary>
    private static int TinyLength { get; } = FindLength();

    private static int FindLength()
    {
        byte[] table = TinyTensorFlow.Model().Files()["variables.index"];
        for (int length = 8; length < table.Length - 5; length++)
        {
            if (table[length] == 0 && BitConverter.ToUInt32(table, length + 1) == Crc32C.Masked(table.AsSpan(0, length + 1)))
                return length;
        }

        throw new InvalidOperationException("The tiny model's index has no first block.");
    }
}
