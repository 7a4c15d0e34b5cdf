using System.Globalization;
using Verdict.Testing;
using Xunit;

namespace Verdict.Tests.EmbeddedModel;

/// <summary>The embedded model says what PyTorch says with the same weights.</summary>
public sealed class DefaultModelTests(DefaultClassifier fixture) : IClassFixture<DefaultClassifier>
{
    [Theory]
    [InlineData("j'ai bien aime le film harry potter!", "pos")]
    [InlineData("Un navet sans nom, j'ai quitté la salle au bout de vingt minutes.", "neg")]
    public void Judges_French_reviews(string text, string label)
    {
        Prediction prediction = fixture.Classifier.Classify(text);
        Assert.Equal(label, prediction.Label);
        Assert.InRange(prediction.Score, 0.8f, 1f);
        Assert.False(prediction.Truncated);
    }

    [Fact]
    public void Tells_what_it_is()
    {
        ModelInformation model = fixture.Classifier.Model;
        Assert.Equal(["neg", "pos"], model.Labels);
        Assert.Equal(17_137_538, model.ParameterCount);
        Assert.Equal((384, 6, 12, 1536, 512), (model.HiddenSize, model.LayerCount, model.HeadCount, model.IntermediateSize, model.MaxPositions));
        Assert.Contains("the embedded default model", model.Source, StringComparison.Ordinal);
        Assert.Contains("F16", model.Precision, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_the_logits_of_PyTorch_and_the_accuracy_of_its_card_on_the_public_rows()
    {
        string data = RepositoryPaths.Shared("data", "allocine", "test-public.csv");
        (string Text, int Polarity)[] rows = [.. ReviewRows.Read(data)];
        double[][] expected = [.. PublicLogits()];
        Assert.Equal(673, rows.Length);
        Assert.Equal(673, expected.Length);

        IReadOnlyList<Prediction> predictions = fixture.Classifier.Classify([.. rows.Select(r => r.Text)]);
        int right = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Assert.All(predictions[i].Logits.Zip(expected[i]), p => Assert.Equal(p.Second, p.First, 1e-4));
            right += predictions[i].Label == (rows[i].Polarity == 1 ? "pos" : "neg") ? 1 : 0;
        }

        Assert.Equal(626, right);
    }

    private static IEnumerable<double[]> PublicLogits() =>
        from line in File.ReadLines(RepositoryPaths.Golden("models", "default-fr", "public-logits.csv")).Skip(1)
        select line.Split(',').Skip(1).Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray();
}

/// <summary>One classifier for all tests of the class.</summary>
public sealed class DefaultClassifier : IDisposable
{
    public TextClassifier Classifier { get; } = TextClassifier.OpenDefault();

    public void Dispose() => Classifier.Dispose();
}
