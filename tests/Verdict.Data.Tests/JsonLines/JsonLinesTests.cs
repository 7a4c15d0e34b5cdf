using System.Text;
using Xunit;

namespace Verdict.Data.Tests.JsonLines;

public sealed class JsonLinesTests
{
    [Fact]
    public void Values_keep_kind_and_text()
    {
        const string Line = """{"t":"été\n\"x\"","n":1.10,"big":123456789012345678901234567890,"b":true,"z":null,"o":{"a":[1, 2]},"e":1e400}""";
        Record row = Assert.Single(Rows.Read(Line + "\r\n", Rows.JsonLines));
        Assert.Null(row.Error);
        Assert.Equal(["été\n\"x\"", "1.10", "123456789012345678901234567890", "true", "", "{\"a\":[1, 2]}", "1e400"], Rows.Texts(row));
        Assert.Equal([RecordKind.Text, RecordKind.Number, RecordKind.Number, RecordKind.Boolean, RecordKind.Null, RecordKind.Json, RecordKind.Number], row.Values.Select(value => value.Kind));
        Assert.Equal(Line + "\n", Rows.WriteText(row.Schema, [row], Rows.JsonLines));
    }

    [Fact]
    public void Lines_end_at_line_feeds_alone_and_blank_ones_are_passed_over()
    {
        List<Record> rows = Rows.Read("{\"t\":\"a\u2028b\u0085c\"}\n\n  \n{\"t\":\"d\"}", Rows.JsonLines);
        Assert.Equal(["a\u2028b\u0085c", "d"], rows.Select(row => row["t"].AsText()));
        Assert.Equal([1L, 4], rows.Select(row => row.Line));
    }

    [Theory]
    [InlineData("{\"t\":", "the JSON is broken at byte 6 of the line")]
    [InlineData("[1,2]", "the line holds no JSON object")]
    [InlineData("\"x\"", "the line holds no JSON object")]
    [InlineData("{\"t\":1,\"t\":2}", "a property's name stands there twice")]
    [InlineData("{\"t\":\"\\ud800\"}", "'t' has half of a surrogate pair")]
    [InlineData("{\"a\":1} {\"b\":2}", "the JSON is broken at byte 9")]
    public void Bad_lines_are_kept_and_name_file_and_line(string line, string problem)
    {
        List<Record> rows = Rows.Read($"{{\"t\":\"good\"}}\n{line}\n{{\"t\":\"good\"}}\n", Rows.JsonLines);
        Assert.Equal(3, rows.Count);
        Assert.StartsWith("in, line 2: " + problem, rows[1].Error, StringComparison.Ordinal);
        Assert.Null(rows[0].Error);
        Assert.Null(rows[2].Error);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Record row = Assert.Single(Rows.Read("{\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}", Rows.JsonLines));
        Assert.NotNull(row.Error);
    }

    [Fact]
    public void Bytes_that_are_no_text_mark_their_row_alone()
    {
        byte[] bytes = [.. "{\"t\":\"a"u8, 0xFF, .. "\"}\n{\"t\":\"b\"}\n"u8];
        List<Record> rows = Rows.Read(bytes, Rows.JsonLines);
        Assert.Equal(["in, line 1: the line holds bytes that are not valid text. Save the file as UTF-8.", null], rows.Select(row => row.Error));
        Assert.Equal(["a\uFFFD", "b"], rows.Select(row => row["t"].AsText()));
    }

    [Fact]
    public void Utf16_is_read_too()
    {
        byte[] bytes = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{\"t\":\"é😀\"}\n")];
        Assert.Equal("é😀", Assert.Single(Rows.Read(bytes, Rows.JsonLines))["t"].AsText());
    }

    [Fact]
    public void A_line_of_ten_megabytes_is_read_and_one_beyond_the_limit_marked()
    {
        string text = new('x', 10_000_000);
        List<Record> rows = Rows.Read($"{{\"t\":\"{text}\"}}\n{{\"t\":\"{text}{text}\"}}\n{{\"t\":\"y\"}}\n", Rows.JsonLines);
        Assert.Equal(10_000_000, rows[0]["t"].AsText().Length);
        Assert.StartsWith("in, line 2: the line has more than 16,777,216 characters", rows[1].Error, StringComparison.Ordinal);
        Assert.Equal("y", rows[2]["t"].AsText());
    }

    [Fact]
    public void The_schema_holds_the_columns_of_all_rows_with_a_type_for_each()
    {
        const string Text = """
            {"t":"x","i":1,"f":1,"b":true,"m":1,"h":9007199254740993}
            {"t":null,"i":-5,"f":2.5,"b":false,"m":"x","new":[1],"h":0.5}
            """;
        using RecordReader reader = Rows.Open(Encoding.UTF8.GetBytes(Text), Rows.JsonLines);
        Assert.Equal(
            [("t", RecordKind.Text), ("i", RecordKind.Int64), ("f", RecordKind.Float64), ("b", RecordKind.Boolean), ("m", RecordKind.Json), ("h", RecordKind.Json), ("new", RecordKind.Json)],
            reader.Schema.Columns.Select(column => (column.Name, column.Type.Kind)));
        Assert.Equal(2, reader.Read().Count());
    }

    [Fact]
    public void Rows_with_their_own_columns_become_a_table()
    {
        using RecordReader reader = Rows.Open("{\"a\":1}\n{\"b\":\"x,y\",\"a\":[1,2]}\n"u8.ToArray(), Rows.JsonLines);
        Assert.Equal("a,b\n1,\n\"[1,2]\",\"x,y\"\n", Rows.WriteText(reader.Schema, reader.Read(), Rows.Csv));
    }

    [Fact]
    public void A_column_that_nobody_could_foresee_is_an_error_not_a_loss()
    {
        string lines = string.Concat(Enumerable.Repeat("{\"a\":1}\n", 1_500)) + "{\"late\":1}\n";
        using RecordReader reader = Rows.Open(Encoding.UTF8.GetBytes(lines), Rows.JsonLines);
        var e = Assert.Throws<VerdictFormatException>(() => Rows.Write(reader.Schema, reader.Read(), Rows.Csv));
        Assert.Equal("line 1501", e.Place);
        Assert.Contains("'late'", e.Message, StringComparison.Ordinal);
    }
}
