using System.CommandLine;
using System.CommandLine.Invocation;

namespace Verdict.Cli.Help;

/// <summary><c>--version</c>: this assembly's, whichever process it runs in.</summary>
internal sealed class ShowVersion : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(Program.Version);
        return ExitCode.Success;
    }
}
