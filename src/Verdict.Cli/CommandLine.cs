using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Verdict.Cli.Errors;
using Verdict.Cli.Help;
using Verdict.Cli.Terminal;
using Verdict.Cli.Verbs;

namespace Verdict.Cli;

/// <summary>The program's command line: its verbs, how it is parsed, and what becomes of errors.</summary>
internal static partial class CommandLine
{
    // A text may begin with "@", which would otherwise name a file of further arguments.
    private static readonly ParserConfiguration Parser = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs one command.</summary>
    /// <param name="arguments">What the user typed after the program's name.</param>
    /// <param name="streams">Where to read and write.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, Streams streams, CancellationToken cancellation)
    {
        try
        {
            RootCommand root = Create(streams);
            ParseResult parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments, Parser);
            RefuseMistakes(parsed);
            var output = new StringWriter();
            int code = await parsed.InvokeAsync(
                new InvocationConfiguration { Output = output, Error = streams.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null },
                cancellation).ConfigureAwait(false);
            if (output.GetStringBuilder().Length > 0)
                streams.Output.Line(output.ToString().TrimEnd());
            streams.Output.Flush();
            return code;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            streams.Error.WriteLine("verdict: stopped.");
            return ExitCode.Cancelled;
        }
        catch (IOException error) when (IsBrokenPipe(error))
        {
            return ExitCode.Success; // whoever read the results has seen enough
        }
#pragma warning disable CA1031 // the last line of defence: nothing reaches the user as a stack trace
        catch (Exception error)
#pragma warning restore CA1031
        {
            (string message, int code) = ErrorLine.Of(error);
            FlushQuietly(streams);
            streams.Error.WriteLine($"verdict: {message}");
            if (Environment.GetEnvironmentVariable("VERDICT_TRACE") == "1")
                streams.Error.WriteLine(error);
            return code;
        }
    }

    /// <summary>The tree of verbs.</summary>
    public static RootCommand Create(Streams streams)
    {
        var root = new RootCommand("Turns text into labels with BERT: no JVM, no Python, no native library.") { HelpName = "verdict" };
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.Add(new HelpOption("--help", "-h") { Description = "Show this help.", Action = new HelpWithExamples(), Recursive = true });
        VersionOption version = root.Options.OfType<VersionOption>().Single();
        version.Description = "Show the version.";
        version.Action = new ShowVersion();
        root.Subcommands.Add(ClassifyVerb.Create(streams));
        root.Subcommands.Add(MergeVerb.Create(streams));
        root.Subcommands.Add(EvaluateVerb.Create(streams));
        root.Subcommands.Add(CardVerb.Create(streams));
        root.Subcommands.Add(TokenizeVerb.Create(streams));
        root.Subcommands.Add(InspectVerb.Create(streams));
        root.Subcommands.Add(PullVerb.Create(streams));
        root.Subcommands.Add(ListVerb.Create(streams));
        root.Subcommands.Add(BundleVerb.Create(streams));
        root.Subcommands.Add(ConvertVerb.Create(streams));
        root.Subcommands.Add(QuantizeVerb.Create(streams));
        root.Subcommands.Add(BenchVerb.Create(streams));
        root.Subcommands.Add(DoctorVerb.Create(streams));
        root.Subcommands.Add(CompletionVerb.Create(streams));
        return root;
    }

    private static void RefuseMistakes(ParseResult parsed)
    {
        string help = $"See '{HelpWithExamples.PathOf(parsed.CommandResult.Command)} --help'.";
        if (parsed.Action is ParseErrorAction)
        {
            // The first word that nobody knows is the telling one: an unknown verb comes with "Required command was not provided" before it, and drags its options along.
            string message = parsed.UnmatchedTokens.Count > 0
                ? $"Unrecognized command or argument '{parsed.UnmatchedTokens[0]}'."
                : parsed.Errors.Count > 0 ? ErrorLine.OneLine(parsed.Errors[^1].Message) : "the command line is not understood.";
            throw new CommandException(ExitCode.Usage, $"{message}{Correction(parsed)} {help}");
        }

        // Where a verb takes texts, a mistyped option would be taken for one of them.
        Token? previous = null;
        foreach (Token token in parsed.Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash))
        {
            if (token.Type == TokenType.Argument && previous?.Type != TokenType.Option && LooksLikeOption().IsMatch(token.Value))
                throw new CommandException(ExitCode.Usage, $"there is no option '{token.Value}'. If it is a text, put -- before the texts. {help}");
            previous = token;
        }
    }

    private static string Correction(ParseResult parsed)
    {
        var output = new StringWriter();
        new ParseErrorAction { ShowHelp = false }.InvokeInto(parsed, output);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string[] words = [.. lines.Skip(1).TakeWhile(line => !line.StartsWith('\'')).Where(word => !word.StartsWith('-'))];
        return words.Length > 0 && lines[0].StartsWith($"'{(parsed.UnmatchedTokens is [var unknown, ..] ? unknown : "")}'", StringComparison.Ordinal)
            ? $" Did you mean {string.Join(" or ", words.Select(word => $"'{word}'"))}?"
            : "";
    }

    private static void InvokeInto(this ParseErrorAction action, ParseResult parsed, TextWriter output)
    {
        parsed.InvocationConfiguration.Output = output;
        parsed.InvocationConfiguration.Error = TextWriter.Null;
        action.Invoke(parsed);
    }

    private static void FlushQuietly(Streams streams)
    {
        try
        {
            streams.Output.Flush();
        }
        catch (IOException)
        {
            // The error that is about to be reported matters more.
        }
    }

    private static bool IsBrokenPipe(IOException error) =>
        !OperatingSystem.IsWindows() && error.HResult == 32 /* EPIPE */ || error.Message.Contains("Broken pipe", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^--?[A-Za-z][A-Za-z0-9-]*(=.*)?$")]
    private static partial Regex LooksLikeOption();
}
