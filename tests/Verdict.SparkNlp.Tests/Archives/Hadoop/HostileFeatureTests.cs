using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Hadoop;
using Verdict.SparkNlp.Archives.Parquet;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Hadoop;

/// <summary>Feature files that were made to harm or were damaged.</summary>
public class HostileFeatureTests
{
    private static readonly byte[] Genuine = File.ReadAllBytes(GoldenArchives.PathOf("5.5.3-onnx", "fields", "labels", "part-00000"));

    [Theory]
    [InlineData(73, 1, "compressed SequenceFile")]
    [InlineData(74, 1, "compressed SequenceFile")]
    [InlineData(75, 0x7F, "the number of metadata pairs")]
    [InlineData(3, 4, "version 6")]
    [InlineData(4, 0x8F, "longer than 127 bytes")]
    [InlineData(5, (byte)'x', "features are NullWritable and BytesWritable")]
    [InlineData(95, 0x7F, "a record of")]
    [InlineData(95, 0x80, "a record of")]
    [InlineData(102, 1, "a key of 1")]
    [InlineData(103, 0x80, "a value of -")]
    public void A_byte_that_is_wrong_is_found(int at, byte value, string expected)
    {
        byte[] bytes = [.. Genuine];
        bytes[at] = value;
        AssertFault(expected, bytes);
    }

    [Fact]
    public void A_wrong_sync_mark_is_found()
    {
        byte[] bytes = [.. Genuine, 0xFF, 0xFF, 0xFF, 0xFF, .. Genuine[79..95]];
        using (Blob blob = Blob.OfBytes("part-00000", bytes))
            Assert.Single(SequenceFileReader.Read(blob));
        bytes[^1] ^= 1;
        AssertFault("a sync marker differs", bytes);
    }

    [Fact]
    public void A_cut_file_is_found()
    {
        for (int length = 0; length < Genuine.Length; length++)
        {
            if (length != 95)
                AssertFault("part-00000", Genuine[..length]);
        }
    }

    [Theory]
    [InlineData("", "the value is cut")]
    [InlineData("48", "the value is cut")]
    [InlineData("00", "a pair that begins with a text")]
    [InlineData("480103018661", "longer than its value")]
    [InlineData("4801030180", "null or longer")]
    [InlineData("48010301FFFFFFFFFFFF", "more than five bytes")]
    [InlineData("480103016162E302FFFFFFFFFFFF", "more than five bytes")]
    [InlineData("480103016162E30303FF", "bytes follow the pair")]
    [InlineData("480103016162E30309", "a text refers to no text")]
    [InlineData("480103016162E307", "a whole number or a text is expected")]
    public void A_pair_that_kryo_did_not_write_is_found(string hex, string expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => new KryoPair("part-0.parquet", "row 1", bytes).Read());
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Kryo_s_forms_are_read()
    {
        Assert.Equal(("ab\u0063", (object)5), Read("48010301616 2E3 02 0A"));
        Assert.Equal(("ab\u0063", (object)-3), Read("48010301616 2E3 02 05"));
        Assert.Equal(("abc", (object)"abc"), Read("48010301616 2E3 03 03"));
        Assert.Equal(("é", (object)"j"), Read("48010301 82C3A9 03 01 826A"));
        Assert.Equal(("neutre", (object)1), Read("48010301 6E65757472E5 02 01000000"));

        static (string, object) Read(string hex) => new KryoPair("p", "row", Convert.FromHexString(hex.Replace(" ", string.Empty, StringComparison.Ordinal))).Read();
    }

    private static void AssertFault(string expected, byte[] bytes)
    {
        using Blob blob = Blob.OfBytes("part-00000", bytes);
        var cost = Cost.Begin();
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => SequenceFileReader.Read(blob));
        cost.AssertSmall(expected);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
