using System.Text;
using Xunit;

namespace Verdict.Data.Tests.Delimited;

public sealed class DelimitedReaderTests
{
    [Fact]
    public void Quoted_line_breaks_separators_and_marks_are_content()
    {
        List<Record> rows = Rows.Read("id,text\n1,\"one\r\ntwo\"\n2,\"a, b\"\n3,\"il dit \"\"oui\"\"\"\n4,plain\n", Rows.Csv);
        Assert.Equal(["one\r\ntwo", "a, b", "il dit \"oui\"", "plain"], rows.Select(row => row["text"].AsText()));
        Assert.Equal([2L, 4, 5, 6], rows.Select(row => row.Line));
        Assert.All(rows, row => Assert.Null(row.Error));
        Assert.Equal([0L, 1, 2, 3], rows.Select(row => row.Index));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    public void Byte_order_marks_choose_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("texte,n\nété 😀,1\n")];
        using RecordReader reader = Rows.Open(bytes, Rows.Csv);
        Assert.Equal(["texte", "n"], reader.Schema.Columns.Select(column => column.Name));
        Assert.Equal(["été 😀", "1"], Rows.Texts(Assert.Single(reader.Read())));
    }

    [Fact]
    public void Ragged_rows_are_kept_and_name_file_and_line()
    {
        List<Record> rows = Rows.Read("a,b,c\n1,2,3\n1,2\n1,2,3,4\n5,6,7\n", Rows.Csv);
        Assert.Equal(4, rows.Count);
        Assert.Equal("in, line 3: the row has 2 cells where the header has 3. Quote cells that hold the separator, or fill in the missing ones.", rows[1].Error);
        Assert.StartsWith("in, line 4: the row has 4 cells", rows[2].Error, StringComparison.Ordinal);
        Assert.Equal(["1", "2", ""], Rows.Texts(rows[1]));
        Assert.True(rows[1]["c"].IsNull);
        Assert.Null(rows[3].Error);
        Assert.Equal(5, rows[3].Line);
    }

    [Fact]
    public void Repeated_and_missing_names_get_names_of_their_own()
    {
        using RecordReader reader = Rows.Open(Encoding.UTF8.GetBytes("a,a,,a_2\n1,2,3,4\n"), Rows.Csv);
        Assert.Equal(["a", "a_3", "column_3", "a_2"], reader.Schema.Columns.Select(column => column.Name));
        Assert.Equal("2", reader.Read().Single()["a_3"].AsText());
    }

    [Fact]
    public void Bytes_that_are_no_text_mark_their_row_alone()
    {
        byte[] bytes = [.. "t,u\ngood,1\n"u8, 0x62, 0xE9, 0x20, 0xC3, .. ",2\nété,3\n"u8];
        List<Record> rows = Rows.Read(bytes, Rows.Csv);
        Assert.Equal([null, "in, line 3: column 1 holds bytes that are not valid text. Save the file as UTF-8.", null], rows.Select(row => row.Error));
        Assert.Equal(["b\uFFFD \uFFFD", "2"], Rows.Texts(rows[1]));
        Assert.Equal("été", rows[2]["t"].AsText());
    }

    [Fact]
    public void Half_a_unit_and_half_a_pair_of_utf16_are_marked()
    {
        byte[] bytes = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("t\na\n"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes("\nb"), 0x41];
        List<Record> rows = Rows.Read(bytes, Rows.Csv);
        Assert.Equal(["a", "\uFFFD", "b\uFFFD"], rows.Select(row => row["t"].AsText()));
        Assert.Equal([true, false, false], rows.Select(row => row.Error is null));
    }

    [Fact]
    public void Marks_inside_a_plain_cell_are_characters()
    {
        List<Record> rows = Rows.Read("a\tb\nil dit \"oui\" ici\t2\n", Rows.Tsv);
        Assert.Equal(["il dit \"oui\" ici", "2"], Rows.Texts(Assert.Single(rows)));
        Assert.Null(rows[0].Error);
    }

    [Fact]
    public void A_stray_mark_loses_no_line()
    {
        List<Record> rows = Rows.Read("a,b\n1,ok\n2,5\" disk\n3,fine\n4,6\" disk\n5,end\n", Rows.Csv);
        Assert.Equal([2L, 3, 4, 5, 6], rows.Select(row => row.Line));
        Assert.Equal([true, false, false, false, true], rows.Select(row => row.Error is null));
        Assert.Contains("line 4: a quotation mark that was opened in the row of line 3", rows[2].Error, StringComparison.Ordinal);
        Assert.Equal([0L, 1, 2, 3, 4], rows.Select(row => row.Index));
    }

    [Fact]
    public void A_mark_that_is_never_closed_loses_no_line()
    {
        List<Record> rows = Rows.Read("a,b\n1,\"open\n2,x\n", Rows.Csv);
        Assert.Equal([2L, 3], rows.Select(row => row.Line));
        Assert.All(rows, row => Assert.NotNull(row.Error));
    }

    [Fact]
    public void Characters_behind_the_closing_mark_are_an_error()
    {
        Record row = Assert.Single(Rows.Read("a,b\n\"oui\" dit-il,2\n", Rows.Csv));
        Assert.Contains("in, line 2: a quotation mark in column 1", row.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Blank_lines_are_rows_only_in_a_single_column()
    {
        Assert.Equal(2, Rows.Read("a,b\n1,2\n\n3,4\n\n", Rows.Csv).Count);
        Assert.Equal(["x", "", "y"], Rows.Read("a\nx\n\ny\n", Rows.Csv).Select(row => row["a"].AsText()));
    }

    [Fact]
    public void Semicolons_are_recognised_in_csv()
    {
        using RecordReader reader = Rows.Open("texte;\"a,b\";n\nbon, bien;1;2\n"u8.ToArray(), Rows.Csv);
        Assert.Equal(["texte", "a,b", "n"], reader.Schema.Columns.Select(column => column.Name));
        Assert.Equal(["bon, bien", "1", "2"], Rows.Texts(reader.Read().Single()));
    }

    [Fact]
    public void Rows_of_ten_megabytes_are_read_and_longer_than_the_limit_refused()
    {
        string text = new('x', 10_000_000);
        List<Record> rows = Rows.Read($"a,b\n1,{text}\n2,y\n", Rows.Csv);
        Assert.Equal(10_000_000, rows[0]["b"].AsText().Length);
        Assert.Equal("y", rows[1]["b"].AsText());
        var e = Assert.Throws<VerdictFormatException>(() => Rows.Read($"a,b\n1,z\n1,{text}{text}\n2,y\n", Rows.Csv));
        Assert.Equal("line 3", e.Place);
    }

    [Fact]
    public void Files_without_a_header_are_refused()
    {
        Assert.Contains("the file is empty", Assert.Throws<VerdictFormatException>(() => Rows.Open([], Rows.Csv)).Message, StringComparison.Ordinal);
        Assert.Throws<VerdictFormatException>(() => Rows.Open("\n\n"u8.ToArray(), Rows.Csv));
        Assert.Empty(Rows.Read("a,b", Rows.Csv));
    }

    [Fact]
    public void Reading_twice_is_refused()
    {
        using RecordReader reader = Rows.Open("a\n1\n"u8.ToArray(), Rows.Csv);
        Assert.Single(reader.Read());
        Assert.Throws<InvalidOperationException>(reader.Read);
    }
}
