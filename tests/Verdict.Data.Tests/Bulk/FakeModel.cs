using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Verdict.Data.Tests.Bulk;

/// <summary>A model whose answer is computed from the text alone, so that every row's can be checked.</summary>
internal static class FakeModel
{
    public const int MaxLength = 1_000;

    public static BulkScorer Scorer(Action? before = null) => new(
        ["neg", "pos"],
        texts =>
        {
            before?.Invoke();
            return [.. texts.Select((text, i) => Predict(text, i))];
        },
        pairs =>
        {
            before?.Invoke();
            return [.. pairs.Select((pair, i) => Predict(pair.First + "|" + pair.Second, i))];
        });

    public static Prediction Predict(string text, int index = 0)
    {
        if (text.StartsWith("too long", StringComparison.Ordinal))
            throw new TextTooLongException(index, 2_000, MaxLength);
        float positive = SHA256.HashData(Encoding.UTF8.GetBytes(text))[0] / 255f;
        LabelScore[] scores = [new("neg", 1 - positive), new("pos", positive)];
        LabelScore best = scores.MaxBy(score => score.Score);
        return new() { Label = best.Label, Score = best.Score, Scores = scores, Top = scores, Logits = [1 - positive, positive], TokenCount = text.Length + 2, Truncated = text.Length > 30 };
    }

    /// <summary>The line of CSV that a row <c>id,text</c> must become.</summary>
    public static string Line(int id, string text)
    {
        Prediction p = Predict(text);
        string truncated = p.Truncated ? "true" : "false";
        return string.Create(CultureInfo.InvariantCulture, $"{id},{text},{p.Label},{p.Score:R},{p.Scores[0].Score:R},{p.Scores[1].Score:R},{truncated},");
    }

    public static string Text(int id) => $"texte numéro {id} " + new string('x', id % 23);
}
