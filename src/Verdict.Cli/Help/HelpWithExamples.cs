using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Verdict.Cli.Help;

/// <summary>The usual help, with the verb's examples behind it.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _usual = new();

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int code = _usual.Invoke(parseResult);
        TextWriter output = parseResult.InvocationConfiguration.Output;
        if (parseResult.CommandResult.Command is VerbCommand { Examples: { Count: > 0 } examples })
        {
            output.WriteLine("Examples:");
            foreach (string example in examples)
                output.WriteLine($"  {example}");
        }
        else if (parseResult.CommandResult.Command is RootCommand)
        {
            output.WriteLine("Examples:");
            output.WriteLine("  verdict classify \"j'ai bien aime le film harry potter!\"");
            output.WriteLine("  verdict classify --help");
        }

        return code;
    }

    /// <summary>What a user types to reach a command, such as <c>verdict classify</c>.</summary>
    public static string PathOf(Command command) => command is RootCommand ? "verdict" : $"verdict {command.Name}";
}
