using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Java;
using Verdict.SparkNlp.Archives;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Hadoop;

/// <summary>What we write is what Spark wrote, byte for byte.</summary>
public class FeatureWriterTests
{
    private const int HeaderLength = 95;
    private const int SyncLength = 16;

    [Fact]
    public void Every_genuine_sequence_file_is_written_again_byte_for_byte()
    {
        int count = 0;
        foreach ((string name, byte[] bytes) in GoldenArchives.SequenceFiles())
        {
            using Blob blob = Blob.OfBytes(name, bytes);
            Assert.True(bytes.AsSpan().SequenceEqual(Written(SequenceFileReader.Read(blob), bytes)), name);
            count++;
        }

        Assert.InRange(count, 15, 1000);
    }

    [Fact]
    public void Every_genuine_java_stream_is_written_again_byte_for_byte()
    {
        int count = 0;
        foreach ((string name, byte[] bytes) in GoldenArchives.SequenceFiles())
        {
            using Blob blob = Blob.OfBytes(name, bytes);
            foreach (ReadOnlyMemory<byte> record in SequenceFileReader.Read(blob))
            {
                object? value = JavaStreamReader.Read(name, null, record);
                Assert.True(record.Span.SequenceEqual(JavaStreamWriter.Write(value).Span), name);
                count++;
            }
        }

        Assert.InRange(count, 300, 100_000);
    }

    [Theory]
    [InlineData("vocabulary")]
    [InlineData("labels")]
    [InlineData("signatures")]
    public void Pairs_alone_give_genuine_files_byte_for_byte(string feature)
    {
        int count = 0;
        foreach ((string name, byte[] bytes) in GoldenArchives.SequenceFiles().Where(f => f.Name.Contains($"fields/{feature}/", StringComparison.Ordinal)))
        {
            AssertRewritten(feature, name, bytes);
            count++;
        }

        Assert.InRange(count, 3, 100);
    }

    [Fact]
    public void So_does_a_vocabulary_long_enough_for_sync_marks()
    {
        string path = RepositoryPaths.Shared("goldens", "sparknlp", "5.5.3", "model-onnx", "fields", "vocabulary", "part-00000");
        AssertRewritten("vocabulary", path, File.ReadAllBytes(path));
    }

    [Fact]
    public void Text_beyond_ascii_is_java_s_own_utf8()
    {
        ReadOnlyMemory<byte> record = FeatureWriter.Records<int>([("x😍é\0€", 7)])[0];
        Assert.Contains("74000E78EDA0BDEDB88DC3A9C080E282AC", Convert.ToHexString(record.Span), StringComparison.Ordinal);
        var array = (JavaArray)JavaStreamReader.Read("test", null, record)!;
        Assert.Equal("x😍é\0€", ((JavaString)((JavaObject)array.Elements![0]!)["_1"]!).Value);
    }

    [Fact]
    public void The_default_tokenizer_s_rules_are_5_5_3_s_byte_for_byte()
    {
        byte[] golden = File.ReadAllBytes(GoldenArchives.PathOf("5.5.3-tokenizer", "fields", "rules", "part-00000"));
        ReadOnlyMemory<byte> record = JavaStreamWriter.Write(TokenizerRules.Write([ArchiveReaderTests.DefaultRule]));
        Assert.True(golden.AsSpan(HeaderLength + 12).SequenceEqual(record.Span));
    }

    [Fact]
    public void Other_rules_come_back_in_their_order()
    {
        string[] rules = [@"\A(a)\z", @"\A(é😍)(b)\z", @"\A(a)\z", string.Empty];
        ReadOnlyMemory<byte> record = JavaStreamWriter.Write(TokenizerRules.Write(rules));
        var array = (JavaArray)JavaStreamReader.Read("test", null, record)!;
        Assert.Equal(rules, TokenizerRules.RulesOf((JavaObject)array.Elements![0]!, "test"));
    }

    private static void AssertRewritten(string feature, string name, byte[] bytes)
    {
        using Blob blob = Blob.OfBytes(name, bytes);
        List<(string Key, object Value)> pairs = [];
        foreach (ReadOnlyMemory<byte> record in SequenceFileReader.Read(blob))
        {
            foreach (JavaObject pair in ((JavaArray)JavaStreamReader.Read(name, null, record)!).Elements!.Cast<JavaObject>())
                pairs.Add((((JavaString)pair["_1"]!).Value, pair["_2"] is JavaString text ? text.Value : ((JavaObject)pair["_2"]!)["value"]!));
        }

        List<ReadOnlyMemory<byte>> records = feature == "signatures"
            ? FeatureWriter.Records([.. pairs.Select(p => (p.Key, (string)p.Value))])
            : FeatureWriter.Records([.. pairs.Select(p => (p.Key, (int)p.Value))]);
        Assert.True(bytes.AsSpan().SequenceEqual(Written(records, bytes)), name);
    }

    private static byte[] Written(List<ReadOnlyMemory<byte>> records, byte[] original)
    {
        using var stream = new MemoryStream();
        SequenceFileWriter.Write(stream, records, original.AsSpan(HeaderLength - SyncLength, SyncLength));
        return stream.ToArray();
    }
}
