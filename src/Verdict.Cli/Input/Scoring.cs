using System.Diagnostics;
using Verdict.Cli.Terminal;

namespace Verdict.Cli.Input;

/// <summary>A model's raw outputs for rows that are all in memory.</summary>
internal static class Scoring
{
    /// <summary>Classifies the rows, showing progress. <c>[rowCount, labelCount]</c>.</summary>
    public static async Task<double[]> LogitsAsync(TextClassifier classifier, IReadOnlyList<TextRow> rows, Streams streams, CancellationToken cancellation)
    {
        int labelCount = classifier.Model.Labels.Count;
        double[] logits = new double[rows.Count * labelCount];
        int done = 0;
        long start = Stopwatch.GetTimestamp();
        ProgressFigures Figures() => new(Progress.Describe(Volatile.Read(ref done), Stopwatch.GetElapsedTime(start)), Volatile.Read(ref done) / (double)rows.Count);
        await using (Progress.Watch(streams, Figures, outputIsQuiet: true).ConfigureAwait(false))
        {
            bool pairs = rows[0].Pair is not null;
            IAsyncEnumerable<(TextRow Row, Prediction Prediction)> predictions = pairs
                ? classifier.ClassifyAsync(rows.ToAsyncEnumerable(), row => new TextPair(row.Text, row.Pair!), cancellation)
                : classifier.ClassifyAsync(rows.ToAsyncEnumerable(), row => row.Text, cancellation);
            await foreach ((TextRow _, Prediction prediction) in predictions.ConfigureAwait(false))
            {
                for (int label = 0; label < labelCount; label++)
                    logits[(done * labelCount) + label] = prediction.Logits[label];
                Volatile.Write(ref done, done + 1);
            }
        }

        return logits;
    }
}
