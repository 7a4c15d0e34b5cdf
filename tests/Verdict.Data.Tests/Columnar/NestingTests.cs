using Parquet;
using Parquet.Schema;
using Xunit;

namespace Verdict.Data.Tests.Columnar;

/// <summary>Lists, structs and maps in every state of emptiness.</summary>
public sealed class NestingTests
{
    [Fact]
    public async Task Lists_in_parquet_become_arrays()
    {
        var schema = new ParquetSchema(new ListField("list", new DataField<int>("element", nullable: true)), new DataField("old", typeof(int), isNullable: false, isArray: true));
        var stream = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            // Rows: [1, null, 3], null, [], [4]
            await group.WriteAllPartsAsync<int>(schema.DataFields[0], new[] { 1, 3, 4 }, new[] { 3, 2, 3, 0, 1, 3 }, new[] { 0, 1, 1, 0, 0, 0 }, TestContext.Current.CancellationToken);
            // Rows: [7, 8], [], [], [9]
            await group.WriteAllPartsAsync<int>(schema.DataFields[1], new[] { 7, 8, 9 }, new[] { 1, 1, 0, 0, 1 }, new[] { 0, 1, 0, 0, 0 }, TestContext.Current.CancellationToken);
        }

        List<Record> rows = Rows.Read(stream.ToArray(), new(RecordFormat.Parquet));
        Assert.Equal(["[1,null,3]", "", "[]", "[4]"], rows.Select(row => row["list"].ToText()));
        Assert.True(rows[1]["list"].IsNull);
        Assert.Equal(["[7,8]", "[]", "[]", "[9]"], rows.Select(row => row["old"].ToText()));
    }

    [Fact]
    public async Task Structs_and_maps_in_parquet_become_objects()
    {
        var schema = new ParquetSchema(
            new StructField("s", new DataField<int>("a", nullable: true), new ListField("b", new DataField<int>("element", nullable: false))),
            new MapField("m", new DataField<int>("key", nullable: false), new DataField<int>("value", nullable: true)));
        var stream = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, cancellationToken: TestContext.Current.CancellationToken))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            // s: {a:1, b:[1,2]}, null, {a:null, b:null};  m: [[1,null],[2,5]], null, []
            await group.WriteAllPartsAsync<int>(schema.DataFields[0], new[] { 1 }, new[] { 2, 0, 1 }, null, TestContext.Current.CancellationToken);
            await group.WriteAllPartsAsync<int>(schema.DataFields[1], new[] { 1, 2 }, new[] { 3, 3, 0, 1 }, new[] { 0, 1, 0, 0 }, TestContext.Current.CancellationToken);
            await group.WriteAllPartsAsync<int>(schema.DataFields[2], new[] { 1, 2 }, new[] { 2, 2, 0, 1 }, new[] { 0, 1, 0, 0 }, TestContext.Current.CancellationToken);
            await group.WriteAllPartsAsync<int>(schema.DataFields[3], new[] { 5 }, new[] { 2, 3, 0, 1 }, new[] { 0, 1, 0, 0 }, TestContext.Current.CancellationToken);
        }

        List<Record> rows = Rows.Read(stream.ToArray(), new(RecordFormat.Parquet));
        Assert.Equal(["{\"a\":1,\"b\":[1,2]}", "", "{\"a\":null,\"b\":null}"], rows.Select(row => row["s"].ToText()));
        Assert.Equal(["[[1,null],[2,5]]", "", "[]"], rows.Select(row => row["m"].ToText()));
    }

    [Fact]
    public void Nested_columns_of_arrow_become_json()
    {
        var list = new Apache.Arrow.ListArray.Builder(Apache.Arrow.Types.Int32Type.Default);
        var values = (Apache.Arrow.Int32Array.Builder)list.ValueBuilder;
        list.Append();
        values.Append(1).AppendNull();
        list.AppendNull();
        list.Append();
        var structs = new Apache.Arrow.StructArray(
            new Apache.Arrow.Types.StructType([new("x", Apache.Arrow.Types.StringType.Default, true)]), 3,
            [new Apache.Arrow.StringArray.Builder().Append("é").AppendNull().Append("z").Build()],
            new Apache.Arrow.ArrowBuffer.BitmapBuilder().Append(true).Append(true).Append(false).Build(), 1);
        var lists = list.Build();
        var schema = new Apache.Arrow.Schema([new("l", lists.Data.DataType, true), new("s", structs.Data.DataType, true)], null);
        var stream = new MemoryStream();
        using (var writer = new Apache.Arrow.Ipc.ArrowStreamWriter(stream, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(new Apache.Arrow.RecordBatch(schema, [lists, structs], 3));
            writer.WriteEnd();
        }

        List<Record> rows = Rows.Read(stream.ToArray(), new(RecordFormat.ArrowStream));
        Assert.Equal(["[1,null]", "", "[]"], rows.Select(row => row["l"].ToText()));
        Assert.Equal(["{\"x\":\"é\"}", "{\"x\":null}", ""], rows.Select(row => row["s"].ToText()));
    }
}
