namespace Verdict.Cli;

/// <summary>What the program answers its caller; documented in <c>docs/guides/command-line.md</c>.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Success = 0;

    /// <summary>A fault of the program itself.</summary>
    public const int Failure = 1;

    /// <summary>The command line is not understood.</summary>
    public const int Usage = 2;

    /// <summary>The model cannot be opened, or the options do not fit it.</summary>
    public const int Model = 3;

    /// <summary>An input cannot be read, or an output cannot be written.</summary>
    public const int Data = 4;

    /// <summary>Everything was done, but some rows carry an error instead of a prediction.</summary>
    public const int MarkedRows = 5;

    /// <summary>Stopped by Ctrl-C or a request to terminate (128 + SIGINT).</summary>
    public const int Cancelled = 130;
}
