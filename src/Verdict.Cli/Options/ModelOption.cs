using System.CommandLine;
using Verdict.Cli.Errors;
using Verdict.Cli.Terminal;
using Verdict.Hub;
using Verdict.SparkNlp;

namespace Verdict.Cli.Options;

/// <summary><c>-m MODEL</c>, and how a model is found and opened for a verb.</summary>
internal static class ModelOption
{
    /// <summary>What a model may be, for help.</summary>
    public const string Kinds = "A Hugging Face folder or name (organisation/name), or a Spark NLP archive or name (spark-nlp:name/language). Default: the French review classifier inside the program.";

    /// <summary>A fresh option.</summary>
    public static Option<string?> Create() => new("--model", "-m") { HelpName = "MODEL", Description = Kinds };

    /// <summary>Opens what the user named, from the cache or its hub where it is a name, or the embedded model.</summary>
    /// <exception cref="CommandException">It cannot be had or opened, or the options do not fit it.</exception>
    public static async Task<TextClassifier> OpenAsync(string? model, ClassifierOptions options, Streams streams, CancellationToken cancellation) =>
        Open(model is null ? null : await ResolveAsync(model, new HubOptions(), streams, cancellation).ConfigureAwait(false), options);

    /// <summary>Opens a model that is on this machine, or the embedded one.</summary>
    /// <exception cref="CommandException">It cannot be opened, or the options do not fit it.</exception>
    public static TextClassifier Open(ResolvedModel? model, ClassifierOptions options)
    {
        try
        {
            if (model is null)
                return TextClassifier.OpenDefault(options);
            return model.Kind == ModelKind.HuggingFaceFolder ? TextClassifier.Open(model.Path, options) : TextClassifier.OpenArchive(model.Path, options);
        }
        catch (ArgumentException error)
        {
            throw new CommandException(ExitCode.Usage, error.Message, error);
        }
        catch (Exception error) when (error is VerdictFormatException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Model, error.Message, error);
        }
    }

    /// <summary>Finds a model by path or name, showing how far a pull is.</summary>
    /// <exception cref="CommandException">There is no such model, or it cannot be had.</exception>
    public static async Task<ResolvedModel> ResolveAsync(string model, HubOptions hub, Streams streams, CancellationToken cancellation)
    {
        var display = new PullDisplay(streams);
        await using (display.ConfigureAwait(false))
        {
            try
            {
                return await ModelHub.ResolveAsync(model, hub, display, cancellation).ConfigureAwait(false);
            }
            catch (Exception error) when (error is HubException or VerdictFormatException or ArgumentException)
            {
                throw new CommandException(ExitCode.Model, error.Message, error);
            }
        }
    }
}
