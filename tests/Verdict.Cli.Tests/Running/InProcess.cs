using System.Text;
using Verdict.Cli.Output;
using Verdict.Cli.Terminal;

namespace Verdict.Cli.Tests.Running;

/// <summary>What a command left behind.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of <see cref="Output"/>.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs a command inside the test's own process.</summary>
internal static class InProcess
{
    /// <summary>Runs with standard input as given; <see langword="null"/> is a terminal where nobody types.</summary>
    public static Task<CommandResult> RunAsync(string[] arguments, string? input = null) =>
        RunAsync(arguments, input is null ? null : Encoding.UTF8.GetBytes(input), CancellationToken.None);

    public static async Task<CommandResult> RunAsync(string[] arguments, byte[]? input, CancellationToken cancellation)
    {
        var output = new MemoryStream();
        var error = new StringWriter();
        using var streams = new Streams { Input = input is null ? null : new MemoryStream(input), Output = new LineWriter(output), Error = error };
        int code = await CommandLine.RunAsync(arguments, streams, cancellation);
        return new CommandResult(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
