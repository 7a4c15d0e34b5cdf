using System.Globalization;
using System.Text.Json;

namespace Verdict.Cli.Output;

/// <summary>A prediction as a line for people or as the documented JSON object.</summary>
internal static class PredictionLine
{
    /// <summary><c>pos  0.97</c>; several labels follow each other, best first.</summary>
    /// <param name="prediction">What the model said.</param>
    /// <param name="labelWidth">The longest label's width, so that scores stand below each other.</param>
    /// <param name="several">Whether the user asked for a choice of labels rather than for the best one.</param>
    public static string Plain(Prediction prediction, int labelWidth, bool several)
    {
        if (!several)
            return Plain(new LabelScore(prediction.Label, prediction.Score), labelWidth);
        return prediction.Top.Count == 0 ? "-" : string.Join("  ", prediction.Top.Select(top => Plain(top, labelWidth)));
    }

    /// <summary><c>{"text","label","score","scores":{…},"logits":[…],"tokens":n,"truncated":bool}</c>.</summary>
    /// <param name="json">Inside the object.</param>
    /// <param name="text">The text as it was given.</param>
    /// <param name="pair">The second text of a pair, which then stands behind the first as <c>pair</c>.</param>
    /// <param name="prediction">What the model said.</param>
    /// <param name="several">Adds <c>"top":[…]</c>, the labels that passed top-k and threshold.</param>
    public static void Write(Utf8JsonWriter json, string text, string? pair, Prediction prediction, bool several)
    {
        json.WriteString("text"u8, text);
        if (pair is not null)
            json.WriteString("pair"u8, pair);
        json.WriteString("label"u8, prediction.Label);
        json.WriteNumber("score"u8, prediction.Score);
        json.WriteStartObject("scores"u8);
        foreach (LabelScore score in prediction.Scores)
            json.WriteNumber(score.Label, score.Score);
        json.WriteEndObject();
        if (several)
        {
            json.WriteStartArray("top"u8);
            foreach (LabelScore top in prediction.Top)
                json.WriteStringValue(top.Label);
            json.WriteEndArray();
        }

        json.WriteStartArray("logits"u8);
        foreach (float logit in prediction.Logits)
            json.WriteNumberValue(logit);
        json.WriteEndArray();
        json.WriteNumber("tokens"u8, prediction.TokenCount);
        json.WriteBoolean("truncated"u8, prediction.Truncated);
    }

    /// <summary><c>{"text","error"}</c> for a row without a prediction.</summary>
    public static void WriteError(Utf8JsonWriter json, string text, string? pair, string error)
    {
        json.WriteString("text"u8, text);
        if (pair is not null)
            json.WriteString("pair"u8, pair);
        json.WriteString("error"u8, error);
    }

    private static string Plain(LabelScore label, int width) =>
        string.Create(CultureInfo.InvariantCulture, $"{label.Label.PadRight(width)}  {label.Score:F2}");
}
