using System.Text.Json;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

/// <summary>
/// Runs that classify sentence by sentence. Spark NLP (up to 2026) works batch by batch inside a row and then takes the first batch's
/// positions for all, and one mean a batch; ours are each sentence's own, and one mean a row. Those rows stand in deviations.json.
/// </summary>
public sealed class SentenceClassifierParity
{
    private static readonly Dictionary<string, (int Batch, Func<string, BertForSequenceClassification> Model)> Runs = new()
    {
        ["sentences-coalesce-false"] = (8, _ => Models.Tiny()),
        ["sentences-coalesce-true"] = (8, _ => Models.Tiny().SetCoalesceSentences(true)),
    };

    private static readonly Dictionary<string, (int Batch, Func<string, BertForSequenceClassification> Model)> Runs553 = new()
    {
        ["sentences-coalesce-false-batch-1"] = (1, _ => Models.Tiny()),
        ["sentences-coalesce-false-batch-3"] = (3, _ => Models.Tiny()),
        ["sentences-coalesce-true-batch-1"] = (1, _ => Models.Tiny().SetCoalesceSentences(true)),
        ["sentences-coalesce-true-batch-3"] = (3, _ => Models.Tiny().SetCoalesceSentences(true)),
        ["onnx-sentences-coalesce-false"] = (8, _ => Models.Tiny()),
        ["onnx-sentences-coalesce-true"] = (8, _ => Models.Tiny().SetCoalesceSentences(true)),
        ["sigmoid-sentences-coalesce-false"] = (8, _ => Models.Multilabel()),
        ["sigmoid-sentences-coalesce-true"] = (8, _ => Models.Multilabel().SetCoalesceSentences(true)),
        ["sentences-multilabel-coalesce"] = (8, r => Models.ThreeLabels(r).SetActivation("sigmoid").SetCoalesceSentences(true)),
        ["sentence-without-tokens"] = (8, _ => Models.Tiny()),
    };

    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        foreach (string release in Goldens.Releases)
        {
            foreach (string run in Runs.Keys)
                data.Add(release, run);
        }

        foreach (string run in Runs553.Keys)
            data.Add("5.5.3", run);
        return data;
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Labels_and_probabilities_are_the_same_but_for_the_listed_rows(string release, string run)
    {
        JsonElement[] golden = Goldens.Run(release, run);
        Goldens.AssertColumn(release, run, golden, "class", Classify(release, run, golden));
    }

    [Theory]
    [InlineData("3.4.4", "sentences-coalesce-false", 1)]
    [InlineData("5.5.3", "sentences-coalesce-false", 1)]
    [InlineData("5.5.3", "onnx-sentences-coalesce-false", 1)]
    [InlineData("5.5.3", "sentences-coalesce-false-batch-1", 1)]
    [InlineData("5.5.3", "sentences-coalesce-false-batch-3", 1)]
    public void The_listed_rows_differ_by_the_positions_of_the_first_batch_alone(string release, string run, int fewest)
    {
        JsonElement[] golden = Goldens.Run(release, run);
        IReadOnlyList<Annotation>[] ours = Classify(release, run, golden);
        int batch = BatchOf(run);
        HashSet<int> listed = Deviations.Ids(release, run, "class");
        Assert.True(listed.Count >= fewest);
        for (int i = 0; i < golden.Length; i++)
        {
            if (!listed.Contains(golden[i].GetProperty("id").GetInt32()))
                continue;
            IReadOnlyList<Annotation> row = ours[i];
            Annotation[] asSpark = [.. row.Select((a, n) => new Annotation(
                a.AnnotatorType, row[n % batch].Begin, row[n % batch].End, a.Result,
                a.Metadata.ToDictionary(m => m.Key, m => m.Key == "sentence" ? row[n % batch].Metadata["sentence"] : m.Value)))];
            Assert.Null(Goldens.Difference(Goldens.Annotations(golden[i].GetProperty("class")), asSpark));
        }
    }

    private static int BatchOf(string run) => (Runs.TryGetValue(run, out (int Batch, Func<string, BertForSequenceClassification>) found) ? found : Runs553[run]).Item1;

    private static IReadOnlyList<Annotation>[] Classify(string release, string run, JsonElement[] golden)
    {
        using BertForSequenceClassification classifier = (Runs.TryGetValue(run, out (int Batch, Func<string, BertForSequenceClassification> Model) found) ? found : Runs553[run]).Model(release);
        string?[] texts = [.. golden.Select(r => r.TryGetProperty("text", out JsonElement text) ? text.GetString() : Goldens.Texts[r.GetProperty("id").GetInt32()].Text)];
        return
        [
            .. new PipelineModel(
                new DocumentAssembler().SetInputCol("text"), new SentenceDetector(), new TokenizerModel().SetInputCols("sentence"),
                classifier.SetInputCols("sentence", "token").SetOutputCol("class").SetCompatibility(Goldens.Level(release)))
                .Transform(DataFrame.Of("text", texts)).Annotations("class"),
        ];
    }
}
