using System.IO.Compression;
using Verdict.SparkNlp.Archives;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>From any form to any other, and by that one back: always the same model.</summary>
public class ModelConverterTests
{
    public static TheoryData<string, ModelFormat> All
    {
        get
        {
            var all = new TheoryData<string, ModelFormat>();
            foreach (string source in (string[])["3.4.4-three-labels.zip", "3.4.4-pipeline.zip", "5.5.3-three-labels.zip", "exports/tensorflow", "exports/onnx", "exports/hugging-face"])
            {
                foreach (ModelFormat format in Enum.GetValues<ModelFormat>())
                    all.Add(source, format);
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_form_becomes_every_other(string source, ModelFormat format)
    {
        using var folder = new TemporaryFolder();
        ModelConverter.Convert(GoldenArchives.PathOf(source.Split('/')), folder["there"], format);
        using (SavedArchive written = ArchiveReader.Open(folder["there"]))
        {
            ClassifierArchive classifier = written is PipelineArchive pipeline ? ((StageArchive)pipeline.Stages[2]).Classifier! : ((StageArchive)written).Classifier!;
            Assert.Equal(format == ModelFormat.SparkNlpPipeline, written is PipelineArchive);
            ArchiveReaderTests.AssertSame(GoldenArchives.PathOf("exports", "hugging-face"), classifier);
        }

        ModelConverter.Convert(folder["there"], folder["back"], ModelFormat.HuggingFace);
        foreach (string file in (string[])["model.safetensors", "vocab.txt"])
            Assert.True(File.ReadAllBytes(GoldenArchives.PathOf("exports", "hugging-face", file)).AsSpan().SequenceEqual(File.ReadAllBytes(folder["back", file])), file);
    }

    [Fact]
    public void A_pipeline_of_a_model_is_the_card_s()
    {
        using var folder = new TemporaryFolder();
        ModelConverter.Convert(GoldenArchives.PathOf("exports", "hugging-face"), folder["pipeline"], ModelFormat.SparkNlpPipeline);
        using var pipeline = (PipelineArchive)ArchiveReader.Open(folder["pipeline"]);
        Assert.Equal([StageClasses.DocumentAssembler, StageClasses.TokenizerModel, StageClasses.Classifier], pipeline.Stages.Select(s => s.ClassName));
        Assert.Equal("text", pipeline.Stages[0].Params.Text("inputCol"));
        Assert.Equal("document", pipeline.Stages[0].Params.Text("outputCol"));
        Assert.Equal(["document"], pipeline.Stages[1].Params.Texts("inputCols")!);
        Assert.Equal("token", pipeline.Stages[1].Params.Text("outputCol"));
        Assert.Equal([ArchiveReaderTests.DefaultRule], ((StageArchive)pipeline.Stages[1]).Rules!);
        Assert.Equal(["token", "document"], pipeline.Stages[2].Params.Texts("inputCols")!);
        Assert.False(pipeline.Stages[2].Params.Flag("caseSensitive"));
    }

    [Fact]
    public void What_holds_no_classifier_is_refused()
    {
        using var folder = new TemporaryFolder();
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => ModelConverter.Convert(GoldenArchives.PathOf("5.5.3-tokenizer"), folder["x"], ModelFormat.Onnx));
        Assert.Contains("holds 0 BertForSequenceClassification", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["x"]));
    }

    [Theory]
    [InlineData("\"engine\":\"tensorflow\"", "\"engine\":\"openvino\"", "bert_classification_openvino", "OpenVINO")]
    [InlineData("BertForSequenceClassification\"", "DistilBertForSequenceClassification\"", "bert_classification_tensorflow", "DistilBertForSequenceClassification' is not supported")]
    [InlineData("BertForSequenceClassification\"", "BertForSequenceClassification\"", "bert_classification_elsewhere", "neither bert_classification_tensorflow nor bert_classification_onnx")]
    public void What_is_not_supported_is_refused_by_name(string from, string to, string blob, string expected)
    {
        using var folder = new TemporaryFolder();
        ZipFile.ExtractToDirectory(GoldenArchives.PathOf("5.5.3-three-labels.zip"), folder["model"]);
        string metadata = folder["model", "metadata", "part-00000"];
        File.WriteAllText(metadata, File.ReadAllText(metadata).Replace(from, to, StringComparison.Ordinal));
        if (blob != "bert_classification_tensorflow")
            File.Move(folder["model", "bert_classification_tensorflow"], folder["model", blob]);
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => ArchiveReader.Open(folder["model"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metadata", "metadata/part-00000: the file is missing or empty")]
    [InlineData("fields/vocabulary", "the feature 'vocabulary' is missing")]
    [InlineData("fields/labels", "the feature 'labels' is missing")]
    public void What_is_missing_is_named(string part, string expected)
    {
        using var folder = new TemporaryFolder();
        ZipFile.ExtractToDirectory(GoldenArchives.PathOf("5.5.3-three-labels.zip"), folder["model"]);
        Directory.Delete(Path.Combine(folder["model"], part), true);
        VerdictFormatException error = Assert.Throws<VerdictFormatException>(() => ArchiveReader.Open(folder["model"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signatures_may_be_missing()
    {
        using var folder = new TemporaryFolder();
        ZipFile.ExtractToDirectory(GoldenArchives.PathOf("5.5.3-three-labels.zip"), folder["model"]);
        Directory.Delete(folder["model", "fields", "signatures"], true);
        using SavedArchive opened = ArchiveReader.Open(folder["model"]);
        Assert.NotNull(((StageArchive)opened).Classifier);
    }
}
