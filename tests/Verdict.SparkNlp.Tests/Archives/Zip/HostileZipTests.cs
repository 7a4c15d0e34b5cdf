using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Verdict.SparkNlp.Archives;
using Verdict.SparkNlp.Archives.Files;
using Verdict.SparkNlp.Archives.Zip;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives.Zip;

/// <summary>Zips that were made to harm or were damaged on the way.</summary>
public class HostileZipTests
{
    [Theory]
    [InlineData("../metadata/part-00000")]
    [InlineData("metadata/../../part-00000")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/windows/system.ini")]
    [InlineData("..\\metadata\\part-00000")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    public void Paths_that_lead_out_are_refused(string name) => AssertFault("leads out of it or is no path", Make((name, [1], CompressionLevel.Fastest)));

    [Fact]
    public void Symbolic_links_are_refused()
    {
        byte[] zip = Make(("metadata/part-00000", "/etc/passwd"u8.ToArray(), CompressionLevel.Fastest));
        int entry = FindDirectory(zip);
        zip[entry + 5] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(entry + 38), 0xA1FF0000);
        AssertFault("symbolic link", zip);
    }

    [Fact]
    public void Two_files_of_one_name_are_refused() =>
        AssertFault("two files of this name", Make(("a", [1], CompressionLevel.Fastest), ("a", [2], CompressionLevel.Fastest)));

    [Fact]
    public void Encrypted_files_are_refused()
    {
        byte[] zip = Make(("a", [1], CompressionLevel.Fastest));
        zip[FindDirectory(zip) + 8] |= 1;
        AssertFault("encrypted", zip);
    }

    [Fact]
    public void Other_methods_are_refused()
    {
        byte[] zip = Make(("a", [1], CompressionLevel.Fastest));
        zip[FindDirectory(zip) + 10] = 12;
        AssertFault("packed by method 12", zip);
    }

    [Fact]
    public void A_bomb_is_refused_by_what_it_says()
    {
        byte[] zip = Make(("a", new byte[32 << 20], CompressionLevel.Optimal));
        AssertFault("as zip bombs do", zip);
    }

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(100)]
    public void A_bomb_that_lies_is_refused_by_what_it_does(int said)
    {
        byte[] zip = Make(("a", new byte[32 << 20], CompressionLevel.Optimal));
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(FindDirectory(zip) + 24), said);
        AssertFault("unpacks to more than", zip, open: "a");
    }

    [Fact]
    public void A_bomb_inside_the_blob_is_refused()
    {
        using var folder = new TemporaryFolder();
        ZipFile.ExtractToDirectory(GoldenArchives.PathOf("3.4.4-three-labels.zip"), folder["model"]);
        File.WriteAllBytes(folder["model", "bert_classification_tensorflow"], Make(("saved_model.pb", new byte[64 << 20], CompressionLevel.Optimal)));
        var cost = Cost.Begin();
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => ArchiveReader.Open(folder["model"]));
        Assert.Contains("as zip bombs do", error.Message, StringComparison.Ordinal);
        cost.AssertSmall("bomb");
    }

    [Fact]
    public void Bombs_that_multiply_zip_in_zip_are_refused()
    {
        // Each of the two steps keeps below 20 to 1; both together do not.
        byte[] noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        byte[] inner = Make(("saved_model.pb", Pad(noise, 17 << 20), CompressionLevel.Optimal));
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["outer.zip"], Make(("blob", Pad(inner, inner.Length * 17), CompressionLevel.Optimal)));
        using FileTree tree = FileTree.Open(folder["outer.zip"]);
        using Blob blob = tree.Open("blob", "missing");
        Assert.InRange(blob.Density, 0, 0.2);
        using Blob zip = blob.Part("blob", 0, inner.Length);
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => ZipTree.Open(zip).Dispose());
        Assert.Contains("as zip bombs do", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Pad(byte[] bytes, int length)
    {
        byte[] padded = new byte[length];
        bytes.CopyTo(padded, 0);
        return padded;
    }

    [Fact]
    public void A_file_shorter_than_it_says_is_refused()
    {
        byte[] zip = Make(("a", new byte[1000], CompressionLevel.Optimal));
        BinaryPrimitives.WriteInt32LittleEndian(zip.AsSpan(FindDirectory(zip) + 24), 2000);
        AssertFault("the file unpacks to 1,000 bytes, the zip says 2,000", zip, open: "a");
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void A_damaged_file_is_refused(CompressionLevel level)
    {
        byte[] zip = Make(("a", [.. Enumerable.Range(0, 1000).Select(i => (byte)i)], level));
        zip[FindDirectory(zip) + 16] ^= 1;
        AssertFault("its CRC-32 is", zip, open: "a");
    }

    [Fact]
    public void Sizes_that_no_disk_has_are_refused()
    {
        byte[] zip = Make(("a", [1], CompressionLevel.NoCompression));
        int entry = FindDirectory(zip);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(entry + 20), uint.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(entry + 24), uint.MaxValue);
        AssertFault("zip64 lengths are missing", zip);
    }

    [Fact]
    public void More_files_than_any_model_are_refused_before_they_are_read()
    {
        byte[] zip = Make(("a", [1], CompressionLevel.Fastest));
        BinaryPrimitives.WriteUInt16LittleEndian(zip.AsSpan(zip.Length - 12), 60_000);
        AssertFault("at most 20,000 are read", zip);
    }

    [Fact]
    public void A_zip_that_is_cut_says_so()
    {
        byte[] zip = Make(("a", new byte[1000], CompressionLevel.Optimal));
        for (int length = 0; length < zip.Length; length++)
            AssertFault("is not a whole zip file", zip[..length]);
    }

    [Fact]
    public void One_folder_around_everything_is_looked_through()
    {
        using var folder = new TemporaryFolder();
        ZipFile.ExtractToDirectory(GoldenArchives.PathOf("3.4.4-three-labels.zip"), folder["model"]);
        ZipFile.CreateFromDirectory(folder["model"], folder["model.zip"], CompressionLevel.Fastest, includeBaseDirectory: true);
        using SavedArchive opened = ArchiveReader.Open(folder["model.zip"]);
        Assert.Equal("BERT_FOR_SEQUENCE_CLASSIFICATION_880b9da171da", opened.Uid);
    }

    [Fact]
    public void A_stage_that_is_metadata_alone_keeps_its_folder()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["stage.zip"], Make(("metadata/part-00000", Encoding.UTF8.GetBytes("""{"class":"com.johnsnowlabs.nlp.DocumentAssembler","timestamp":1,"sparkVersion":"3.5.5","uid":"DocumentAssembler_1","paramMap":{},"defaultParamMap":{}}"""), CompressionLevel.Fastest)));
        using SavedArchive opened = ArchiveReader.Open(folder["stage.zip"]);
        Assert.Equal(StageClasses.DocumentAssembler, opened.ClassName);
    }

    internal static byte[] Make(params (string Name, byte[] Bytes, CompressionLevel Level)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes, CompressionLevel level) in files)
            {
                using Stream entry = zip.CreateEntry(name, level).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static int FindDirectory(byte[] zip) => BinaryPrimitives.ReadInt32LittleEndian(zip.AsSpan(zip.Length - 6));

    private static void AssertFault(string expected, byte[] zip, string? open = null)
    {
        using Blob blob = Blob.OfBytes("test.zip", zip);
        var cost = Cost.Begin();
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() =>
        {
            using ZipTree tree = ZipTree.Open(blob);
            if (open is not null)
                tree.Open(open, "missing").Dispose();
        });
        cost.AssertSmall(expected);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
