using System.Text;
using Verdict.Testing;
using Xunit;

namespace Verdict.Data.Tests.Columnar;

public sealed class ColumnarTests
{
    public static TheoryData<string> Formats => ["parquet", "arrow", "arrows"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_type_comes_back(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        using RecordReader reader = Rows.Open(Rows.Write(TypedRows.Schema, TypedRows.All, encoding), encoding);
        Assert.Equal(TypedRows.Schema.Columns, reader.Schema.Columns);
        List<Record> rows = [.. reader.Read()];
        Assert.Equal(TypedRows.All.Count, rows.Count);
        for (int i = 0; i < rows.Count; i++)
            Assert.Equal(TypedRows.All[i].Values, rows[i].Values);
    }

    [Theory]
    [InlineData("parquet", "arrow")]
    [InlineData("arrow", "parquet")]
    [InlineData("arrows", "parquet")]
    public void Types_survive_from_one_columnar_format_to_the_other(string from, string to)
    {
        using RecordReader reader = Rows.Open(Rows.Write(TypedRows.Schema, TypedRows.All, RecordEncoding.Parse(from)), RecordEncoding.Parse(from));
        byte[] bytes = Rows.Write(reader.Schema, reader.Read(), RecordEncoding.Parse(to));
        using RecordReader again = Rows.Open(bytes, RecordEncoding.Parse(to));
        Assert.Equal(TypedRows.Schema.Columns, again.Schema.Columns);
        Assert.Equal(TypedRows.All.SelectMany(row => row.Values), again.Read().SelectMany(row => row.Values));
    }

    [Fact]
    public void Typed_values_have_a_text_form()
    {
        string csv = Rows.WriteText(TypedRows.Schema, [TypedRows.All[0]], Rows.Csv);
        Assert.EndsWith(
            "\nété 😀,true,-128,-32768,-2147483648,-9223372036854775808,255,65535,4294967295,18446744073709551615,0.1,0.1,-1234.5678,1969-12-31,23:59:59.999,23:59:59.999999,1969-12-31T23:59:59.999Z,2020-09-13T12:26:40.123456,AP8=\n",
            csv, StringComparison.Ordinal);
        string json = Rows.WriteText(TypedRows.Schema, [TypedRows.All[3]], Rows.JsonLines);
        Assert.Contains("\"f32\":\"NaN\",\"f64\":\"-Infinity\",\"dec\":9999999999.9999,\"day\":\"1970-01-01\"", json, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Json_types_become_column_types(string format)
    {
        const string Text = """
            {"t":"x","i":1,"f":1,"b":true,"m":1,"o":{"a":[1,null]}}
            {"t":null,"i":-5,"f":2.5,"b":false,"m":"é","late":"y"}
            """;
        RecordEncoding encoding = RecordEncoding.Parse(format);
        using RecordReader reader = Rows.Open(Encoding.UTF8.GetBytes(Text), Rows.JsonLines);
        using RecordReader back = Rows.Open(Rows.Write(reader.Schema, reader.Read(), encoding), encoding);
        Assert.Equal(
            [RecordKind.Text, RecordKind.Int64, RecordKind.Float64, RecordKind.Boolean, RecordKind.Text, RecordKind.Text, RecordKind.Text],
            back.Schema.Columns.Select(column => column.Type.Kind));
        List<Record> rows = [.. back.Read()];
        Assert.Equal(["x", "1", "1", "true", "1", "{\"a\":[1,null]}", ""], Rows.Texts(rows[0]));
        Assert.Equal(["", "-5", "2.5", "false", "\"é\"", "", "y"], Rows.Texts(rows[1]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Many_rows_make_several_groups_and_the_same_rows_the_same_bytes(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        RecordSchema schema = Rows.Schema(("n", RecordType.Int64), ("t", RecordType.Text));
        List<Record> rows = [.. Enumerable.Range(0, 150_000).Select(i => Rows.Row(schema, RecordValue.Of((long)i), RecordValue.Of(i % 3 == 0 ? null : $"texte {i % 1000}")))];
        byte[] bytes = Rows.Write(schema, rows, encoding);
        Assert.Equal(bytes, Rows.Write(schema, rows, encoding));
        List<Record> back = Rows.Read(bytes, encoding);
        Assert.Equal(rows.Count, back.Count);
        for (int i = 0; i < rows.Count; i += 997)
        {
            Assert.Equal(rows[i].Values, back[i].Values);
            Assert.Equal(i, back[i].Index);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Rows_of_ten_megabytes_come_back(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        RecordSchema schema = Rows.Schema(("t", RecordType.Text));
        string text = new('é', 5_000_000);
        List<Record> rows = Rows.Read(Rows.Write(schema, [Rows.Row(schema, RecordValue.Of("a")), Rows.Row(schema, RecordValue.Of(text)), Rows.Row(schema, RecordValue.Of("b"))], encoding), encoding);
        Assert.Equal(["a", text, "b"], rows.Select(row => row["t"].AsText()));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Files_without_rows_keep_their_columns(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        using RecordReader reader = Rows.Open(Rows.Write(TypedRows.Schema, [], encoding), encoding);
        Assert.Equal(TypedRows.Schema.Columns, reader.Schema.Columns);
        Assert.Empty(reader.Read());
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void Half_a_file_is_refused_by_name(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        byte[] bytes = Rows.Write(TypedRows.Schema, TypedRows.All, encoding);
        foreach (int length in (int[])[0, 3, bytes.Length / 2, bytes.Length - 1])
        {
            var e = Assert.Throws<VerdictFormatException>(() => Rows.Read(bytes[..length], encoding));
            Assert.StartsWith("in: ", e.Message, StringComparison.Ordinal);
            Assert.Contains("half-written", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Pipes_can_be_read(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        using RecordReader reader = RecordReader.Open(new Pipe(Rows.Write(TypedRows.Schema, TypedRows.All, encoding)), "standard input", encoding);
        Assert.Equal(TypedRows.All.Count, reader.Read().Count());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Pipes_can_be_written(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        var pipe = new Sink();
        using RecordWriter writer = RecordWriter.Create(pipe, TypedRows.Schema, encoding);
        TypedRows.All.ForEach(writer.Write);
        writer.Complete();
        Assert.Equal(Rows.Write(TypedRows.Schema, TypedRows.All, encoding), pipe.ToArray());
    }

    [Fact]
    public void Nested_columns_of_spark_become_json()
    {
        string folder = RepositoryPaths.Shared("goldens", "sparknlp", "5.5.3", "annotated.parquet");
        using RecordReader reader = RecordReader.Open(Directory.GetFiles(folder, "*.parquet").Single());
        Assert.Equal([("id", RecordKind.Int32), ("text", RecordKind.Text), ("document", RecordKind.Json), ("token", RecordKind.Json), ("class", RecordKind.Json)], reader.Schema.Columns.Select(column => (column.Name, column.Type.Kind)));
        List<Record> rows = [.. reader.Read()];
        Assert.Equal(2, rows.Count);
        foreach (Record row in rows)
        {
            using var document = System.Text.Json.JsonDocument.Parse(row["document"].ToText());
            System.Text.Json.JsonElement first = document.RootElement[0];
            Assert.Equal("document", first.GetProperty("annotatorType").GetString());
            Assert.Equal(row["text"].AsText(), first.GetProperty("result").GetString());
            Assert.Equal(row["text"].AsText().Length - 1, first.GetProperty("end").GetInt32());
            Assert.Equal("0", first.GetProperty("metadata").GetProperty("sentence").GetString());
            Assert.Equal(0, first.GetProperty("embeddings").GetArrayLength());
            using var classes = System.Text.Json.JsonDocument.Parse(row["class"].ToText());
            Assert.Equal("category", classes.RootElement[0].GetProperty("annotatorType").GetString());
        }
    }

    /// <summary>A stream that can only be written forwards.</summary>
    private sealed class Sink : MemoryStream
    {
        public override bool CanSeek => false;

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }

    /// <summary>A stream that can only be read forwards, a few bytes at a time.</summary>
    private sealed class Pipe(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 100));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 100)]);

        public override long Seek(long offset, SeekOrigin loc) => throw new NotSupportedException();
    }
}
