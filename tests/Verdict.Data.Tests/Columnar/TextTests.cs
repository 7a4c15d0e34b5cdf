using Xunit;

namespace Verdict.Data.Tests.Columnar;

/// <summary>Text in columnar files: its bytes are taken as they are and judged row by row.</summary>
public sealed class TextTests
{
    private static readonly RecordSchema Schema = Rows.Schema(("id", RecordType.Int32), ("text", RecordType.Text));

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void Bytes_that_are_no_text_mark_their_row_alone(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        string?[] texts = ["été", "QWXZ", null, "bof"];
        byte[] bytes = Rows.Write(Schema, texts.Select((text, i) => Rows.Row(Schema, RecordValue.Of(i), RecordValue.Of(text))), encoding);
        for (int at = bytes.AsSpan().IndexOf("QWXZ"u8); at >= 0; at = bytes.AsSpan().IndexOf("QWXZ"u8))
            new byte[] { (byte)'Q', 0xFF, 0xC3, (byte)'Z' }.CopyTo(bytes, at);

        List<Record> rows = Rows.Read(bytes, encoding);

        Assert.Equal([null, "in, row 2: column 'text' holds bytes that are not valid text. Write it as UTF-8.", null, null], rows.Select(row => row.Error));
        Assert.Equal([RecordValue.Of("été"), RecordValue.Of("Q\uFFFD\uFFFDZ"), RecordValue.Null, RecordValue.Of("bof")], rows.Select(row => row["text"]));
    }

    [Fact]
    public void A_long_text_stands_in_a_parquet_file_once()
    {
        var random = new Random(3);
        string text = string.Create(1_000_000, random, static (span, random) =>
        {
            for (int i = 0; i < span.Length; i++)
                span[i] = (char)('a' + random.Next(26));
        });
        string?[] texts = [text, "court é", null, ""];
        byte[] bytes = Rows.Write(Schema, texts.Select((value, i) => Rows.Row(Schema, RecordValue.Of(i), RecordValue.Of(value))), new RecordEncoding(RecordFormat.Parquet));

        // Not in page headers and footer too, as the column's greatest.
        Assert.InRange(bytes.Length, 1_000_000, 1_010_000);
        Assert.Equal(texts.Select(value => RecordValue.Of(value)), Rows.Read(bytes, new RecordEncoding(RecordFormat.Parquet)).Select(row => row["text"]));
    }
}
