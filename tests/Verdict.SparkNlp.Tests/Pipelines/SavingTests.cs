using Verdict.SparkNlp.Tests.Archives;
using Verdict.SparkNlp.Tests.Parity;
using Xunit;

namespace Verdict.SparkNlp.Tests.Pipelines;

public sealed class SavingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verdict-saving-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_pipeline_gives_the_same_annotations_and_parameters()
    {
        using PipelineModel pipeline = new(
            new DocumentAssembler().SetInputCol("text").SetCleanupMode("shrink"),
            new SentenceDetector().SetCustomBounds(";").SetMinLength(2),
            new TokenizerModel().SetInputCols("sentence").SetExceptions("Harry Potter").SetSplitChars("-").SetMaxLength(40).SetLazyAnnotator(true),
            Tests.Parity.Models.Multilabel().SetInputCols("sentence", "token").SetOutputCol("class").SetMaxSentenceLength(32).SetThreshold(0.4f).SetBatchSize(3),
            new Finisher().SetInputCols("class").SetCleanAnnotations(false).SetIncludeMetadata(true));
        string path = Path.Combine(_folder, "pipeline");
        pipeline.Save(path);
        using PipelineModel loaded = PipelineModel.Load(path);

        Assert.Equal(pipeline.Uid, loaded.Uid);
        Assert.Equal(pipeline.Stages.Select(s => s.Uid), loaded.Stages.Select(s => s.Uid));
        var classifier = Assert.IsType<BertForSequenceClassification>(loaded.Stages[3]);
        Assert.Equal((3, 32, false, "sigmoid", true, 0.4f, "onnx"), (classifier.BatchSize, classifier.MaxSentenceLength, classifier.CaseSensitive, classifier.Activation, classifier.Multilabel, classifier.Threshold, classifier.Engine));
        var tokenizer = Assert.IsType<TokenizerModel>(loaded.Stages[2]);
        Assert.Equal(["Harry Potter"], tokenizer.Exceptions!);
        Assert.Equal(["-"], tokenizer.SplitChars!);
        Assert.Equal(40, tokenizer.MaxLength);
        Assert.Equal((false, true, false), (((Annotator)loaded.Stages[1]).LazyAnnotator, tokenizer.LazyAnnotator, classifier.LazyAnnotator));
        DataFrame frame = Tests.Parity.Frames.Of(Goldens.Texts);
        Assert.Equal(pipeline.Transform(frame).ShowString(200, 0), loaded.Transform(frame).ShowString(200, 0));
        Assert.Throws<IOException>(() => pipeline.Save(path));
        pipeline.Save(path, overwrite: true);
    }

    [Fact]
    public void A_classifier_is_not_saved_as_another_that_took_its_archives_place()
    {
        string path = Path.Combine(_folder, "model.zip"), target = Path.Combine(_folder, "saved");
        File.Copy(GoldenArchives.PathOf("5.5.3-multilabel.zip"), path);
        using BertForSequenceClassification classifier = BertForSequenceClassification.Load(path);
        File.Delete(path);
        Assert.Contains("no such file", Assert.Throws<VerdictFormatException>(() => classifier.Save(target)).Message, StringComparison.Ordinal);
        using (var other = BertForSequenceClassification.Load(GoldenArchives.PathOf("3.4.4-three-labels.zip")))
            other.Save(path);
        Assert.Contains("another model", Assert.Throws<VerdictFormatException>(() => classifier.Save(target)).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(target));
        Directory.Delete(path, recursive: true);
        File.Copy(GoldenArchives.PathOf("5.5.3-multilabel.zip"), path);
        classifier.Save(target);
        using var saved = BertForSequenceClassification.Load(target);
        Assert.Equal(classifier.Classes, saved.Classes);
    }

    [Fact]
    public void Single_stages_load_as_what_they_are()
    {
        string path = Path.Combine(_folder, "tokenizer");
        new TokenizerModel().Save(path);
        Assert.Equal(TokenizerModel.DefaultRules(), TokenizerModel.Load(path).Rules);
        Assert.Contains("holds a TokenizerModel, not a PipelineModel", Assert.Throws<VerdictFormatException>(() => PipelineModel.Load(path)).Message, StringComparison.Ordinal);
    }
}
