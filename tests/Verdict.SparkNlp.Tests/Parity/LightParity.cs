using System.Text.Json;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

public sealed class LightParity
{
    private static readonly string[] Texts = [.. Goldens.Texts.Select(t => t.Text).OfType<string>()];

    [Fact]
    public void FullAnnotate_gives_every_column()
    {
        JsonElement[] golden = Goldens.Run("5.5.3", "light-full-annotate");
        using PipelineModel pipeline = Plain();
        IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<Annotation>>> ours = new LightPipeline(pipeline).FullAnnotate(Texts);
        Assert.Equal(["document", "token", "class"], ours[0].Keys);
        foreach (string column in ours[0].Keys)
            Goldens.AssertColumn("5.5.3", "light-full-annotate", golden, column, ours.Select(r => r[column]));
    }

    [Fact]
    public void FullAnnotate_gives_sentences_too()
    {
        JsonElement[] golden = Goldens.Run("5.5.3", "light-sentences-full-annotate");
        using PipelineModel pipeline = new(
            new DocumentAssembler().SetInputCol("text"), new SentenceDetector(), new TokenizerModel().SetInputCols("sentence"), Models.Tiny().SetInputCols("sentence", "token"));
        IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<Annotation>>> ours = new LightPipeline(pipeline).FullAnnotate(Texts);
        foreach (string column in (string[])["document", "sentence", "token", "class"])
            Goldens.AssertColumn("5.5.3", "light-sentences-full-annotate", golden, column, ours.Select(r => r[column]));
    }

    [Fact]
    public void Annotate_gives_the_results_alone()
    {
        JsonElement[] golden = Goldens.Run("5.5.3", "light-annotate");
        using PipelineModel pipeline = Plain();
        IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<string>>> ours = new LightPipeline(pipeline).Annotate(Texts);
        Assert.Equal(golden.Length, ours.Count);
        for (int i = 0; i < golden.Length; i++)
        {
            foreach (string column in (string[])["document", "token", "class"])
                Assert.Equal(golden[i].GetProperty(column).EnumerateArray().Select(r => r.GetString()!), ours[i][column]);
        }
    }

    [Fact]
    public void Transform_is_the_pipelines()
    {
        JsonElement[] golden = Goldens.Run("5.5.3", "light-transform");
        using PipelineModel pipeline = Plain();
        DataFrame result = new LightPipeline(pipeline).Transform(Frames.Of(Goldens.Texts)).Cache();
        Goldens.AssertColumn("5.5.3", "light-transform", golden, "document", result.Annotations("document"));
        Goldens.AssertColumn("5.5.3", "light-transform", golden, "class", result.Annotations("class"));
    }

    [Theory]
    [InlineData("3.4.4")]
    [InlineData("5.5.3")]
    public void The_examples_are_the_same(string release)
    {
        JsonElement light = Goldens.Json(release, "outputs", "light-finisher-show.json").GetProperty("light");
        using PipelineModel pipeline = Plain().SetCompatibility(Goldens.Level(release));
        var ours = new LightPipeline(pipeline);
        string[] texts = [.. light.GetProperty("fullAnnotate_list").EnumerateArray().Select(r => r.GetProperty("document")[0].GetProperty("result").GetString()!)];
        JsonElement[] full = [.. light.GetProperty("fullAnnotate_list").EnumerateArray()];
        for (int i = 0; i < texts.Length; i++)
        {
            foreach ((string column, IReadOnlyList<Annotation> annotations) in ours.FullAnnotate(texts[i]))
                Assert.Null(Goldens.Difference(Goldens.Annotations(full[i].GetProperty(column)), annotations));
        }

        Assert.Equal(["pos"], ours.Annotate("j'ai bien aime le film harry potter!")["class"]);
    }

    [Fact]
    public void A_finisher_leaves_only_its_columns()
    {
        using PipelineModel pipeline = new(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), Models.Tiny(), new Finisher().SetInputCols("class"));
        Assert.Equal(["class"], new LightPipeline(pipeline).Annotate("Bon film.").Keys);
        Assert.Equal(["class"], new LightPipeline(pipeline).FullAnnotate("Bon film.").Keys);
    }

    [Fact]
    public void A_lazy_stage_is_left_out_and_later_ones_find_nothing_there()
    {
        using PipelineModel pipeline = new(
            new DocumentAssembler().SetInputCol("text"), new SentenceDetector().SetLazyAnnotator(true), new TokenizerModel(), Models.Tiny(), new TokenizerModel().SetInputCols("sentence").SetOutputCol("late"));
        IReadOnlyDictionary<string, IReadOnlyList<string>> ours = new LightPipeline(pipeline).Annotate("Bon film.");
        Assert.Equal(["document", "token", "class", "late"], ours.Keys);
        Assert.Equal(["Bon", "film", "."], ours["token"]);
        Assert.Empty(ours["late"]);
        DataFrame frame = pipeline.Transform(DataFrame.Of("text", "Bon film."));
        Assert.Contains("sentence", frame.Columns);
        Assert.Single(frame.Annotations("sentence").Single());
    }

    [Fact]
    public void A_null_text_is_named()
    {
        using PipelineModel pipeline = Plain();
        Assert.Contains("Text 1 is null", Assert.Throws<ArgumentException>(() => new LightPipeline(pipeline).Annotate(["a", null!])).Message, StringComparison.Ordinal);
    }

    private static PipelineModel Plain() => new(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), Models.Tiny());
}
