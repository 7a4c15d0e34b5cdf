using Verdict.Labels;
using Verdict.Testing;
using Xunit;

namespace Verdict.Tests.Classification;

public sealed class LongTextTests
{
    private static readonly string Long = string.Join(' ', Enumerable.Range(0, 300).Select(i => i < 150 ? "superbe film" : "nul mauvais"));

    private static TextClassifier Open(ClassifierOptions options) => TextClassifier.Open(RepositoryPaths.Golden("models", "tiny-bert-fr"), options);

    [Fact]
    public void Truncation_is_visible()
    {
        using TextClassifier classifier = Open(new ClassifierOptions { MaxLength = 20 });
        Prediction prediction = classifier.Classify(Long);
        Assert.True(prediction.Truncated);
        Assert.Equal(20, prediction.TokenCount);
    }

    [Fact]
    public void Refusal_names_the_text()
    {
        using TextClassifier classifier = Open(new ClassifierOptions { MaxLength = 20, LongText = LongTextPolicy.Error });
        TextTooLongException e = Assert.Throws<TextTooLongException>(() => classifier.Classify(["court", "court aussi", Long]));
        Assert.Equal(2, e.Index);
        Assert.Equal(20, e.MaxLength);
        Assert.True(e.TokenCount > 500);
        Assert.Contains("Text 2 has", e.Message, StringComparison.Ordinal);
        Assert.Equal("pos", classifier.Classify("superbe film").Label);
    }

    [Fact]
    public void Windows_read_all_of_it()
    {
        ClassifierOptions windows = new() { MaxLength = 64, LongText = LongTextPolicy.Windows, WindowStride = 16 };
        using TextClassifier mean = Open(windows);
        using TextClassifier max = Open(windows with { Aggregation = WindowAggregation.Max });
        using TextClassifier first = Open(windows with { Aggregation = WindowAggregation.First });
        using TextClassifier truncated = Open(new ClassifierOptions { MaxLength = 64 });

        Assert.False(mean.Classify(Long).Truncated);
        Assert.True(mean.Classify(Long).TokenCount > 600);
        Assert.Equal(truncated.Classify(Long).Logits[0], first.Classify(Long).Logits[0], 1e-4f);
        Prediction m = mean.Classify(Long), x = max.Classify(Long);
        for (int label = 0; label < 2; label++)
            Assert.True(x.Logits[label] >= m.Logits[label]);
        Assert.NotEqual(first.Classify(Long).Logits[0], m.Logits[0]);
        Assert.Equal(truncated.Classify("court").Logits[0], mean.Classify("court").Logits[0], 1e-5f);
    }

    [Fact]
    public void The_mean_of_windows_is_the_mean_of_their_logits()
    {
        // Two windows without overlap that stand for two texts of their own: a word is one piece here.
        using TextClassifier windows = Open(new ClassifierOptions { MaxLength = 12, LongText = LongTextPolicy.Windows, WindowStride = 0 });
        string[] words = ["le", "film", "est", "bon", "et", "il", "est", "bien", "fait", "je"];
        string left = string.Join(' ', words), right = string.Join(' ', words.Reverse());
        Prediction both = windows.Classify($"{left} {right}"), a = windows.Classify(left), b = windows.Classify(right);
        Assert.Equal((12, 12, 24), (a.TokenCount, b.TokenCount, both.TokenCount));
        Assert.Equal((a.Logits[0] + b.Logits[0]) / 2, both.Logits[0], 1e-4f);
    }

    [Fact]
    public void Options_are_refused_with_every_fault()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Open(new ClassifierOptions
        {
            Threads = -1, TokenBudget = 7, MaxLength = 600, TopK = -2, Threshold = float.NaN, LongText = (LongTextPolicy)9, Activation = (Activation)9,
        }));
        foreach (string name in (string[])["Threads", "TokenBudget", "MaxLength", "TopK", "Threshold", "LongText", "Activation"])
            Assert.Contains(name, e.Message, StringComparison.Ordinal);
        e = Assert.Throws<ArgumentException>(() => Open(new ClassifierOptions { MaxLength = 32, LongText = LongTextPolicy.Windows, WindowStride = 29 }));
        Assert.Contains("WindowStride is 29; 0 to 28", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Top_k_and_threshold_choose_labels()
    {
        using TextClassifier one = Open(new ClassifierOptions { TopK = 1 });
        Prediction prediction = one.Classify("superbe film");
        Assert.Equal([prediction.Label], prediction.Top.Select(t => t.Label));
        using TextClassifier high = Open(new ClassifierOptions { Threshold = 0.9999999f });
        Assert.Empty(high.Classify("superbe film").Top);
        using TextClassifier raw = Open(new ClassifierOptions { Activation = Activation.None });
        Assert.Equal(raw.Classify("film").Logits, raw.Classify("film").Scores.Select(s => s.Score));
        using TextClassifier multi = Open(new ClassifierOptions { Activation = Activation.Sigmoid });
        Assert.All(multi.Classify("superbe film").Top, t => Assert.True(t.Score > 0.5f));
    }
}
