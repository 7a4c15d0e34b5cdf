using System.Globalization;
using Verdict.Testing;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Parity;

/// <summary>From a text to logits and scores, whole: tokeniser, batches, engine and head against Hugging Face.</summary>
public sealed class ClassifierParity
{
    public static TheoryData<string> Models => GoldenModel.Names;

    [Theory]
    [MemberData(nameof(Models))]
    public void Every_case_has_the_logits_and_scores_of_Hugging_Face(string name)
    {
        using TextClassifier classifier = TextClassifier.Open(RepositoryPaths.Golden("bert-models", name));
        using var model = new GoldenModel(name);
        GoldenCase[] cases = [.. model.Cases];
        Prediction[] predictions = new Prediction[cases.Length];
        int[] single = [.. Enumerable.Range(0, cases.Length).Where(i => cases[i].Pair is null)];
        int[] pairs = [.. Enumerable.Range(0, cases.Length).Where(i => cases[i].Pair is not null)];
        foreach ((int i, Prediction p) in single.Zip(classifier.Classify([.. single.Select(i => cases[i].Text)])))
            predictions[i] = p;
        foreach ((int i, Prediction p) in pairs.Zip(classifier.Classify([.. pairs.Select(i => new TextPair(cases[i].Text, cases[i].Pair!))])))
            predictions[i] = p;

        for (int i = 0; i < cases.Length; i++)
        {
            Assert.Equal(cases[i].Ids.Length, predictions[i].TokenCount);
            Assert.Equal(cases[i].Truncated, predictions[i].Truncated);
            Assert.All(predictions[i].Logits.Zip(cases[i].Logits), p => Assert.Equal(p.Second, p.First, 1e-4));
            Assert.All(predictions[i].Scores.Zip(cases[i].Scores), p => Assert.Equal(p.Second, p.First.Score, 1e-4));
        }
    }

    [Fact]
    public void A_trained_model_has_the_logits_of_PyTorch_on_the_public_rows()
    {
        string data = RepositoryPaths.Shared("data", "allocine", "test-public.csv");
        string folder = RepositoryPaths.Golden("models", "tiny-bert-fr");
        double[][] expected =
        [
            .. from line in File.ReadLines(Path.Combine(folder, "public-logits.csv")).Skip(1)
               select line.Split(',').Skip(1).Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray(),
        ];
        using TextClassifier classifier = TextClassifier.Open(folder);
        IReadOnlyList<Prediction> predictions = classifier.Classify([.. ReviewRows.Read(data).Select(r => r.Text)]);
        Assert.Equal(expected.Length, predictions.Count);
        for (int i = 0; i < expected.Length; i++)
            Assert.All(predictions[i].Logits.Zip(expected[i]), p => Assert.Equal(p.Second, p.First, 1e-4));
    }
}
