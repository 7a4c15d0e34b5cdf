using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

public sealed class AssemblerParity
{
    /// <summary>Five texts that only the cleanup runs have; their own text is what mode <c>disabled</c> leaves of them.</summary>
    private static IEnumerable<string?> Inputs(JsonElement[] disabled) =>
        disabled.Select(r => r.GetProperty("id").GetInt32() is var id && id < 1000 ? Goldens.Texts[id].Text : r.GetProperty("document")[0].GetProperty("result").GetString());

    public static TheoryData<string, string> Modes()
    {
        var data = new TheoryData<string, string>();
        foreach (string release in Goldens.Releases)
        {
            foreach (string mode in (string[])["disabled", "inplace", "inplace_full", "shrink", "shrink_full", "each", "each_full", "delete_full"])
                data.Add(release, mode);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Every_cleanup_mode_gives_the_same_documents(string release, string mode)
    {
        JsonElement[] golden = Goldens.Run(release, "cleanup-" + mode);
        DataFrame frame = DataFrame.Of("text", Inputs(Goldens.Run(release, "cleanup-disabled")));
        DataFrame result = new DocumentAssembler().SetInputCol("text").SetOutputCol("document").SetCleanupMode(mode).Transform(frame);
        Goldens.AssertColumn(release, "cleanup-" + mode, golden, "document", result.Annotations("document"));
    }

    [Theory]
    [InlineData("3.4.4", "id-col", true, false)]
    [InlineData("5.5.3", "id-col", true, false)]
    [InlineData("3.4.4", "metadata-col-no-null", false, true)]
    [InlineData("5.5.3", "metadata-col-no-null", false, true)]
    [InlineData("3.4.4", "id-and-metadata-no-null", true, true)]
    [InlineData("5.5.3", "id-and-metadata-no-null", true, true)]
    public void Ids_and_metadata_join_the_document(string release, string run, bool id, bool map)
    {
        JsonElement[] golden = Goldens.Run(release, run);
        AssertAssembled(release, run, golden, id, map);
    }

    [Theory]
    [InlineData("assembler-none", false, false)]
    [InlineData("assembler-id", true, false)]
    [InlineData("assembler-meta", false, true)]
    [InlineData("assembler-both", true, true)]
    public void Ids_and_metadata_of_the_extra_runs(string run, bool id, bool map) => AssertAssembled("3.4.4", run, Goldens.Extra(run), id, map);

    [Theory]
    [InlineData("array-cleanup-shrink", "shrink")]
    [InlineData("array-cleanup-each_full", "each_full")]
    public void Lists_are_cleaned_element_by_element(string run, string mode)
    {
        JsonElement[] golden = Goldens.Extra(run);
        DataFrame result = new DocumentAssembler().SetInputCol("text").SetCleanupMode(mode).Transform(Frames.TextLists(golden));
        Goldens.AssertColumn("3.4.4", run, golden, "document", result.Annotations("document"));
    }

    /// <summary>The inputs of these runs are not stored; they follow from the documents: the text, then the map without what the assembler added.</summary>
    private static void AssertAssembled(string release, string run, JsonElement[] golden, bool id, bool map)
    {
        var texts = new StringArray.Builder();
        var ids = new StringArray.Builder();
        var maps = new MapBuilder();
        foreach (JsonElement row in golden)
        {
            Annotation document = Goldens.Annotations(row.GetProperty("document"))[0];
            texts.Append(document.Result);
            _ = document.Metadata.TryGetValue("id", out string? value) && value is not null ? ids.Append(value) : ids.AppendNull();
            maps.Append(document.Metadata.Where(m => m.Key != "sentence" && !(id && m.Key == "id")));
        }

        var mapType = new MapType(new Field("key", StringType.Default, false), new Field("value", StringType.Default, true));
        var schema = new Schema([new Field("text", StringType.Default, true), new Field("key", StringType.Default, true), new Field("info", mapType, true)], null);
        var frame = new DataFrame(schema, () => [new RecordBatch(schema, [texts.Build(), ids.Build(), maps.Build(mapType)], golden.Length)]);
        DocumentAssembler assembler = new DocumentAssembler().SetInputCol("text");
        if (id)
            assembler.SetIdCol("key");
        if (map)
            assembler.SetMetadataCol("info");
        Goldens.AssertColumn(release, run, golden, "document", assembler.Transform(frame).Annotations("document"));
    }
}
