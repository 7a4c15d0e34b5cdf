using System.Text.Json;
using Verdict.Cli.Input;

namespace Verdict.Cli.Measuring;

/// <summary>What a quantised model changes on labelled rows.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Agreement">The share of rows with the same labels as before.</param>
/// <param name="LargestChange">The largest change of any score.</param>
/// <param name="AccuracyBefore">The share of rows that the original gets right.</param>
/// <param name="AccuracyAfter">The share that the quantised model gets right.</param>
internal sealed record QuantizationCheck(int Rows, double Agreement, double LargestChange, double AccuracyBefore, double AccuracyAfter)
{
    /// <summary>What is lost, as a share of the rows; negative where the quantised model is right more often.</summary>
    public double Loss => AccuracyBefore - AccuracyAfter;

    /// <summary>Asks both models.</summary>
    public static QuantizationCheck Run(TextClassifier original, TextClassifier quantized, LabelledRows rows, CancellationToken cancellation)
    {
        IReadOnlyList<Prediction> before = Classify(original, rows, cancellation), after = Classify(quantized, rows, cancellation);
        IReadOnlyList<string> labels = original.Model.Labels;
        bool several = original.Model.Activation == Verdict.Labels.Activation.Sigmoid && labels.Count > 1;
        bool[] truths = several ? rows.Multi(labels) : [];
        int[] truth = several ? [] : rows.Single(labels);
        int same = 0, rightBefore = 0, rightAfter = 0;
        double change = 0;
        for (int i = 0; i < before.Count; i++)
        {
            string a = Decision(before[i], several), b = Decision(after[i], several);
            string right = several ? string.Join('\n', labels.Where((_, l) => truths[(i * labels.Count) + l])) : labels[truth[i]];
            same += a == b ? 1 : 0;
            rightBefore += a == right ? 1 : 0;
            rightAfter += b == right ? 1 : 0;
            change = before[i].Scores.Zip(after[i].Scores).Aggregate(change, (most, pair) => Math.Max(most, Math.Abs(pair.First.Score - pair.Second.Score)));
        }

        double count = before.Count;
        return new QuantizationCheck(before.Count, same / count, change, rightBefore / count, rightAfter / count);
    }

    /// <summary>The properties of its JSON.</summary>
    public static void Write(Utf8JsonWriter json, QuantizationCheck check)
    {
        json.WriteNumber("rows"u8, check.Rows);
        json.WriteNumber("agreement"u8, check.Agreement);
        json.WriteNumber("largestScoreChange"u8, check.LargestChange);
        json.WriteNumber("accuracyBefore"u8, check.AccuracyBefore);
        json.WriteNumber("accuracyAfter"u8, check.AccuracyAfter);
    }

    /// <summary>The same for people.</summary>
    public IReadOnlyList<(string Name, string Value)> Facts() =>
    [
        ("rows", FormattableString.Invariant($"{Rows:N0}")),
        ("same labels", FormattableString.Invariant($"{Agreement:P2}")),
        ("largest change", FormattableString.Invariant($"{LargestChange:F4} of a score")),
        ("accuracy", FormattableString.Invariant($"{AccuracyBefore:P2} before, {AccuracyAfter:P2} after")),
    ];

    private static IReadOnlyList<Prediction> Classify(TextClassifier classifier, LabelledRows rows, CancellationToken cancellation) => rows.Rows[0].Pair is null
        ? classifier.Classify([.. rows.Rows.Select(row => row.Text)], cancellation)
        : classifier.Classify([.. rows.Rows.Select(row => new TextPair(row.Text, row.Pair!))], cancellation);

    /// <summary>The labels given, in the model's order.</summary>
    private static string Decision(Prediction prediction, bool several) => several
        ? string.Join('\n', prediction.Scores.Where(s => s.Score > 0.5f).Select(s => s.Label))
        : prediction.Label;
}
