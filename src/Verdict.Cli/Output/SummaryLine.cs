using System.Globalization;
using System.Text.Json;
using Verdict.Data;

namespace Verdict.Cli.Output;

/// <summary>What a bulk job did, as a line for people or as the documented JSON object.</summary>
internal static class SummaryLine
{
    /// <summary>The final line.</summary>
    public static string Plain(BulkProgress done)
    {
        double seconds = Math.Max(done.Elapsed.TotalSeconds, 1e-3);
        string resumed = done.ResumedRows > 0 ? string.Create(CultureInfo.InvariantCulture, $" ({done.ResumedRows:N0} more were done before)") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{done.Rows:N0} rows{resumed} in {seconds:N1} s, {done.Rows / seconds:N1} rows/s, {done.Tokens / seconds:N0} tokens/s, engine {done.EngineShare:P0}, {done.TruncatedRows:N0} truncated, {done.MarkedRows:N0} marked");
    }

    /// <summary>A line in between.</summary>
    public static string Running(BulkProgress now)
    {
        double seconds = Math.Max(now.Elapsed.TotalSeconds, 1e-3);
        string left = now.Fraction is > 0.01 and < 1 and var fraction
            ? string.Create(CultureInfo.InvariantCulture, $", {fraction:P0}, {TimeSpan.FromSeconds(Math.Min(seconds * (1 - fraction) / fraction, 3e8)):d\\.hh\\:mm\\:ss} to go")
            : "";
        return string.Create(CultureInfo.InvariantCulture, $"{now.Rows:N0} rows, {now.Rows / seconds:N1} rows/s{left}, {now.MarkedRows:N0} marked");
    }

    /// <summary><c>{"rows","resumedRows","truncated","marked","tokens","seconds","engineShare","finished","output"}</c>.</summary>
    public static void Write(Utf8JsonWriter json, BulkSummary summary)
    {
        BulkProgress done = summary.Progress;
        json.WriteNumber("rows"u8, done.Rows);
        json.WriteNumber("resumedRows"u8, done.ResumedRows);
        json.WriteNumber("truncated"u8, done.TruncatedRows);
        json.WriteNumber("marked"u8, done.MarkedRows);
        json.WriteNumber("tokens"u8, done.Tokens);
        json.WriteNumber("seconds"u8, Math.Round(done.Elapsed.TotalSeconds, 3));
        json.WriteNumber("engineShare"u8, Math.Round(done.EngineShare, 4));
        json.WriteBoolean("finished"u8, summary.Finished);
        json.WriteString("output"u8, summary.Output);
    }
}
