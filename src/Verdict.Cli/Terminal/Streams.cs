using System.Text;
using Verdict.Cli.Output;

namespace Verdict.Cli.Terminal;

/// <summary>Where a command reads and writes: the process's own streams, or memory in a test.</summary>
internal sealed class Streams : IDisposable
{
    /// <summary>Standard input, or <see langword="null"/> where a person would have to type it.</summary>
    public required Stream? Input { get; init; }

    /// <summary>Results, and nothing else.</summary>
    public required LineWriter Output { get; init; }

    /// <summary>Errors, notes and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person looks at <see cref="Error"/>.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a person looks at <see cref="Output"/>.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>The streams that the process was started with. Text is UTF-8 both ways on every system.</summary>
    /// <param name="interrupt">Ctrl-C: lets go of a read that waits.</param>
    public static Streams OfProcess(CancellationToken interrupt) => new()
    {
        Input = Console.IsInputRedirected ? new InterruptibleInput(Console.OpenStandardInput(), interrupt) : null,
        Output = new LineWriter(StandardOutput()),
        Error = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), new UTF8Encoding(false)) { AutoFlush = true }),
        ErrorIsTerminal = !Console.IsErrorRedirected,
        OutputIsTerminal = !Console.IsOutputRedirected,
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Input?.Dispose();
        Output.Dispose();
        Error.Dispose();
    }

    /// <summary>
    /// .NET's console stream swallows a broken pipe, so that <c>verdict classify … | head</c> would go on working for nobody.
    /// A file stream reports it. Seekable outputs keep the console stream, which appends behind what others wrote.
    /// </summary>
    private static Stream StandardOutput()
    {
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var pipe = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }
}
