using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>What Spark prints, and what Finisher makes, of the same annotated frame.</summary>
public sealed class ShowParity
{
    public static TheoryData<string, string> Finishers()
    {
        var data = new TheoryData<string, string>();
        foreach (string release in Goldens.Releases)
        {
            foreach (string variant in (string[])["default", "not-array", "metadata", "metadata-not-array", "keep", "symbols", "named"])
                data.Add(release, variant);
        }

        return data;
    }

    [Theory]
    [InlineData("3.4.4")]
    [InlineData("5.5.3")]
    public void Show_prints_the_same(string release)
    {
        JsonElement show = Golden(release).GetProperty("show");
        DataFrame frame = Annotated(release);
        Assert.Equal(show.GetProperty("select_class_result").GetString(), frame.Select("class.result").ShowString());
        Assert.Equal(show.GetProperty("select_class_result_truncate_false").GetString(), frame.Select("class.result").ShowString(truncate: 0));
        Assert.Equal(show.GetProperty("frame").GetString(), frame.ShowString());
        Assert.Equal(show.GetProperty("vertical").GetString(), frame.ShowString(vertical: true));
        if (show.TryGetProperty("metadata_column", out JsonElement metadata))
            Assert.Equal(metadata.GetString(), frame.Select("class.metadata").ShowString(truncate: 0));
    }

    [Theory]
    [InlineData("3.4.4")]
    [InlineData("5.5.3")]
    public void Schemas_print_the_same(string release)
    {
        JsonElement show = Golden(release).GetProperty("show");
        Assert.Equal(show.GetProperty("printSchema").GetString(), Annotated(release).SchemaString());
        AssertSameJson(show.GetProperty("schema_json"), Annotated(release).SchemaJson());
    }

    [Theory]
    [MemberData(nameof(Finishers))]
    public void Finisher_gives_the_same_schema_and_rows(string release, string variant)
    {
        JsonElement golden = Golden(release).GetProperty("finisher").GetProperty(variant);
        Finisher finisher = new Finisher().SetInputCols("token", "class");
        finisher = variant switch
        {
            "not-array" => finisher.SetOutputAsArray(false),
            "metadata" => finisher.SetIncludeMetadata(true),
            "metadata-not-array" => finisher.SetIncludeMetadata(true).SetOutputAsArray(false),
            "keep" => finisher.SetCleanAnnotations(false),
            "symbols" => finisher.SetIncludeMetadata(true).SetOutputAsArray(false).SetValueSplitSymbol("|").SetAnnotationSplitSymbol("@"),
            "named" => finisher.SetInputCols("class").SetOutputCols("verdict"),
            _ => finisher,
        };
        DataFrame result = finisher.Transform(Annotated(release));
        AssertSameJson(golden.GetProperty("schema"), result.SchemaJson());

        using var stream = new MemoryStream();
        result.WriteJsonLines(stream);
        JsonElement[] ours = [.. System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        JsonElement[] rows = [.. golden.GetProperty("rows").EnumerateArray()];
        Assert.Equal(rows.Length, ours.Length);
        for (int i = 0; i < rows.Length; i++)
            Assert.True(JsonElement.DeepEquals(rows[i], ours[i]), $"{rows[i]}\n{ours[i]}");
    }

    private static JsonElement Golden(string release) => Goldens.Json(release, "outputs", "light-finisher-show.json");

    private static void AssertSameJson(JsonElement golden, string ours) =>
        Assert.True(JsonElement.DeepEquals(golden, JsonDocument.Parse(ours).RootElement), $"{golden}\n{ours}");

    /// <summary>The frame that the release printed: its rows stand whole under the finisher variant that keeps annotations.</summary>
    private static DataFrame Annotated(string release)
    {
        JsonElement[] rows = [.. Golden(release).GetProperty("finisher").GetProperty("keep").GetProperty("rows").EnumerateArray()];
        var schema = new Schema(
        [
            new Field("id", Int32Type.Default, true), new Field("text", StringType.Default, true),
            AnnotationColumn.Field("document", "document"), AnnotationColumn.Field("token", "token"), AnnotationColumn.Field("class", "category"),
        ], null);
        var ids = new Int32Array.Builder();
        var texts = new StringArray.Builder();
        foreach (JsonElement row in rows)
        {
            ids.Append(row.GetProperty("id").GetInt32());
            texts.Append(row.GetProperty("text").GetString()!);
        }

        IArrowArray[] columns = [ids.Build(), texts.Build(), .. ((string[])["document", "token", "class"]).Select(c => AnnotationColumn.Build([.. rows.Select(r => Ordered(r.GetProperty(c)))]))];
        return new DataFrame(schema, () => [new RecordBatch(schema, columns, rows.Length)]);
    }

    /// <summary>Python's dictionaries show maps in the order of a Java hash table; in the frame the labels follow the sentence by id.</summary>
    private static IReadOnlyList<Annotation> Ordered(JsonElement column) =>
    [
        .. Goldens.Annotations(column).Select(a => new Annotation(
            a.AnnotatorType, a.Begin, a.End, a.Result, new OrderedDictionary<string, string?>(a.Metadata.OrderBy(m => m.Key == "sentence" ? "" : m.Key, StringComparer.Ordinal)))),
    ];
}
