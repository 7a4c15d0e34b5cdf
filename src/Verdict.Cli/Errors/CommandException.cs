namespace Verdict.Cli.Errors;

/// <summary>Ends a command with one line on standard error and an exit code.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(int exitCode, string message, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    /// <summary>What the process returns; one of <see cref="Cli.ExitCode"/>.</summary>
    public int ExitCode { get; }
}
