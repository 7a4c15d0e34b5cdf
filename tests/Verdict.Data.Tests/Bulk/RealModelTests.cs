using Verdict.Testing;
using Xunit;

namespace Verdict.Data.Tests.Bulk;

/// <summary>A job with a real classifier gives what the classifier gives.</summary>
public sealed class RealModelTests : BulkFixture
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_agrees_with_the_classifier_and_goes_on_to_the_same_bytes()
    {
        string folder = RepositoryPaths.Golden("models", "tiny-bert-fr");
        WriteInput(Input, 900);
        using TextClassifier classifier = TextClassifier.Open(folder);
        BulkJobOptions options = Options() with { Model = BulkScorer.DigestOf(classifier), RowsPerPart = 100 };
        BulkSummary whole = await BulkJob.RunAsync(options with { Output = At("whole.csv") }, BulkScorer.For(classifier), null, Token);
        Assert.Equal(900, whole.Progress.Rows);

        using RecordReader reader = RecordReader.Open(At("whole.csv"));
        foreach (Record row in reader.Read().Where(row => row.Index % 100 == 7))
        {
            Prediction alone = classifier.Classify(row["text"].AsText());
            Assert.Equal(alone.Label, row["label"].AsText());
            Assert.Equal(alone.Score, float.Parse(row["score"].AsText(), System.Globalization.CultureInfo.InvariantCulture), 1e-5);
        }

        using (var stop = new CancellationTokenSource())
        {
            var progress = new StopAfterFirst(stop);
            Assert.False((await BulkJob.RunAsync(options, BulkScorer.For(classifier), progress, stop.Token)).Finished);
        }

        using TextClassifier again = TextClassifier.Open(folder);
        BulkSummary rest = await BulkJob.RunAsync(options with { Model = BulkScorer.DigestOf(again) }, BulkScorer.For(again), null, Token);
        Assert.True(rest.Progress.ResumedRows > 0);
        Assert.Equal(await File.ReadAllBytesAsync(At("whole.csv"), Token), await File.ReadAllBytesAsync(At("out.csv"), Token));
    }

    [Fact]
    public void Another_option_gives_another_digest()
    {
        string folder = RepositoryPaths.Golden("models", "tiny-bert-fr");
        using TextClassifier first = TextClassifier.Open(folder);
        using TextClassifier second = TextClassifier.Open(folder, new ClassifierOptions { MaxLength = 8 });
        using TextClassifier third = TextClassifier.Open(folder);
        Assert.NotEqual(BulkScorer.DigestOf(first), BulkScorer.DigestOf(second));
        Assert.Equal(BulkScorer.DigestOf(first), BulkScorer.DigestOf(third));
    }

    private sealed class StopAfterFirst(CancellationTokenSource stop) : IProgress<BulkProgress>
    {
        public void Report(BulkProgress value) => stop.Cancel();
    }
}
