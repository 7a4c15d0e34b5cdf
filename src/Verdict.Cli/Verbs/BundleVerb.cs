using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Hub;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict bundle NAME… -o FILE</c>: models in one file, for machines without a network.</summary>
internal static class BundleVerb
{
    public static Command Create(Streams streams)
    {
        var names = new Argument<string[]>("NAME") { Arity = ArgumentArity.OneOrMore, Description = "Models by name, as pull takes them." };
        var output = new Option<string>("--output", "-o") { HelpName = "FILE", Required = true, Description = "The bundle to write, a zip." };
        var offline = new Option<bool>("--offline") { Description = "Leave the network alone: take the models from the cache." };
        var command = new VerbCommand(
            "bundle",
            "Packs models and their hashes into one file, to be carried to machines without a network.",
            "verdict bundle nlptown/bert-base-multilingual-uncased-sentiment -o models.zip",
            "HF_ENDPOINT=models.zip verdict classify -m nlptown/bert-base-multilingual-uncased-sentiment \"ein Text\"") { names, output, offline };
        command.SetAction(async (parsed, cancellation) =>
        {
            HubOptions options = new();
            if (parsed.GetValue(offline))
                options = options with { Offline = true };
            List<ResolvedModel> models = [];
            foreach (string name in parsed.GetRequiredValue(names))
                models.Add(await ModelOption.ResolveAsync(name, options, streams, cancellation).ConfigureAwait(false));
            try
            {
                await ModelBundle.WriteAsync(parsed.GetRequiredValue(output), models, cancellation).ConfigureAwait(false);
            }
            catch (HubException error)
            {
                throw new CommandException(ExitCode.Data, error.Message, error);
            }

            streams.Output.Line(parsed.GetRequiredValue(output));
            return ExitCode.Success;
        });
        return command;
    }
}
