using System.CommandLine;
using Verdict.Cli.Help;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict completion SHELL</c>: a script that teaches a shell the program's words.</summary>
internal static class CompletionVerb
{
    public static Command Create(Streams streams)
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", CompletionScript.Shells)}." };
        shell.CompletionSources.Add([.. CompletionScript.Shells]);
        shell.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && !CompletionScript.Shells.Contains(value))
                result.AddError($"'{value}' is not a shell known here; {string.Join(", ", CompletionScript.Shells)} are.");
        });
        var command = new VerbCommand(
            "completion",
            "Prints a script that teaches a shell to complete verdict's verbs, options and values.",
            "source <(verdict completion bash)",
            "verdict completion zsh > ~/.zfunc/_verdict",
            "verdict completion fish > ~/.config/fish/completions/verdict.fish",
            "verdict completion pwsh >> $PROFILE") { shell };
        command.SetAction(parsed =>
        {
            streams.Output.Line(CompletionScript.For(parsed.GetRequiredValue(shell)));
            return ExitCode.Success;
        });
        return command;
    }
}
