using Verdict.SparkNlp.Archives;
using Verdict.Tensors;
using Verdict.Testing;
using Xunit;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>Genuine archives of Spark NLP 3.4.4 and 5.5.3 against the Hugging Face folders that they were made from.</summary>
public class ArchiveReaderTests
{
    private static readonly string Exports = RepositoryPaths.Golden("sparknlp", "archives", "exports");

    [Theory]
    [InlineData("3.4.4-three-labels.zip")]
    [InlineData("5.5.3-three-labels.zip")]
    public void A_saved_classifier_is_the_model_it_was_made_from(string archive)
    {
        using SavedArchive opened = ArchiveReader.Open(RepositoryPaths.Golden("sparknlp", "archives", archive));
        AssertSame(Path.Combine(Exports, "hugging-face"), Assert.IsType<StageArchive>(opened).Classifier!);
    }

    [Theory]
    [InlineData("3.4.4/model", "models/tiny-bert-fr")]
    [InlineData("5.5.3/model", "models/tiny-bert-fr")]
    [InlineData("5.5.3/model-uncased", "goldens/sparknlp/exports/hugging-face")]
    [InlineData("3.4.4/model-uncased-8-parts", "goldens/sparknlp/exports/hugging-face")]
    public void So_is_one_in_a_folder_with_checksum_files(string archive, string original)
    {
        using SavedArchive opened = ArchiveReader.Open(RepositoryPaths.Shared(["goldens", "sparknlp", .. archive.Split('/')]));
        AssertSame(RepositoryPaths.Shared(original.Split('/')), Assert.IsType<StageArchive>(opened).Classifier!);
    }

    [Fact]
    public void Params_that_were_set_stand_over_defaults()
    {
        using SavedArchive stage = ArchiveReader.Open(RepositoryPaths.Golden("sparknlp", "archives", "5.5.3-three-labels.zip"));
        Assert.Equal(StageClasses.Classifier, stage.ClassName);
        Assert.Equal("BERT_FOR_SEQUENCE_CLASSIFICATION_42a826998e8d", stage.Uid);
        Assert.Equal("3.5.5", stage.Metadata.SparkVersion);
        Assert.False(stage.Params.Flag("caseSensitive"));
        Assert.Equal(128, stage.Params.Integer("maxSentenceLength"));
        Assert.Equal(0.5, stage.Params.Number("threshold"));
        Assert.Equal("softmax", stage.Params.Text("activation"));
        Assert.Equal(["token", "document"], stage.Params.Texts("inputCols")!);
        Assert.Null(stage.Params.Text("unheardOf"));
    }

    [Fact]
    public void A_saved_pipeline_has_its_stages_in_order()
    {
        using SavedArchive opened = ArchiveReader.Open(RepositoryPaths.Golden("sparknlp", "archives", "3.4.4-pipeline.zip"));
        PipelineArchive pipeline = Assert.IsType<PipelineArchive>(opened);
        Assert.Equal("PipelineModel_d3854cd84a31", pipeline.Uid);
        Assert.Equal([StageClasses.DocumentAssembler, StageClasses.TokenizerModel, StageClasses.Classifier], pipeline.Stages.Select(s => s.ClassName));
        Assert.Equal("shrink", pipeline.Stages[0].Params.Text("cleanupMode"));
        Assert.Equal(["Harry Potter"], pipeline.Stages[1].Params.Texts("exceptions")!);
        Assert.Equal([DefaultRule], ((StageArchive)pipeline.Stages[1]).Rules!);
        Assert.Equal(64, pipeline.Stages[2].Params.Integer("maxSentenceLength"));
        AssertSame(Path.Combine(Exports, "hugging-face"), ((StageArchive)pipeline.Stages[2]).Classifier!);
    }

    [Theory]
    [InlineData("3.4.4-tokenizer")]
    [InlineData("3.4.4-tokenizer-default")]
    [InlineData("5.5.3-tokenizer")]
    public void A_saved_tokenizer_has_the_default_rule(string archive)
    {
        using SavedArchive stage = ArchiveReader.Open(RepositoryPaths.Golden("sparknlp", "archives", archive));
        Assert.Equal([DefaultRule], Assert.IsType<StageArchive>(stage).Rules!);
    }

    [Fact]
    public void A_saved_tokenizer_keeps_patterns_that_were_set()
    {
        using SavedArchive stage = ArchiveReader.Open(RepositoryPaths.Golden("sparknlp", "archives", "3.4.4-tokenizer-patterns"));
        Assert.NotEqual([DefaultRule], Assert.IsType<StageArchive>(stage).Rules!);
        Assert.All(Assert.IsType<StageArchive>(stage).Rules!, r => Assert.StartsWith(@"\A", r, StringComparison.Ordinal));
    }

    /// <summary>What the defaults of Tokenizer make: prefix, infix and suffix around the context characters.</summary>
    internal const string DefaultRule = @"\A([\Q.,;:!?*-()""'\E]*)([^\Q.,;:!?*-()""'\E](?:.*[^\Q.,;:!?*-()""'\E])*)([\Q.,;:!?*-()""'\E]*)\z";

    internal static void AssertSame(string huggingFace, ClassifierArchive actual)
    {
        using var expected = HuggingFaceModel.Open(huggingFace);
        Assert.Equal(expected.Configuration, actual.Configuration);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Vocabulary, actual.Vocabulary);
        foreach ((StoredTensor ours, StoredTensor theirs) in actual.Tensors.All().Zip(expected.Parameters.All()))
        {
            Assert.Equal(theirs.Shape, ours.Shape);
            Assert.True(theirs.Bytes.Span.SequenceEqual(ours.Bytes.Span), ours.Name);
        }
    }
}
