using System.Diagnostics;
using Verdict.Cli.Errors;
using Verdict.Cli.Terminal;
using Verdict.Labels;
using Verdict.Reports;

namespace Verdict.Cli.Input;

/// <summary>A model's answers for rows that are all in memory, beside the truth.</summary>
internal static class Scoring
{
    /// <summary>Classifies the rows, showing progress.</summary>
    /// <param name="classifier">Whom to ask.</param>
    /// <param name="rows">Rows with their true labels.</param>
    /// <param name="slices">Columns to slice by.</param>
    /// <param name="streams">Where to show progress.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="CommandException">The model does regression, or a row's label is none of the model's.</exception>
    public static async Task<EvaluationSet> EvaluateAsync(
        TextClassifier classifier, LabelledRows rows, IReadOnlyList<string> slices, Streams streams, CancellationToken cancellation)
    {
        ModelInformation model = classifier.Model;
        if (model.Activation == Activation.None)
            throw new CommandException(ExitCode.Model, $"{model.Source} does regression; there are no labels to evaluate. Choose another model, or --activation.");
        bool multi = model.Activation == Activation.Sigmoid;
        int[] single = multi ? [] : rows.Single(model.Labels);
        bool[] several = multi ? rows.Multi(model.Labels) : [];
        double[] logits = await ScoreAsync(classifier, rows.Rows, streams, cancellation).ConfigureAwait(false);
        EvaluationSet set = multi ? EvaluationSet.MultiLabel(model.Labels, several, logits) : EvaluationSet.SingleLabel(model.Labels, single, logits);
        return set with
        {
            Texts = [.. rows.Rows.Select(row => row.Pair is null ? row.Text : $"{row.Text} | {row.Pair}")],
            Columns = slices.Distinct(StringComparer.Ordinal).ToDictionary(
                column => column, column => (IReadOnlyList<string>)[.. rows.Rows.Select(row => row.Record![column].ToText())], StringComparer.Ordinal),
        };
    }

    /// <summary>The raw outputs; a text that is refused is named by its place.</summary>
    private static async Task<double[]> ScoreAsync(TextClassifier classifier, IReadOnlyList<TextRow> rows, Streams streams, CancellationToken cancellation)
    {
        try
        {
            return await LogitsAsync(classifier, rows, streams, cancellation).ConfigureAwait(false);
        }
        catch (TextTooLongException text)
        {
            throw new CommandException(ExitCode.Data, $"{rows[(int)text.Index].Record!.Place}: {ErrorLine.TooLong(text)}", text);
        }
    }

    /// <summary>The raw outputs, <c>[rowCount, labelCount]</c>.</summary>
    private static async Task<double[]> LogitsAsync(TextClassifier classifier, IReadOnlyList<TextRow> rows, Streams streams, CancellationToken cancellation)
    {
        int labelCount = classifier.Model.Labels.Count;
        double[] logits = new double[rows.Count * labelCount];
        int done = 0;
        long start = Stopwatch.GetTimestamp();
        ProgressFigures Figures() => new(Progress.Describe(Volatile.Read(ref done), Stopwatch.GetElapsedTime(start)), Volatile.Read(ref done) / (double)rows.Count);
        await using (Progress.Watch(streams, Figures, outputIsQuiet: true).ConfigureAwait(false))
        {
            IAsyncEnumerable<(TextRow Row, Prediction Prediction)> predictions = rows[0].Pair is not null
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
