using Verdict.SparkNlp.Tests.Parity;
using Xunit;

namespace Verdict.SparkNlp.Tests.Laws;

/// <summary>What holds for any rows.</summary>
public sealed class PipelineLaws
{
    private static readonly string?[] Texts = [.. Goldens.Texts.Select(t => t.Text)];

    [Theory]
    [InlineData(PieceMode.Faithful)]
    [InlineData(PieceMode.Exact)]
    public void A_row_has_the_same_answer_in_any_order_and_company(PieceMode mode)
    {
        using BertForSequenceClassification classifier = Tests.Parity.Models.Tiny().SetPieces(mode);
        IReadOnlyList<Annotation>[] whole = Classify(classifier, Texts);
        int[] order = [.. Enumerable.Range(0, Texts.Length)];
        new Random(5).Shuffle(order);
        IReadOnlyList<Annotation>[] shuffled = Classify(classifier, [.. order.Select(i => Texts[i])]);
        for (int i = 0; i < order.Length; i++)
            Assert.Null(Goldens.Difference(whole[order[i]], shuffled[i]));
        foreach (int i in order.Take(20))
            Assert.Null(Goldens.Difference(whole[i], Classify(classifier, [Texts[i]])[0]));
    }

    [Fact]
    public void Frames_of_many_batches_give_the_rows_of_one()
    {
        using BertForSequenceClassification classifier = Tests.Parity.Models.Tiny();
        string?[] many = [.. Enumerable.Range(0, 5000).Select(i => i % 7 == 0 ? "" : i % 11 == 0 ? null : Texts[i % 20])];
        IReadOnlyList<Annotation>[] rows = Classify(classifier, many);
        IReadOnlyList<Annotation>[] few = Classify(classifier, Texts[..20]);
        for (int i = 0; i < many.Length; i++)
        {
            if (string.IsNullOrEmpty(many[i]))
                Assert.Empty(rows[i]);
            else
                Assert.Null(Goldens.Difference(few[i % 20], rows[i]));
        }
    }

    [Fact]
    public void Nothing_is_computed_before_a_row_is_asked_for_and_no_more_than_is_needed()
    {
        int taken = 0;
        IEnumerable<string?> Endless()
        {
            while (true)
            {
                taken++;
                yield return "Bon film.";
            }
        }

        DataFrame result = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new SentenceDetector(), new TokenizerModel().SetInputCols("sentence")).Transform(DataFrame.Of("text", Endless()));
        Assert.Equal(0, taken);
        Assert.Equal(3, result.Limit(3).Count());
        Assert.InRange(taken, 3, 2 * DataFrame.RowsPerBatch);
    }

    [Fact]
    public void Tokens_are_their_stretch_of_the_text()
    {
        DataFrame result = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel()).Transform(DataFrame.Of("text", Texts)).Cache();
        foreach ((IReadOnlyList<Annotation> documents, IReadOnlyList<Annotation> tokens) in result.Annotations("document").Zip(result.Annotations("token")))
        {
            foreach (Annotation token in tokens)
                Assert.Equal(token.Result, documents[0].Result[token.Begin..(token.End + 1)]);
        }
    }

    [Fact]
    public void Exact_pieces_are_those_of_Hugging_Face()
    {
        // The same model with whole pieces: the labels that its own tokeniser gives.
        using BertForSequenceClassification classifier = Tests.Parity.Models.Tiny().SetPieces(PieceMode.Exact).SetMaxSentenceLength(512);
        using TextClassifier reference = TextClassifier.Open(Testing.RepositoryPaths.Golden("models", "tiny-bert-fr"));
        string[] texts = [.. Texts.OfType<string>().Where(t => t.Trim().Length > 0)];
        IReadOnlyList<Annotation>[] ours = Classify(classifier, texts);
        IReadOnlyList<Prediction> theirs = reference.Classify(texts);
        for (int i = 0; i < texts.Length; i++)
        {
            if (ours[i].Count == 0)
                continue;
            float p = float.Parse(ours[i][0].Metadata["pos"]!, System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(p, theirs[i].Scores[1].Score - 1e-5f, theirs[i].Scores[1].Score + 1e-5f);
        }
    }

    [Fact]
    public void Any_text_goes_through_every_stage()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("VERDICT_FUZZ") ?? "5000", System.Globalization.CultureInfo.InvariantCulture);
        var random = new Random(17);
        string[] parts = ["a", "É", "'", ".", "...", "!", "?", ";", " ", "\n", "\u00A0", "1", "12.", "(b)", "\"", "😍", "\uD83D", "\uDE0D", "\u0301", "漢", "\u255E", "\uF050", "\uF056", "\uF057", "\u2187", "\u2188", "\0", "Mr", "p.m", "$", "\\", "-"];
        using BertForSequenceClassification classifier = Tests.Parity.Models.Tiny().SetInputCols("sentence", "token");
        var model = new PipelineModel(
            new DocumentAssembler().SetInputCol("text").SetCleanupMode("each_full"), new SentenceDetector(),
            new TokenizerModel().SetInputCols("sentence").SetExceptions("a É").SetSplitChars("-", "'"), classifier);
        string[] texts = [.. Enumerable.Range(0, count).Select(_ => string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => parts[random.Next(parts.Length)])))];
        Assert.Equal(count, model.Transform(DataFrame.Of("text", texts)).Annotations("class").Count());
    }

    private static IReadOnlyList<Annotation>[] Classify(BertForSequenceClassification classifier, IReadOnlyList<string?> texts) =>
        [.. new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel(), classifier).Transform(DataFrame.Of("text", texts)).Annotations("class")];
}
