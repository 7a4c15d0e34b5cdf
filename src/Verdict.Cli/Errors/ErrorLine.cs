using System.Text;
using System.Text.RegularExpressions;

namespace Verdict.Cli.Errors;

/// <summary>Turns an exception into the one line that a user reads, and into an exit code.</summary>
internal static partial class ErrorLine
{
    /// <summary>What to print and what to return.</summary>
    public static (string Message, int ExitCode) Of(Exception error) => error switch
    {
        CommandException command => (OneLine(command.Message), command.ExitCode),
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        AggregateException { InnerExceptions: [var only] } => Of(only),
        VerdictFormatException => (OneLine(error.Message), ExitCode.Data),
        TextTooLongException text => ($"text {text.Index + 1}: {TooLong(text)}", ExitCode.Data),
        ArgumentException => (OneLine(error.Message), ExitCode.Usage),
        FileNotFoundException { FileName: { } name } => ($"{name}: there is no such file. Check the path.", ExitCode.Data),
        IOException or UnauthorizedAccessException => (OneLine(error.Message), ExitCode.Data),
        InvalidOperationException => (OneLine(error.Message), ExitCode.Failure),
        _ => ($"a fault of the program: {error.GetType().Name}: {OneLine(error.Message)} Set VERDICT_TRACE=1 to see where, and report it.", ExitCode.Failure),
    };

    /// <summary>What is wrong with a text that is too long, in the words of the command line.</summary>
    public static string TooLong(TextTooLongException text) =>
        $"it has {text.TokenCount} tokens, more than the {text.MaxLength} that are read. Shorten it, or take --max-length-policy truncate or windows.";

    /// <summary>A message without line breaks, control characters and .NET's parameter suffix.</summary>
    public static string OneLine(string message)
    {
        var line = new StringBuilder(message.Length);
        bool blank = false;
        foreach (char c in ParameterSuffix().Replace(message, ""))
        {
            bool isBlank = char.IsWhiteSpace(c) || char.IsControl(c);
            if (isBlank && !blank)
                line.Append(' ');
            else if (!isBlank)
                line.Append(c);
            blank = isBlank;
        }

        return line.ToString().Trim();
    }

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex ParameterSuffix();
}
