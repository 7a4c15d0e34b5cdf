using System.CommandLine;
using Verdict.Cli.Errors;

namespace Verdict.Cli.Options;

/// <summary><c>-m MODEL</c>, and how a model is opened for a verb.</summary>
internal static class ModelOption
{
    /// <summary>A fresh option.</summary>
    public static Option<string?> Create() => new("--model", "-m")
    {
        HelpName = "MODEL",
        Description = "A Hugging Face folder (config.json, safetensors weights, tokeniser). Default: the French review classifier inside the program.",
    };

    /// <summary>Opens what the user named, or the embedded model.</summary>
    /// <exception cref="CommandException">It cannot be opened, or the options do not fit it.</exception>
    public static TextClassifier Open(string? model, ClassifierOptions options)
    {
        try
        {
            return model is null ? TextClassifier.OpenDefault(options) : TextClassifier.Open(model, options);
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
}
