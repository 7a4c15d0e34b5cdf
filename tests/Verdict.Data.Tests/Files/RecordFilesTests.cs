using System.IO.Compression;
using System.Text;
using Xunit;

namespace Verdict.Data.Tests.Files;

public sealed class RecordFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verdict-data-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("a.csv", RecordFormat.Csv, RecordCompression.None)]
    [InlineData("/x/A.TSV.GZ", RecordFormat.Tsv, RecordCompression.Gzip)]
    [InlineData("b.ndjson.zst", RecordFormat.JsonLines, RecordCompression.Zstd)]
    public void Names_tell_the_format(string path, RecordFormat format, RecordCompression compression) =>
        Assert.Equal(new RecordEncoding(format, compression), RecordEncoding.FromPath(path));

    [Fact]
    public void Unknown_names_are_refused_with_those_that_are_known()
    {
        Assert.Contains(".csv", Assert.Throws<ArgumentException>(() => RecordEncoding.FromPath("a.doc")).Message, StringComparison.Ordinal);
        Assert.Contains("jsonl", Assert.Throws<ArgumentException>(() => RecordEncoding.Parse("doc")).Message, StringComparison.Ordinal);
        Assert.Equal(new(RecordFormat.Csv, RecordCompression.Gzip), RecordEncoding.Parse("csv.gz"));
    }

    [Theory]
    [InlineData("out.csv")]
    [InlineData("out.tsv.gz")]
    [InlineData("out.jsonl.zst")]
    public void What_is_written_is_read_again(string name)
    {
        string path = Path.Combine(_folder, name);
        RecordSchema schema = Rows.Schema(("t", RecordType.Text), ("u", RecordType.Text));
        using (RecordWriter writer = RecordWriter.Create(path, schema))
        {
            for (int i = 0; i < 5_000; i++)
                writer.Write(Rows.Row(schema, RecordValue.Of($"été\n{i}"), RecordValue.Of("\"")));
            Assert.False(File.Exists(path));
            writer.Complete();
        }

        Assert.Equal([path], Directory.GetFiles(_folder));
        using RecordReader reader = RecordReader.Open(path);
        Assert.Equal(Enumerable.Range(0, 5_000).Select(i => $"été\n{i}"), reader.Read().Select(row => row["t"].AsText()));
    }

    [Fact]
    public void A_file_that_was_not_completed_leaves_the_old_one()
    {
        string path = Path.Combine(_folder, "out.csv");
        File.WriteAllText(path, "old");
        using (RecordWriter writer = RecordWriter.Create(path, Rows.Schema(("t", RecordType.Text))))
            writer.Write(Rows.Row(writer.Schema, RecordValue.Of("x")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("cut.csv.gz")]
    [InlineData("cut.csv.zst")]
    public void Compressed_files_that_break_off_are_an_error(string name)
    {
        string path = Path.Combine(_folder, name);
        RecordSchema schema = Rows.Schema(("t", RecordType.Text));
        using (RecordWriter writer = RecordWriter.Create(path, schema))
        {
            for (int i = 0; i < 50_000; i++)
                writer.Write(Rows.Row(schema, RecordValue.Of($"row {i * 7919L % 10007}")));
            writer.Complete();
        }

        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
        var e = Assert.Throws<VerdictFormatException>(() =>
        {
            using RecordReader reader = RecordReader.Open(path);
            return reader.Read().Count();
        });
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, Encoding.UTF8.GetBytes("this is not compressed at all"));
        Assert.Throws<VerdictFormatException>(() => RecordReader.Open(path));
    }

    [Fact]
    public void Files_in_several_compressed_members_are_read_whole()
    {
        string path = Path.Combine(_folder, "a.csv.gz");
        using (FileStream stream = File.Create(path))
        {
            foreach (string part in (string[])["a\n1\n", "2\n3\n"])
            {
                using var gzip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true);
                gzip.Write(Encoding.UTF8.GetBytes(part));
            }
        }

        using RecordReader reader = RecordReader.Open(path);
        Assert.Equal(["1", "2", "3"], reader.Read().Select(row => row["a"].AsText()));
    }

    [Fact]
    public void Missing_files_and_folders_are_named()
    {
        string missing = Path.Combine(_folder, "none.csv");
        Assert.Contains(missing, Assert.Throws<FileNotFoundException>(() => RecordReader.Open(missing)).Message, StringComparison.Ordinal);
        string folder = Directory.CreateDirectory(Path.Combine(_folder, "dir.csv")).FullName;
        Assert.Contains("is a folder", Assert.Throws<IOException>(() => RecordReader.Open(folder)).Message, StringComparison.Ordinal);
        string unwritable = Path.Combine(_folder, "no", "out.csv");
        Assert.Contains("cannot be written", Assert.Throws<IOException>(() => RecordWriter.Create(unwritable, Rows.Schema())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_come_in_order_when_read_ahead()
    {
        string path = Path.Combine(_folder, "a.csv");
        await File.WriteAllLinesAsync(path, ["n", .. Enumerable.Range(0, 10_000).Select(i => $"{i}")], TestContext.Current.CancellationToken);
        using RecordReader reader = RecordReader.Open(path);
        int expected = 0;
        await foreach (Record row in reader.ReadAsync(TestContext.Current.CancellationToken))
            Assert.Equal($"{expected++}", row["n"].AsText());
        Assert.Equal(10_000, expected);

        using RecordReader stopped = RecordReader.Open(path);
        await foreach (Record row in stopped.ReadAsync(TestContext.Current.CancellationToken))
        {
            if (row.Index == 5)
                break;
        }
    }

    [Fact]
    public async Task Errors_come_through_when_read_ahead()
    {
        string path = Path.Combine(_folder, "a.csv");
        await File.WriteAllTextAsync(path, "a,b\n1,\"" + new string('x', 17_000_000), TestContext.Current.CancellationToken);
        using RecordReader reader = RecordReader.Open(path);
        await Assert.ThrowsAsync<VerdictFormatException>(async () =>
        {
            await foreach (Record _ in reader.ReadAsync(TestContext.Current.CancellationToken))
            {
            }
        });
    }
}
