using Verdict.Testing;
using Xunit;

namespace Verdict.Tests.Laws;

/// <summary>What holds for any input: company, order and threads change nothing, and answers stand where their texts stand.</summary>
public sealed class ClassifierLaws
{
    private const float Close = 1e-5f;

    private static readonly string[] Words = ["film", "le", "pas", "génial", "!", "nul", "je", "l'", "acteur", "😍", "été", "日本", "…", "très", "(", "1h30"];

    private static string Folder => RepositoryPaths.Golden("models", "tiny-bert-fr");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void Company_order_and_threads_change_nothing(int threads)
    {
        string[] texts = Texts(150);
        using TextClassifier alone = TextClassifier.Open(Folder, new ClassifierOptions { Threads = 1 });
        Prediction[] expected = [.. texts.Select(alone.Classify)];

        using TextClassifier classifier = TextClassifier.Open(Folder, new ClassifierOptions { Threads = threads, TokenBudget = 64 * threads });
        Same(expected, classifier.Classify(texts));
        int[] order = [.. Enumerable.Range(0, texts.Length)];
        new Random(5).Shuffle(order);
        Same([.. order.Select(i => expected[i])], classifier.Classify([.. order.Select(i => texts[i])]));
        Same(expected[..20], [.. texts[..20].Select(classifier.Classify)]);
    }

    [Fact]
    public void Answers_stand_where_their_texts_stand()
    {
        using TextClassifier classifier = TextClassifier.Open(Folder);
        string huge = string.Join(' ', Enumerable.Repeat("un film vraiment très beau", 20_000));
        string[] texts = ["", " ", "beau film", "", "\n\t", "nul", "beau film", huge, "\u0001", "nul", new string('a', 300_000)];
        IReadOnlyList<Prediction> predictions = classifier.Classify(texts);
        Assert.Equal(texts.Length, predictions.Count);
        for (int i = 0; i < texts.Length; i++)
            Same([classifier.Classify(texts[i])], [predictions[i]]);
        Assert.Equal(2, predictions[0].TokenCount);
        Assert.True(predictions[7].Truncated);
        Assert.Equal(512, predictions[7].TokenCount);
        Assert.Empty(classifier.Classify(Array.Empty<string>()));
    }

    [Fact]
    public void Many_threads_may_ask_at_once()
    {
        using TextClassifier classifier = TextClassifier.Open(Folder);
        string[] texts = Texts(64);
        Prediction[] expected = [.. texts.Select(classifier.Classify)];
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            if (i % 2 == 0)
                Same(expected, classifier.Classify(texts));
            else
                Same(expected, [.. texts.Select(classifier.Classify)]);
        });
    }

    [Fact]
    public void Pairs_keep_their_places_too()
    {
        using TextClassifier classifier = TextClassifier.Open(Folder);
        string[] texts = Texts(40);
        TextPair[] pairs = [.. texts.Select((t, i) => new TextPair(t, texts[(i + 7) % texts.Length]))];
        Same([.. pairs.Select(classifier.Classify)], classifier.Classify(pairs));
        Assert.NotEqual(classifier.Classify(texts[3]).Logits[0], classifier.Classify(new TextPair(texts[3], "")).Logits[0]);
    }

    internal static void Same(IReadOnlyList<Prediction> expected, IReadOnlyList<Prediction> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (int i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].TokenCount, actual[i].TokenCount);
            Assert.All(expected[i].Scores.Zip(actual[i].Scores), p => Assert.Equal(p.First.Score, p.Second.Score, Close));
            Assert.All(expected[i].Logits.Zip(actual[i].Logits), p => Assert.Equal(p.First, p.Second, 5 * Close));
        }
    }

    internal static string[] Texts(int count)
    {
        var random = new Random(11);
        return
        [
            .. Enumerable.Range(0, count).Select(i => i % 13 == 0 ? "" : string.Join(' ', Enumerable.Range(0, random.Next(1, i % 9 == 0 ? 600 : 40)).Select(_ => Words[random.Next(Words.Length)]))),
        ];
    }
}
