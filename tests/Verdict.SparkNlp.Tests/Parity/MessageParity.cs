using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Types;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>Errors say what Spark NLP's say to Scala users; uids differ, so the golden's is put in place of ours.</summary>
public sealed class MessageParity
{
    private static readonly JsonElement Config = Goldens.Json("3.4.4", "extra", "outputs", "config.json");

    [Theory]
    [InlineData("error-missing-input-column")]
    [InlineData("error-tokenizer-no-document")]
    [InlineData("error-tokenizer-text-input")]
    [InlineData("error-unknown-input-col")]
    [InlineData("error-plain-text-input-col")]
    [InlineData("error-one-input-col-jvm-setter")]
    [InlineData("error-three-input-cols-jvm-setter")]
    [InlineData("error-max-600-jvm-setter")]
    [InlineData("error-max-513-jvm-setter")]
    [InlineData("error-max-0-jvm-setter")]
    [InlineData("error-batch-0-jvm-setter")]
    [InlineData("error-cleanup-unknown-jvm-setter")]
    [InlineData("error-prefix-invalid")]
    [InlineData("error-suffix-invalid")]
    [InlineData("error-infix-no-group")]
    [InlineData("error-split-chars-long")]
    public void The_message_is_the_same(string run)
    {
        string golden = Config.GetProperty(run).GetProperty("python_message").GetString()!;
        using BertForSequenceClassification classifier = Models.Tiny();
        string ours = Assert.ThrowsAny<ArgumentException>(() => Provoke(run, classifier)).Message;
        Assert.Equal(WithoutUid(golden), WithoutUid(ours));
    }

    [Theory]
    [InlineData("error-pipeline-transform-missing-input-column")]
    [InlineData("error-missing-input-column-fit")]
    [InlineData("error-model-without-tokenizer-column")]
    [InlineData("error-model-on-plain-columns")]
    [InlineData("error-max-600-java")]
    [InlineData("error-max-0-java")]
    [InlineData("error-batch-0-java")]
    public void The_message_is_that_of_the_newer_release_too(string run)
    {
        string golden = Goldens.Json("5.5.3", "outputs", "config.json").GetProperty(run).GetProperty("python_message").GetString()!;
        using BertForSequenceClassification classifier = Models.Tiny();
        var schema = new Schema([new Field("id", Int64Type.Default, true), new Field("text", StringType.Default, true)], null);
        var frame = new DataFrame(schema, () => []);
        string ours = Assert.ThrowsAny<ArgumentException>(() => run switch
        {
            "error-pipeline-transform-missing-input-column" => new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), classifier).Transform(DataFrame.Of("other", "a")),
            "error-missing-input-column-fit" => new Pipeline().SetStages(new DocumentAssembler().SetInputCol("nope"), new Tokenizer(), classifier).Fit(frame),
            "error-model-without-tokenizer-column" => classifier.SetInputCols("token", "document").Transform(new DocumentAssembler().SetInputCol("text").Transform(frame)),
            "error-model-on-plain-columns" => classifier.SetInputCols("text", "id").Transform(frame),
            "error-max-600-java" => classifier.SetMaxSentenceLength(600),
            "error-max-0-java" => classifier.SetMaxSentenceLength(0),
            _ => (object)classifier.SetBatchSize(0),
        }).Message;
        Assert.Equal(WithoutUid(golden), WithoutUid(ours));
    }

    [Theory]
    [InlineData("error-input-type-array-int")]
    [InlineData("error-input-type-map")]
    [InlineData("error-input-type-struct")]
    public void A_column_that_is_no_text_is_refused_with_its_type(string run)
    {
        string golden = Config.GetProperty(run).GetProperty("python_message").GetString()!.Split('\n')[0];
        IArrowType type = run switch
        {
            "error-input-type-array-int" => new ListType(new Field("element", Int32Type.Default, true)),
            "error-input-type-map" => new MapType(new Field("key", StringType.Default, false), new Field("value", StringType.Default, true)),
            _ => new StructType([new Field("a", StringType.Default, true)]),
        };
        var frame = new DataFrame(new Schema([new Field("text", type, true)], null), () => []);
        Assert.StartsWith(golden, Assert.Throws<ArgumentException>(() => new DocumentAssembler().SetInputCol("text").Transform(frame)).Message);
    }

    [Fact]
    public void Columns_that_were_never_set_are_named() =>
        Assert.Contains("Failed to find a default value for inputCol", Assert.Throws<InvalidOperationException>(() => new DocumentAssembler().Transform(DataFrame.Of("text"))).Message, StringComparison.Ordinal);

    private static void Provoke(string run, BertForSequenceClassification classifier)
    {
        var ids = new Int64Array.Builder();
        var schema = new Schema([new Field("id", Int64Type.Default, true), new Field("text", StringType.Default, true)], null);
        var frame = new DataFrame(schema, () => [new RecordBatch(schema, [ids.Build(), new StringArray.Builder().Build()], 0)]);
        DocumentAssembler assembler = new DocumentAssembler().SetInputCol("text");
        DataFrame tokens = new PipelineModel(assembler, new TokenizerModel()).Transform(frame);
        _ = run switch
        {
            "error-missing-input-column" => assembler.Transform(DataFrame.Of("other", "a")),
            "error-tokenizer-no-document" => new TokenizerModel().Transform(frame),
            "error-tokenizer-text-input" => new TokenizerModel().SetInputCols("text").Transform(assembler.Transform(frame)),
            "error-unknown-input-col" => classifier.SetInputCols("tok", "document").Transform(tokens),
            "error-plain-text-input-col" => classifier.SetInputCols("text", "token").Transform(tokens),
            "error-one-input-col-jvm-setter" => classifier.SetInputCols("token"),
            "error-three-input-cols-jvm-setter" => classifier.SetInputCols("token", "document", "text"),
            "error-max-600-jvm-setter" => classifier.SetMaxSentenceLength(600),
            "error-max-513-jvm-setter" => classifier.SetMaxSentenceLength(513),
            "error-max-0-jvm-setter" => classifier.SetMaxSentenceLength(0),
            "error-batch-0-jvm-setter" => classifier.SetBatchSize(0),
            "error-cleanup-unknown-jvm-setter" => assembler.SetCleanupMode("nope"),
            "error-prefix-invalid" => new Tokenizer().SetPrefixPattern("([a-z]*)").Fit(assembler.Transform(frame)),
            "error-suffix-invalid" => new Tokenizer().SetSuffixPattern("([a-z]*)").Fit(assembler.Transform(frame)),
            "error-infix-no-group" => new Tokenizer().SetInfixPatterns("[a-z]+").Fit(assembler.Transform(frame)),
            _ => (object)new Tokenizer().SetSplitChars("ab"),
        };
    }

    private static string WithoutUid(string message) => System.Text.RegularExpressions.Regex.Replace(message, "_[0-9a-f]{12}", "_UID");
}
