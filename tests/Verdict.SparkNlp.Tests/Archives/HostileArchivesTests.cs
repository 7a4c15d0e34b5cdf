using System.Buffers.Binary;
using System.IO.Compression;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Protobuf;
using Verdict.SparkNlp.Tests.Archives.TensorFlow;
using Verdict.SparkNlp.Tests.Archives.Zip;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>One whole archive of each kind of attack, opened as a user would: a clear error within a second of the processor and 64 MB, native memory included.</summary>
public sealed class HostileArchivesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _expected = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_is_refused_in_time_and_memory()
    {
        Directory.CreateDirectory(_folder["hostile"]);
        File.WriteAllBytes(_folder["genuine.zip"], TinyArchives.Zip(TinyArchives.TensorFlow()));
        Zips();
        Features();
        Graphs();
        Dictionary<string, (double Milliseconds, long Kilobytes, string Error)> results = await HostileProcess.OpenAllAsync(_folder["hostile"], _folder["genuine.zip"]);
        Assert.Equal(_expected.Keys.Order(StringComparer.Ordinal), results.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, (double milliseconds, long kilobytes, string error)) in results)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {milliseconds:F0} ms of the processor, {kilobytes:N0} KB");
            Assert.StartsWith(nameof(VerdictFormatException), error, StringComparison.Ordinal);
            Assert.Contains(_expected[name], error, StringComparison.Ordinal);
            Assert.True(milliseconds < 1000, $"{name} took {milliseconds} ms of the processor");
            Assert.True(kilobytes < 64 << 10, $"{name} took {kilobytes:N0} KB");
        }
    }

    private void Zips()
    {
        (string, byte[], CompressionLevel)[] good = [.. TinyArchives.TensorFlow().Select(f => (f.Key, f.Value, CompressionLevel.NoCompression))];
        byte[] zeros = new byte[96 << 20];
        Add("slip.zip", "leads out of it", HostileZipTests.Make([.. good, ("../../evil", [1], CompressionLevel.NoCompression)]));
        Add("twice.zip", "two files of this name", HostileZipTests.Make([.. good, good[0]]));
        Add("bomb.zip", "as zip bombs do", HostileZipTests.Make([.. good, ("fields/more/part-00000", zeros, CompressionLevel.Fastest)]));
        Add("bombs.zip", "files together would unpack", HostileZipTests.Make([.. good, .. Enumerable.Range(0, 100).Select(i => ($"fields/labels/part-{i + 1:00000}", new byte[1 << 20], CompressionLevel.Fastest))]));
        Add("quiet-bomb.zip", "unpacks to more than", Change(HostileZipTests.Make([("metadata/part-00000", zeros, CompressionLevel.Fastest), .. good[..1]]), directory => BinaryPrimitives.WriteInt32LittleEndian(directory[24..], 300)));
        Add("link.zip", "symbolic link", Change(HostileZipTests.Make(good), directory =>
        {
            directory[5] = 3;
            BinaryPrimitives.WriteUInt32LittleEndian(directory[38..], 0xA1FF0000);
        }));
        Add("bomb-in-blob.zip", "as zip bombs do", With("bert_classification_tensorflow", HostileZipTests.Make(("saved_model.pb", zeros, CompressionLevel.Fastest))));
    }

    private void Features()
    {
        byte[] head = [0xAC, 0xED, 0, 5];
        byte[] array = [0x75, 0x72, 0, 19, .. "[Ljava.lang.Object;"u8, .. new byte[8], 2, 0, 0, 0x78, 0x70];
        Add("depth.zip", "nested more than", WithLabels([.. head, .. array, 0, 0, 0, 1, .. Enumerable.Repeat<byte[]>([0x75, 0x71, 0, 0x7E, 0, 0, 0, 0, 0, 1], 500_000).SelectMany(b => b)]));
        Add("reference.zip", "a reference names object", WithLabels([.. head, 0x71, 0x7F, 0xFF, 0xFF, 0xFF]));
        Add("reference-to-itself.zip", "a pair of a text", WithLabels([.. head, .. array, 0, 0, 0, 1, 0x71, 0, 0x7E, 0, 1]));
        Add("length.zip", "an array says that it has", WithLabels([.. head, .. array, 0x7F, 0xFF, 0xFF, 0xFF]));
        Add("long-text.zip", "a string says that it has", WithLabels([.. head, 0x7C, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]));
        byte[] labels = TinyArchives.TensorFlow()["fields/labels/part-00000"];
        Add("compressed.zip", "compressed SequenceFile", With("fields/labels/part-00000", [.. labels[..73], 1, .. labels[74..]]));
        Add("sync.zip", "a sync marker differs", With("fields/labels/part-00000", [.. labels, 0xFF, 0xFF, 0xFF, 0xFF, .. labels[79..94], (byte)~labels[94]]));
    }

    private void Graphs()
    {
        AddModel("functions-in-a-circle.zip", "in a circle", m =>
        {
            m.Nodes.Add(("call", "PartitionedCall", null, "one", []));
            m.Functions["one"] = [("call", "PartitionedCall", null, "one", [])];
        });
        AddModel("nodes-in-a-circle.zip", "wait for each other in a circle", m =>
        {
            for (int i = 0; i < 49_000; i++)
                m.Nodes.Add(($"n{i}", "Add", null, null, [$"n{(i + 1) % 49_000}:z:0"]));
        });
        AddModel("many-nodes.zip", "more than 50,000 nodes", m => m.Nodes.AddRange(Enumerable.Range(0, 200_000).Select(i => ($"n{i}", "Add", (object?)null, (string?)null, Array.Empty<string>()))));
        // Each calls the next twice: walked again and again, it would take 2 to the 60th steps.
        AddModel("functions-that-double.zip", "more than 64 deep", m =>
        {
            m.Nodes.Add(("call", "PartitionedCall", null, "f0", []));
            for (int i = 0; i < 1000; i++)
                m.Functions[$"f{i}"] = [("one", "PartitionedCall", null, $"f{i + 1}", []), ("two", "PartitionedCall", null, $"f{i + 1}", [])];
        });
        AddModel("overlap.zip", "overlaps", m => m.Entries[3] = m.Entries[3] with { Offset = 4 });
        AddModel("large-tensor.zip", "larger than 2 GB", m => m.Entries[3] = m.Entries[3] with { Shape = [int.MaxValue, int.MaxValue] });

        ProtoWriter Node(string output, string input) => new ProtoWriter().Text(1, input).Text(1, input).Text(2, output).Text(4, "Add");
        var graph = new ProtoWriter();
        for (int i = 0; i < 50_000; i++)
            graph.Message(1, Node($"t{i}", $"t{(i + 1) % 50_000}"));
        graph.Message(1, Node("logits", "t0")).Message(12, new ProtoWriter().Text(1, "logits"));
        Dictionary<string, byte[]> files = TinyArchives.Onnx();
        files["bert_classification_onnx"] = TinyArchives.Zip(new() { ["model.onnx"] = new ProtoWriter().Number(1, 7).Message(7, graph).Written.ToArray() });
        Add("onnx-in-a-circle.zip", "model.onnx", TinyArchives.Zip(files));
    }

    private void AddModel(string name, string expected, Action<TinyTensorFlow> change)
    {
        TinyTensorFlow model = TinyTensorFlow.Model();
        change(model);
        Add(name, expected, With("bert_classification_tensorflow", TinyArchives.Zip(model.Files())));
    }

    private void Add(string name, string expected, byte[] zip)
    {
        File.WriteAllBytes(_folder["hostile", name], zip);
        _expected.Add(name, expected);
    }

    private static byte[] With(string name, byte[] bytes) => TinyArchives.Zip(new(TinyArchives.TensorFlow()) { [name] = bytes });

    private static byte[] WithLabels(byte[] java)
    {
        using var file = new MemoryStream();
        SequenceFileWriter.Write(file, [java], new byte[16]);
        return With("fields/labels/part-00000", file.ToArray());
    }

    private static byte[] Change(byte[] zip, SpanAction change)
    {
        change(zip.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6))));
        return zip;
    }

    private delegate void SpanAction(Span<byte> directory);
}
