using System.Text.Json;
using Verdict.Data.Tests.Bulk;
using Verdict.Testing;
using Xunit;

namespace Verdict.Data.Tests.Columnar;

/// <summary>Lists, structs and maps keep their types from any columnar file to any other.</summary>
public sealed class NestedRoundTripTests
{
    [Theory]
    [InlineData("parquet", "parquet")]
    [InlineData("parquet", "arrow")]
    [InlineData("arrow", "parquet")]
    [InlineData("arrow", "arrows")]
    [InlineData("arrows", "arrow")]
    public void Every_type_comes_back(string from, string to)
    {
        List<Record> rows = NestedRows.Make(200, 20261125);
        byte[] bytes = Rows.Write(NestedRows.Schema, rows, RecordEncoding.Parse(from));
        foreach (string format in new[] { from, to })
        {
            using RecordReader reader = Rows.Open(bytes, RecordEncoding.Parse(format));
            Assert.Equal(NestedRows.Schema.Columns, reader.Schema.Columns);
            List<Record> back = [.. reader.Read()];
            Assert.Equal(rows.Count, back.Count);
            for (int i = 0; i < rows.Count; i++)
                Assert.Equal(rows[i].Values, back[i].Values);
            bytes = Rows.Write(reader.Schema, back, RecordEncoding.Parse(to));
        }
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void A_nested_column_may_stand_alone_and_first(string format)
    {
        RecordEncoding encoding = RecordEncoding.Parse(format);
        foreach (int column in Enumerable.Range(0, NestedRows.Schema.Columns.Count))
        {
            RecordSchema one = new([NestedRows.Schema.Columns[column]]);
            List<Record> rows = [.. NestedRows.Make(30, column).Select(row => Rows.Row(one, row.Values[column]))];
            Assert.Equal(rows.Select(row => row.Values[0]), Rows.Read(Rows.Write(one, rows, encoding), encoding).Select(row => row.Values[0]));
        }
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    [InlineData("arrows")]
    public void Files_without_rows_keep_their_types(string format)
    {
        using RecordReader reader = Rows.Open(Rows.Write(NestedRows.Schema, [], RecordEncoding.Parse(format)), RecordEncoding.Parse(format));
        Assert.Equal(NestedRows.Schema.Columns, reader.Schema.Columns);
        Assert.Empty(reader.Read());
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public void Text_formats_hold_json(string format)
    {
        RecordSchema schema = Rows.Schema(("v", NestedRows.Schema.Columns[NestedRows.Schema.IndexOf("maps")].Type));
        NestedShape outer = schema.Columns[0].Type.Shape!, inner = outer.Fields[1].Type.Shape!;
        var value = RecordValue.OfNested(new(outer, [RecordValue.Of(7L), RecordValue.OfNested(new(inner, [RecordValue.Of("é"), default]))]));
        string text = Rows.WriteText(schema, [Rows.Row(schema, value)], RecordEncoding.Parse(format));
        Assert.Equal(format == "csv" ? "v\n\"[[7,{\"\"é\"\":null}]]\"\n" : "{\"v\":[[7,{\"é\":null}]]}\n", text);
    }

    [Fact]
    public void What_parquet_does_not_know_becomes_json()
    {
        RecordSchema schema = Rows.Schema(("v", RecordType.ShapedAs(NestedShape.ListOf(RecordType.ShapedAs(NestedShape.StructOf([], []))))));
        NestedShape list = schema.Columns[0].Type.Shape!;
        Record row = Rows.Row(schema, RecordValue.OfNested(new(list, [RecordValue.OfNested(new(list.Fields[0].Type.Shape!, [])), default])));
        RecordEncoding parquet = new(RecordFormat.Parquet);
        Assert.Equal(RecordValue.Of("[{},null]"), Rows.Read(Rows.Write(schema, [row], parquet), parquet)[0].Values[0]);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void Too_deep_a_type_is_refused(string format)
    {
        RecordType type = RecordType.Int32;
        for (int i = 0; i < 65; i++)
            type = RecordType.ShapedAs(NestedShape.ListOf(type));
        RecordSchema schema = Rows.Schema(("v", type)), half = Rows.Schema(("v", HalfOf(type)));
        RecordEncoding encoding = RecordEncoding.Parse(format);
        Assert.Single(Rows.Read(Rows.Write(half, [Rows.Row(half, RecordValue.Null)], encoding), encoding));
        var e = Assert.Throws<VerdictFormatException>(() => Rows.Read(Rows.Write(schema, [Rows.Row(schema, RecordValue.Null)], encoding), encoding));
        Assert.Contains("nested", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void A_map_with_a_key_that_is_null_is_refused_by_place(string format)
    {
        RecordSchema schema = Rows.Schema(("v", RecordType.ShapedAs(NestedShape.ListOf(RecordType.ShapedAs(NestedShape.MapOf(RecordType.Text, RecordType.Text))))));
        NestedShape list = schema.Columns[0].Type.Shape!;
        Record row = Rows.Row(schema, RecordValue.OfNested(new(list, [RecordValue.OfNested(new(list.Fields[0].Type.Shape!, [default, RecordValue.Of("x")]))])));
        var e = Assert.Throws<VerdictFormatException>(() => Rows.Write(schema, [row], RecordEncoding.Parse(format)));
        Assert.Contains("has a key that is null", e.Message, StringComparison.Ordinal);
        Assert.StartsWith("test", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public async Task Annotations_of_spark_go_through_a_bulk_job_unchanged(string format)
    {
        string folder = RepositoryPaths.Golden("sparknlp", "5.5.3", "annotated.parquet");
        string input = Directory.GetFiles(folder, "*.parquet").Single();
        string output = Path.Combine(Directory.CreateTempSubdirectory("verdict-nested-").FullName, "out." + format);
        try
        {
            var options = new BulkJobOptions { Inputs = [input], Output = output, TextColumn = "text", Model = "fake 1", RowsPerPart = 1 };
            Assert.True((await BulkJob.RunAsync(options, FakeModel.Scorer(), null, TestContext.Current.CancellationToken)).Finished);

            using RecordReader before = RecordReader.Open(input), after = RecordReader.Open(output);
            int count = before.Schema.Columns.Count;
            Assert.Equal(before.Schema.Columns, after.Schema.Columns.Take(count));
            RecordType annotations = after.Schema.Columns[after.Schema.IndexOf("document")].Type;
            Assert.Equal(NestedKind.List, annotations.Shape!.Kind);
            Assert.Equal(NestedKind.Map, annotations.Shape.Fields[0].Type.Shape!.Fields.Single(field => field.Name == "metadata").Type.Shape!.Kind);
            List<Record> rows = [.. before.Read()];
            Assert.NotEmpty(rows);
            Assert.Equal(rows.Select(row => row.Values), after.Read().Select(row => row.Values.Take(count)));
            Assert.All(rows, row => Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(row["document"].ToText()).RootElement.ValueKind));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(output)!, recursive: true);
        }
    }

    private static RecordType HalfOf(RecordType type)
    {
        for (int i = 0; i < 45; i++)
            type = type.Shape!.Fields[0].Type;
        return type;
    }
}
