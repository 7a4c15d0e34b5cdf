using System.Text.Json;
using Apache.Arrow;
using Parquet;
using Verdict.Cli.Tests.Running;
using Verdict.SparkNlp;
using Verdict.Testing;
using Xunit;

namespace Verdict.Cli.Tests.Verbs;

/// <summary><c>classify -o --annotations NAME</c>: the column that a Spark NLP pipeline would write.</summary>
public sealed class ClassifyAnnotationsTests
{
    private static readonly string Tiny = RepositoryPaths.Golden("models", "tiny-bert-fr");

    /// <summary>Without accents, which Spark NLP's own tokenising treats otherwise than the model's.</summary>
    private static readonly string[] Texts = ["un beau film", "un 😀 nul, vraiment", "bof"];

    [Theory]
    [InlineData("parquet")]
    [InlineData("arrow")]
    public async Task Frames_read_the_column_as_one_of_their_own(string format)
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("out." + format), native = folder.File("native." + format);
        Assert.Equal(ExitCode.MarkedRows, (await Run(folder, output)).ExitCode);
        DataFrame own = Annotated();
        Write(own, native);

        DataFrame written = Read(output), expected = Read(native);
        Assert.Equal(Field(expected).SchemaString(), Field(written).SchemaString());
        Assert.Equal(Field(expected).SchemaJson(), Field(written).SchemaJson()); // the column's kind, which stages look for
        if (format == "parquet")
            Assert.Equal(await PhysicalAsync(native), await PhysicalAsync(output)); // which is Spark's, as the frames' own tests prove
        IReadOnlyList<Annotation>[] rows = [.. written.Annotations("class")];
        IReadOnlyList<Annotation>[] pipeline = [.. own.Annotations("class")];
        Assert.Empty(rows[1]); // the row without a text
        Assert.Equal(pipeline.Select(Assert.Single).Select(Facts), rows.Where((_, i) => i != 1).Select(Assert.Single).Select(Facts));
        Assert.Equal(["1", "2", "3", "4"], written.Texts("id"));
    }

    [Fact]
    public async Task Json_lines_hold_it_as_an_array_of_objects()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("out.jsonl");
        await Run(folder, output);

        JsonElement[] rows = [.. (await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(0, rows[1].GetProperty("class").GetArrayLength());
        JsonElement annotation = rows[2].GetProperty("class")[0];
        Assert.Equal(["annotatorType", "begin", "end", "result", "metadata", "embeddings"], annotation.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("category", 0, Texts[1].Length - 1), (annotation.GetProperty("annotatorType").GetString(), annotation.GetProperty("begin").GetInt32(), annotation.GetProperty("end").GetInt32()));
        Assert.Equal(rows[2].GetProperty("label").GetString(), annotation.GetProperty("result").GetString());
        Assert.Equal(["sentence", "neg", "pos"], annotation.GetProperty("metadata").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public async Task Shards_are_joined_with_it()
    {
        using var folder = new TemporaryFolder();
        string whole = folder.File("whole.parquet"), joined = folder.File("joined.parquet");
        await Run(folder, whole);
        foreach (string shard in new[] { "1/2", "2/2" })
            await Run(folder, joined, "--shard", shard);
        Assert.Equal(0, (await InProcess.RunAsync(["merge", joined])).ExitCode);
        Assert.Equal(await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(joined, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("parquet", "arrow")]
    [InlineData("arrow", "parquet")]
    [InlineData("parquet", "parquet")]
    public async Task A_file_that_has_one_already_keeps_it_beside_the_new_one(string from, string to)
    {
        using var folder = new TemporaryFolder();
        string input = folder.File("native." + from), output = folder.File("again." + to);
        Write(Annotated(), input);
        CommandResult result = await InProcess.RunAsync(["classify", "-m", Tiny, "-i", input, "--text", "text", "-o", output, "--annotations", "class"]);
        Assert.Equal(("", 0), (result.Error, result.ExitCode));
        foreach (string column in new[] { "document", "token", "class" })
            Assert.Equal(Read(input).Annotations(column).Select(Exactly), Read(output).Annotations(column).Select(Exactly));
        Assert.Equal(Read(input).Annotations("class").Select(Assert.Single).Select(Facts), Read(output).Annotations("class_2").Select(Assert.Single).Select(Facts));
    }

    [Fact]
    public async Task Nothing_to_do_still_gives_the_column()
    {
        using var folder = new TemporaryFolder();
        string input = folder.File("in.csv", "review,class\n");
        foreach (string name in new[] { "out.parquet", "out.arrow" })
        {
            string output = folder.File(name);
            CommandResult result = await InProcess.RunAsync(["classify", "-m", Tiny, "-i", input, "--text", "review", "-o", output, "--annotations", "class"]);
            Assert.Equal(("", 0), (result.Error, result.ExitCode));
            Assert.Equal("class_2", Read(output).Columns[^1]); // the input has that name already
            Assert.Empty(Read(output).Annotations("class_2"));
        }
    }

    [Fact]
    public async Task Delimited_text_cannot_hold_it()
    {
        using var folder = new TemporaryFolder();
        CommandResult result = await Run(folder, folder.File("out.csv"));
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("delimited text cannot hold the annotation column 'class'; write Parquet, Arrow or JSON lines", result.Error, StringComparison.Ordinal);
        Assert.Equal(["in.jsonl"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    private static Task<CommandResult> Run(TemporaryFolder folder, string output, params string[] more)
    {
        string[] lines = [.. Texts.Select((text, i) => JsonSerializer.Serialize(new Dictionary<string, object> { ["id"] = i == 0 ? 1 : i + 2, ["text"] = text }))];
        string input = folder.File("in.jsonl", $"{lines[0]}\n{{\"id\":2,\"text\":null}}\n{lines[1]}\n{lines[2]}\n");
        return InProcess.RunAsync(["classify", "-m", Tiny, "-i", input, "--text", "text", "-o", output, "--annotations", "class", .. more]);
    }

    /// <summary>What a pipeline says about the same texts.</summary>
    private static DataFrame Annotated()
    {
        using BertForSequenceClassification classifier = BertForSequenceClassification.LoadSavedModel(Tiny).SetMaxSentenceLength(64).SetInputCols("document", "token").SetOutputCol("class");
        var pipeline = new Pipeline().SetStages(
            new DocumentAssembler().SetInputCol("text").SetOutputCol("document"),
            new Tokenizer().SetInputCols("document").SetOutputCol("token"),
            classifier);
        DataFrame texts = DataFrame.Of("text", Texts);
        RecordBatch[] batches = [.. pipeline.Fit(texts).Transform(texts).Batches()];
        return new DataFrame(batches[0].Schema, () => batches);
    }

    /// <summary>The file's root and the nodes of the column <c>class</c>, which is the last.</summary>
    private static async Task<string> PhysicalAsync(string path)
    {
        ParquetReader reader = await ParquetReader.CreateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        await using (reader)
        {
            global::Parquet.Meta.SchemaElement[] nodes = [.. reader.Metadata!.Schema];
            return nodes[0].Name + string.Concat(nodes.SkipWhile(node => node.Name != "class")
                .Select(node => $"\n{node.Name} {node.RepetitionType} {node.Type} {node.NumChildren} {node.ConvertedType} {node.LogicalType is not null}"));
        }
    }

    private static (string, int, int, string, string) Facts(Annotation annotation) => (
        annotation.AnnotatorType, annotation.Begin, annotation.End, annotation.Result,
        string.Join(", ", annotation.Metadata.Select(m => $"{m.Key} {float.Parse(m.Value!, System.Globalization.CultureInfo.InvariantCulture):F4}")));

    private static string Exactly(IReadOnlyList<Annotation> annotations) => string.Join('\n', annotations.Select(a =>
        $"{a.AnnotatorType} {a.Begin} {a.End} {a.Result} {string.Join(", ", a.Metadata)} [{string.Join(", ", a.Embeddings)}]"));

    private static DataFrame Field(DataFrame frame) => frame.Select("class");

    private static DataFrame Read(string path) => path.EndsWith(".parquet", StringComparison.Ordinal) ? DataFrame.ReadParquet(path) : DataFrame.ReadArrow(path);

    private static void Write(DataFrame frame, string path)
    {
        if (path.EndsWith(".parquet", StringComparison.Ordinal))
            frame.WriteParquet(path);
        else
            frame.WriteArrow(path);
    }
}
