using Xunit;

namespace Verdict.Data.Tests;

public sealed class RecordShaperTests
{
    private static readonly RecordColumn[] Added = [new("label", RecordType.Text), new("score", RecordType.Float32)];

    [Fact]
    public void All_columns_are_kept_and_names_that_are_taken_get_a_number()
    {
        RecordSchema input = Rows.Schema(("text", RecordType.Text), ("label", RecordType.Text));
        var shaper = new RecordShaper(input, Added);
        Assert.Equal(["text", "label", "label_2", "score"], shaper.Output.Columns.Select(column => column.Name));
        Record row = shaper.Shape(Rows.Row(input, RecordValue.Of("t"), RecordValue.Of("gold")), RecordValue.Of("pos"), RecordValue.Of(0.5f));
        Assert.Equal("text,label,label_2,score\nt,gold,pos,0.5\n", Rows.WriteText(shaper.Output, [row], Rows.Csv));
    }

    [Fact]
    public void Columns_can_be_chosen()
    {
        RecordSchema input = Rows.Schema(("a", RecordType.Text), ("b", RecordType.Text), ("c", RecordType.Text));
        var shaper = new RecordShaper(input, Added, ["c", "a"]);
        Record row = shaper.Shape(Rows.Row(input, RecordValue.Of("1"), RecordValue.Of("2"), RecordValue.Of("3")), RecordValue.Of("pos"), RecordValue.Of(1f));
        Assert.Equal("c,a,label,score\n3,1,pos,1\n", Rows.WriteText(shaper.Output, [row], Rows.Csv));
        Assert.Contains("'a', 'b', 'c'", Assert.Throws<ArgumentException>(() => new RecordShaper(input, Added, ["d"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_columns_of_their_own_get_the_same_names_added()
    {
        using RecordReader reader = Rows.Open("{\"a\":1}\n{\"label\":\"x\"}\n"u8.ToArray(), Rows.JsonLines);
        var shaper = new RecordShaper(reader.Schema, Added);
        IEnumerable<Record> rows = reader.Read().Select(row => shaper.Shape(row, RecordValue.Of("pos"), RecordValue.Of(0.25f)));
        Assert.Equal("{\"a\":1,\"label_2\":\"pos\",\"score\":0.25}\n{\"label\":\"x\",\"label_2\":\"pos\",\"score\":0.25}\n", Rows.WriteText(shaper.Output, rows, Rows.JsonLines));
    }
}
