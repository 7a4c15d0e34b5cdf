using Verdict.Data;

namespace Verdict.Cli.Output;

/// <summary>
/// The columns that classifying appends to a row: <c>label</c>, <c>score</c>, one <c>score_LABEL</c> for each label, <c>truncated</c>, and
/// <c>error</c>, which is empty in a good row and alone filled in a bad one.
/// </summary>
internal static class PredictionColumns
{
    /// <summary>The columns for a model's labels.</summary>
    public static IReadOnlyList<RecordColumn> For(IReadOnlyList<string> labels) =>
    [
        new("label", RecordType.Text),
        new("score", RecordType.Float32),
        .. labels.Select(label => new RecordColumn($"score_{label}", RecordType.Float32)),
        new("truncated", RecordType.Boolean),
        new("error", RecordType.Text),
    ];

    /// <summary>A good row's values.</summary>
    public static RecordValue[] Of(Prediction prediction) =>
    [
        RecordValue.Of(prediction.Label),
        RecordValue.Of(prediction.Score),
        .. prediction.Scores.Select(score => RecordValue.Of(score.Score)),
        RecordValue.Of(prediction.Truncated),
        RecordValue.Null,
    ];

    /// <summary>A bad row's values.</summary>
    public static RecordValue[] Of(string error, int labelCount)
    {
        var values = new RecordValue[labelCount + 4];
        values[^1] = RecordValue.Of(error);
        return values;
    }
}
