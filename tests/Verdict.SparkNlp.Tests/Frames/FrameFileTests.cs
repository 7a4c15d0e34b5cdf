using Parquet;
using Verdict.SparkNlp.Frames.Parquet;
using Verdict.SparkNlp.Tests.Archives;
using Verdict.SparkNlp.Tests.Parity;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Frames;

public sealed class FrameFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verdict-frames-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("3.4.4", "annotated.parquet")]
    [InlineData("5.5.3", "annotated.parquet")]
    [InlineData("5.5.3", "annotated-20.parquet")]
    public void What_Spark_wrote_is_read_and_written_again_with_the_same_physical_schema(string release, string name)
    {
        string original = RepositoryPaths.Golden("sparknlp", release, name);
        DataFrame frame = DataFrame.ReadParquet(original);
        Assert.Equal(["document", "token", "category"], ((string[])["document", "token", "class"]).Select(c => AnnotationColumn.TypeOf(frame.Schema, c)));

        string copy = Path.Combine(_folder, "copy.parquet");
        frame.WriteParquet(copy);
        Assert.Equal(Physical(ParquetReading.Files(original)[0]), Physical(copy));
        Assert.Equal(Note(ParquetReading.Files(original)[0]), Note(copy));
        AssertSame(frame, DataFrame.ReadParquet(copy));
    }

    [Fact]
    public void Whole_numbers_are_bare_as_Spark_writes_them()
    {
        string path = Path.Combine(_folder, "numbers.parquet");
        var fields = new Apache.Arrow.Field[] { new("int", Apache.Arrow.Types.Int32Type.Default, false), new("bigint", Apache.Arrow.Types.Int64Type.Default, true), new("smallint", Apache.Arrow.Types.Int16Type.Default, true) };
        var batch = new Apache.Arrow.RecordBatch(
            new Apache.Arrow.Schema(fields, null),
            [new Apache.Arrow.Int32Array.Builder().Append(-1).Append(2).Build(), new Apache.Arrow.Int64Array.Builder().Append(long.MaxValue).AppendNull().Build(), new Apache.Arrow.Int16Array.Builder().Append(-3).AppendNull().Build()],
            2);
        DataFrame frame = new(batch.Schema, () => [batch]);
        frame.WriteParquet(path);
        Assert.Equal(
            """
            spark_schema 3
            int REQUIRED INT32
            bigint OPTIONAL INT64
            smallint OPTIONAL INT32 INT_16 INTEGER
            """,
            Physical(path));
        AssertSame(frame, DataFrame.ReadParquet(path));
    }

    [Fact]
    public void What_Spark_wrote_holds_the_annotations_of_the_run()
    {
        DataFrame frame = DataFrame.ReadParquet(RepositoryPaths.Golden("sparknlp", "5.5.3", "annotated-20.parquet")).Cache();
        var golden = Goldens.Run("5.5.3", "default").Take(20).ToArray();
        foreach (string column in (string[])["document", "token", "class"])
            Goldens.AssertColumn("5.5.3", "annotated-20", golden, column, frame.Annotations(column));
    }

    [Fact]
    public void Annotated_frames_survive_every_binary_format()
    {
        DataFrame frame = Annotated();
        string parquet = Path.Combine(_folder, "a.parquet"), arrow = Path.Combine(_folder, "a.arrow");
        frame.WriteParquet(parquet);
        frame.WriteArrow(arrow);
        AssertSame(frame, DataFrame.ReadParquet(parquet));
        AssertSame(frame, DataFrame.ReadArrow(arrow));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp"));
    }

    [Fact]
    public void Text_formats_give_texts_numbers_and_truth_values()
    {
        string csv = Path.Combine(_folder, "a.csv"), json = Path.Combine(_folder, "a.jsonl");
        File.WriteAllText(csv, "id,text\n1,\"Bon,\nfilm\"\n2,Nul\n");
        File.WriteAllText(json, "{\"id\":1,\"n\":1.5,\"ok\":true,\"text\":\"a\\u2028b\"}\n{\"id\":2,\"n\":2,\"ok\":null,\"text\":null}\n");
        Assert.Equal(["Bon,\nfilm", "Nul"], DataFrame.ReadCsv(csv).Texts("text"));
        DataFrame rows = DataFrame.ReadJsonLines(json);
        Assert.Equal("root\n |-- id: long (nullable = true)\n |-- n: double (nullable = true)\n |-- ok: boolean (nullable = true)\n |-- text: string (nullable = true)\n", rows.SchemaString());
        Assert.Equal(["a\u2028b", null], rows.Texts("text"));
        Assert.Equal(["1", "2"], rows.Texts("id"));
        string copy = Path.Combine(_folder, "b.jsonl");
        rows.WriteJsonLines(copy);
        Assert.Equal("{\"id\":1,\"n\":1.5,\"ok\":true,\"text\":\"a\\u2028b\"}\n{\"id\":2,\"n\":2.0,\"ok\":null,\"text\":null}\n", File.ReadAllText(copy));
    }

    [Fact]
    public void A_broken_row_is_named()
    {
        string csv = Path.Combine(_folder, "bad.csv");
        File.WriteAllText(csv, "id,text\n1,a\n2,b,c\n");
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => DataFrame.ReadCsv(csv).Count());
        Assert.Contains("bad.csv, line 3: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public void Damaged_binary_files_end_in_typed_errors(string format)
    {
        string path = Path.Combine(_folder, "good." + format);
        DataFrame frame = DataFrame.ReadParquet(RepositoryPaths.Golden("sparknlp", "5.5.3", "annotated.parquet")).Select("id", "class");
        if (format == "parquet")
            frame.WriteParquet(path);
        else
            frame.WriteArrow(path);
        Damage.Fuzz(File.ReadAllBytes(path), bytes =>
        {
            DataFrame read = format == "parquet" ? DataFrame.ReadParquet("bad", () => new MemoryStream(bytes)) : DataFrame.ReadArrow("bad", () => new MemoryStream(bytes));
            _ = read.ShowString();
        });
    }

    [Fact]
    public void A_footer_with_a_list_that_would_be_skipped_for_hours_is_refused()
    {
        byte[] file = [.. "PAR1"u8, 0x15, 2, 0x99, 0xF0, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0, 10, 0, 0, 0, .. "PAR1"u8];
        Assert.Contains("its description", Assert.Throws<VerdictFormatException>(() => DataFrame.ReadParquet("bad", () => new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_footer_that_ends_in_half_a_zero_is_refused()
    {
        string path = Path.Combine(_folder, "good.parquet");
        DataFrame.ReadParquet(RepositoryPaths.Golden("sparknlp", "5.5.3", "annotated.parquet")).Select("id", "class").WriteParquet(path);
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal(0, file[^9]);
        file[^9] = 0x70;
        Assert.Contains("its description", Assert.Throws<VerdictFormatException>(() => DataFrame.ReadParquet("bad", () => new MemoryStream(file))).Message, StringComparison.Ordinal);
    }

    private static DataFrame Annotated()
    {
        var model = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new SentenceDetector(), new TokenizerModel().SetInputCols("sentence"));
        return model.Transform(Tests.Parity.Frames.Of(Goldens.Texts)).Cache();
    }

    private static void AssertSame(DataFrame expected, DataFrame actual)
    {
        Assert.Equal(expected.SchemaString(), actual.SchemaString());
        Assert.Equal(expected.SchemaJson(), actual.SchemaJson());
        Assert.Equal(Json(expected), Json(actual));
    }

    private static string Json(DataFrame frame)
    {
        using var stream = new MemoryStream();
        frame.WriteJsonLines(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The whole schema, field by field, the root included.</summary>
    private static string Physical(string path)
    {
        ParquetReader reader = ParquetReader.CreateAsync(path).GetAwaiter().GetResult();
        using var closing = new Closing(reader);
        return string.Join('\n', reader.Metadata!.Schema.Select(s => string.Join(' ', ((object?[])
            [s.Name, s.RepetitionType, s.Type, s.TypeLength, s.NumChildren, s.ConvertedType, Logical(s.LogicalType), s.Scale, s.Precision, s.FieldId]).Where(v => v is not null))));
    }

    /// <summary>Every annotation that is there, whichever it is.</summary>
    private static string? Logical(global::Parquet.Meta.LogicalType? type) =>
        type is null ? null : string.Join('+', typeof(global::Parquet.Meta.LogicalType).GetProperties().Where(p => p.GetValue(type) is not null).Select(p => p.Name));

    private static string Note(string path)
    {
        ParquetReader reader = ParquetReader.CreateAsync(path).GetAwaiter().GetResult();
        using var closing = new Closing(reader);
        return reader.CustomMetadata["org.apache.spark.sql.parquet.row.metadata"];
    }

    private sealed class Closing(ParquetReader reader) : IDisposable
    {
        public void Dispose() => reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
