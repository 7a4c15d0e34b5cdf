using System.CommandLine;
using System.Globalization;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Data;
using Verdict.SparkNlp;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict merge OUTPUT</c>: joins the shards of a job.</summary>
internal static class MergeVerb
{
    public static Command Create(Streams streams)
    {
        var output = new Argument<string>("OUTPUT") { Description = "The output that each shard's classify -o named." };
        Option<bool> json = JsonOption.Create();
        var command = new VerbCommand(
            "merge",
            "Joins the shards of classify --shard into one file, after checking that all are whole.",
            "verdict classify -i reviews.parquet --text body -o labelled.parquet --shard 1/2",
            "verdict classify -i reviews.parquet --text body -o labelled.parquet --shard 2/2",
            "verdict merge labelled.parquet") { output, json };
        command.SetAction(async (parsed, cancellation) =>
        {
            long rows;
            try
            {
                rows = await BulkJob.MergeAsync(parsed.GetRequiredValue(output), BulkAnnotations.Type, cancellation).ConfigureAwait(false);
            }
            catch (BulkJobException error)
            {
                throw new CommandException(ExitCode.Data, error.Message, error);
            }

            (string Output, long Rows) merged = (parsed.GetRequiredValue(output), rows);
            if (parsed.GetValue(json))
            {
                streams.Output.Object(merged, static (json, merged) =>
                {
                    json.WriteNumber("rows"u8, merged.Rows);
                    json.WriteString("output"u8, merged.Output);
                });
            }
            else
            {
                streams.Output.Line(string.Create(CultureInfo.InvariantCulture, $"{merged.Output}  {merged.Rows:N0} rows"));
            }

            return ExitCode.Success;
        });
        return command;
    }
}
