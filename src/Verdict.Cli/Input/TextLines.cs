using System.Runtime.CompilerServices;
using System.Text;
using Verdict.Cli.Errors;

namespace Verdict.Cli.Input;

/// <summary>Texts, one a line, from standard input: UTF-8, or UTF-16 with a byte order mark.</summary>
internal static class TextLines
{
    // A line must fit in memory several times over; nobody writes a review of this length.
    private const int LongestLine = 64 * 1024 * 1024;

    /// <summary>The lines as they come. Blank lines are texts too, so that line <c>i</c> of the output belongs to line <c>i</c> of the input.</summary>
    /// <exception cref="CommandException">A line is longer than 64 Mi characters.</exception>
    public static async IAsyncEnumerable<string> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 64 * 1024, leaveOpen: true);
        var line = new StringBuilder();
        char[] buffer = new char[16 * 1024];
        int number = 1;
        int count;
        while ((count = await reader.ReadAsync(buffer.AsMemory(), cancellation).ConfigureAwait(false)) > 0)
        {
            int start = 0;
            for (int end; (end = buffer.AsSpan(start, count - start).IndexOf('\n')) >= 0; start += end + 1)
            {
                yield return Finish(line.Append(buffer, start, end));
                number++;
            }

            line.Append(buffer, start, count - start);
            if (line.Length > LongestLine)
                throw new CommandException(ExitCode.Data, $"standard input, line {number}: longer than {LongestLine:N0} characters. Split it, or check that the input is text with one text a line.");
        }

        if (line.Length > 0)
            yield return Finish(line);
    }

    private static string Finish(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] == '\r')
            line.Length--;
        string text = line.ToString();
        line.Clear();
        return text;
    }
}
