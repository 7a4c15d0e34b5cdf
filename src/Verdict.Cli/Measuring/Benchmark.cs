using System.Diagnostics;

namespace Verdict.Cli.Measuring;

/// <summary>Measures one opened classifier on some texts.</summary>
internal static class Benchmark
{
    private const int FewestPasses = 3;

    /// <summary>Passes over the texts until the time is up, after one that does not count.</summary>
    /// <param name="classifier">Whom to measure.</param>
    /// <param name="texts">What one pass classifies, together.</param>
    /// <param name="time">How long at least; three passes are made in any case.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <returns>Texts and tokens a second (median of the passes), and the labels.</returns>
    public static (double TextsPerSecond, double TokensPerSecond, string[] Labels) Measure(
        TextClassifier classifier, IReadOnlyList<string> texts, TimeSpan time, CancellationToken cancellation)
    {
        IReadOnlyList<Prediction> first = classifier.Classify(texts, cancellation);
        List<double> seconds = [];
        long start = Stopwatch.GetTimestamp();
        while (seconds.Count < FewestPasses || Stopwatch.GetElapsedTime(start) < time)
        {
            long pass = Stopwatch.GetTimestamp();
            classifier.Classify(texts, cancellation);
            seconds.Add(Stopwatch.GetElapsedTime(pass).TotalSeconds);
        }

        seconds.Sort();
        double median = seconds[seconds.Count / 2];
        return (texts.Count / median, first.Sum(prediction => (double)prediction.TokenCount) / median, [.. first.Select(prediction => prediction.Label)]);
    }
}
