using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Hub;
using Verdict.SparkNlp;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict convert MODEL -o FOLDER</c>: any readable model into any form that can be written.</summary>
internal static class ConvertVerb
{
    public static Command Create(Streams streams)
    {
        var model = new Argument<string>("MODEL") { Description = "A Hugging Face folder or name, a Spark NLP archive (folder or zip) or name, or a SavedModel or ONNX export." };
        var output = new Option<string>("--output", "-o") { HelpName = "FOLDER", Required = true, Description = "The folder to make." };
        Option<string?> format = ChoiceOption.Create(
            "--to", "What to make. Default: huggingface.", "huggingface", "spark-nlp", "spark-nlp-pipeline", "onnx");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the folder where it is there already." };
        var command = new VerbCommand(
            "convert",
            "Turns a model into a Hugging Face folder, a Spark NLP archive or pipeline, or ONNX.",
            "verdict convert bert_multilingual_sequence_classifier_allocine_fr.zip -o allocine",
            "verdict convert my-model --to spark-nlp-pipeline -o my-pipeline",
            "verdict convert my-model --to onnx -o my-onnx") { model, output, format, overwrite };
        command.SetAction(async (parsed, cancellation) =>
        {
            // Exports that Spark NLP imports have no name and are no model to the hub: a path goes straight to the reader.
            string source = parsed.GetRequiredValue(model), target = parsed.GetRequiredValue(output);
            string path = Path.Exists(source) ? source : (await ModelOption.ResolveAsync(source, new HubOptions(), streams, cancellation).ConfigureAwait(false)).Path;
            ModelFormat to = parsed.GetValue(format) switch
            {
                "spark-nlp" => ModelFormat.SparkNlp,
                "spark-nlp-pipeline" => ModelFormat.SparkNlpPipeline,
                "onnx" => ModelFormat.Onnx,
                _ => ModelFormat.HuggingFace,
            };
            try
            {
                ModelConverter.Convert(path, target, to, parsed.GetValue(overwrite));
            }
            catch (Exception error) when (error is VerdictFormatException or NotSupportedException)
            {
                throw new CommandException(ExitCode.Model, error.Message, error);
            }

            streams.Output.Line(target);
            return ExitCode.Success;
        });
        return command;
    }
}
