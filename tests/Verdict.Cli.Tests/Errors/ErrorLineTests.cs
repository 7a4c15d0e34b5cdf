using Verdict.Cli.Errors;
using Xunit;

namespace Verdict.Cli.Tests.Errors;

public sealed class ErrorLineTests
{
    [Fact]
    public void Each_kind_of_error_has_its_exit_code()
    {
        Assert.Equal(("m/config.json, hidden_size: not a number.", ExitCode.Data), ErrorLine.Of(new VerdictFormatException("m/config.json", "hidden_size", "not a number.")));
        Assert.Equal(("Threads is −1.", ExitCode.Usage), ErrorLine.Of(new ArgumentException("Threads is −1.", "options")));
        Assert.Equal(("x.csv: there is no such file. Check the path.", ExitCode.Data), ErrorLine.Of(new FileNotFoundException("Could not find", "x.csv")));
        Assert.Equal(("No space left", ExitCode.Data), ErrorLine.Of(new IOException("No space left")));
        Assert.Equal(("text 3: it has 9 tokens, more than the 4 that are read. Shorten it, or take --max-length-policy truncate or windows.", ExitCode.Data), ErrorLine.Of(new TextTooLongException(2, 9, 4)));
        Assert.Equal(("no", ExitCode.Model), ErrorLine.Of(new CommandException(ExitCode.Model, "no")));
        Assert.Equal(("VERDICT_KERNELS is 'x'", ExitCode.Failure), ErrorLine.Of(new TypeInitializationException("T", new InvalidOperationException("VERDICT_KERNELS is 'x'"))));
        Assert.Equal(ExitCode.Failure, ErrorLine.Of(new InvalidCastException()).ExitCode);
    }

    [Fact]
    public void A_message_stays_on_one_line_and_cannot_steer_the_terminal()
    {
        Assert.Equal("a b c d", ErrorLine.OneLine("a\r\n\tb\u001b\u0007c (Parameter 'options')\n d\n"));
    }
}
