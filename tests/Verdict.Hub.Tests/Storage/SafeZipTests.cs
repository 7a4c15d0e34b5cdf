using System.IO.Compression;
using Verdict.Hub.Storage;
using Verdict.Hub.Tests.Serving;
using Verdict.Testing;
using Xunit;

namespace Verdict.Hub.Tests.Storage;

/// <summary>Archives that mean harm: each refused within a second and 64 MB, and nothing outside the folder touched.</summary>
public sealed class SafeZipTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private VerdictFormatException Refused(byte[] zip)
    {
        File.WriteAllBytes(_folder["hostile.zip"], zip);
        var cost = Cost.Begin();
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => SafeZip.Extract(_folder["hostile.zip"], "hostile.zip", _folder["in", "out"], CancellationToken.None));
        cost.AssertSmall("hostile.zip");
        Assert.All(_folder.Files(), f => Assert.True(f == "hostile.zip" || f.StartsWith("in/out/", StringComparison.Ordinal), f));
        return e;
    }

    [Theory]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("/etc/passwd")]
    [InlineData("..\\up")]
    [InlineData("C:\\up")]
    [InlineData("a//b")]
    [InlineData("a/./b")]
    [InlineData("line\nfeed")]
    [InlineData("nul\0byte")]
    [InlineData("ends.with.dot.")]
    [InlineData("a:stream")]
    public void Names_that_leave_the_folder(string name) =>
        Assert.Contains("the entry's name", Refused(SparkNlpLayout.Zip(("good", [1]), (name, [1]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a/B", "a/b")]
    [InlineData("a\\b", "a/b")]
    public void Names_that_occur_twice(string first, string second) =>
        Assert.Contains("twice", Refused(SparkNlpLayout.Zip((first, [1]), (second, [2]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "A")]
    public void Names_that_are_file_and_folder(string first, string second) =>
        Assert.Contains("both as a file and as a folder", Refused(SparkNlpLayout.Zip((first, [1]), (second, [2]))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0xA1FF)]
    [InlineData(0x21FF)]
    [InlineData(0x11FF)]
    public void Links_and_devices(int mode)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            ZipArchiveEntry entry = zip.CreateEntry("link");
            entry.ExternalAttributes = mode << 16;
            using Stream content = entry.Open();
            content.Write("/etc/passwd"u8);
        }

        Assert.Contains("symbolic link or a device", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bombs()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream content = zip.CreateEntry("bomb", CompressionLevel.SmallestSize).Open();
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++)
                content.Write(zeros);
        }

        Assert.True(stream.Length < 1 << 20);
        Assert.Contains("zip bomb", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bombs_that_lie_about_their_size()
    {
        byte[] zip = SparkNlpLayout.Zip(("bomb", new byte[40 << 20]));
        int central = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.GetBytes(1000).CopyTo(zip, central + 24);
        Refused(zip);
        Assert.True(_folder.Files("in").Length == 0 || new FileInfo(_folder["in", "out", "bomb"]).Length < 1 << 20);
    }

    [Fact]
    public void Entries_without_end()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < 70_000; i++)
                zip.CreateEntry($"e{i}", CompressionLevel.NoCompression);
        }

        Assert.Contains("70,000 entries", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_contents_without_end()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < 200; i++)
                zip.CreateEntry($"{i}{new string('x', 60_000)}", CompressionLevel.NoCompression);
        }

        Assert.Contains("table of contents", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encrypted_entries()
    {
        byte[] zip = SparkNlpLayout.Zip(("secret", [1, 2, 3]));
        zip[zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 8] |= 1;
        zip[6] |= 1;
        Assert.Contains("encrypted", Refused(zip).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_checksums_and_damage()
    {
        byte[] zip = SparkNlpLayout.Zip(("weights", SparkNlpLayout.Noise(10_000)));
        byte[] wrong = [.. zip];
        wrong[zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 16] ^= 1;
        Assert.Contains("CRC-32", Refused(wrong).Message, StringComparison.Ordinal);
        Directory.Delete(_folder["in", "out"], recursive: true);
        wrong = [.. zip];
        wrong[5_000] ^= 1;
        Refused(wrong);
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x50, 0x4B, 5, 6 })]
    [InlineData(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30 })]
    public void What_is_no_zip(byte[] bytes) => Assert.Contains("Not a zip file", Refused(bytes).Message, StringComparison.Ordinal);

    [Fact]
    public void A_good_archive_is_unpacked_with_its_folders_and_hashes()
    {
        File.WriteAllBytes(_folder["good.zip"], SparkNlpLayout.Zip(("b\\c", [1]), ("empty/", []), (".x.crc", [2, 3]), ("a", [])));
        IReadOnlyList<HubFile> files = SafeZip.Extract(_folder["good.zip"], "good.zip", _folder["in", "out"], CancellationToken.None);
        Assert.Equal([(".x.crc", 2L), ("a", 0L), ("b/c", 1L)], files.Select(f => (f.Path, f.Length)));
        Assert.Equal([".x.crc", "a", "b/c"], _folder.Files("in/out"));
        Assert.Equal("sha256:" + HuggingFaceLayout.Sha256([1]), files[2].Hash.ToString());
    }
}
