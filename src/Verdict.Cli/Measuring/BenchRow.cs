using System.Text.Json;

namespace Verdict.Cli.Measuring;

/// <summary>One measurement.</summary>
/// <param name="Set">Which texts.</param>
/// <param name="Precision">In which numbers the model computed.</param>
/// <param name="Threads">On how many threads.</param>
/// <param name="TextsPerSecond">The median of the passes.</param>
/// <param name="TokensPerSecond">The same, in the texts' real tokens.</param>
/// <param name="OtherLabels">How many texts got another label than in fp32.</param>
/// <param name="Texts">How many texts one pass has.</param>
internal sealed record BenchRow(string Set, string Precision, int Threads, double TextsPerSecond, double TokensPerSecond, int OtherLabels, int Texts)
{
    /// <summary>The documented JSON object.</summary>
    public static void Write(Utf8JsonWriter json, BenchRow row)
    {
        json.WriteString("set"u8, row.Set);
        json.WriteString("precision"u8, row.Precision);
        json.WriteNumber("threads"u8, row.Threads);
        json.WriteNumber("textsPerSecond"u8, Math.Round(row.TextsPerSecond, 2));
        json.WriteNumber("tokensPerSecond"u8, Math.Round(row.TokensPerSecond, 1));
        json.WriteNumber("millisecondsPerText"u8, Math.Round(1000 / row.TextsPerSecond, 3));
        json.WriteNumber("otherLabels"u8, row.OtherLabels);
        json.WriteNumber("texts"u8, row.Texts);
    }
}
