using Verdict.Models;
using Verdict.Testing;
using Verdict.Tests.Laws;
using Xunit;

namespace Verdict.Tests.Classification;

public sealed class PrecisionTests
{
    private static TextClassifier Open(Precision? precision) =>
        TextClassifier.Open(RepositoryPaths.Golden("models", "tiny-bert-fr"), new ClassifierOptions { Precision = precision });

    [Theory]
    [InlineData(Precision.Bf16, 0.01f)]
    [InlineData(Precision.Int8, 0.05f)]
    public void Fewer_bits_change_scores_a_little(Precision precision, float bound)
    {
        using TextClassifier exact = Open(null);
        using TextClassifier rough = Open(precision);
        string[] texts = ClassifierLaws.Texts(200);
        foreach ((Prediction a, Prediction b) in exact.Classify(texts).Zip(rough.Classify(texts)))
            Assert.All(a.Scores.Zip(b.Scores), p => Assert.Equal(p.First.Score, p.Second.Score, bound));
        Assert.Contains("computed in", rough.Model.Precision, StringComparison.Ordinal);
        Assert.EndsWith("computed in fp32", exact.Model.Precision, StringComparison.Ordinal);
    }

    [Fact]
    public void Int8_has_the_same_answers_in_any_company()
    {
        using TextClassifier classifier = Open(Precision.Int8);
        string[] texts = ClassifierLaws.Texts(60);
        ClassifierLaws.Same([.. texts.Select(classifier.Classify)], classifier.Classify(texts));
    }

    [Fact]
    public void A_precision_that_does_not_exist_is_refused() =>
        Assert.Contains("Precision is none of its values", Assert.Throws<ArgumentException>(() => Open((Precision)9)).Message, StringComparison.Ordinal);
}
