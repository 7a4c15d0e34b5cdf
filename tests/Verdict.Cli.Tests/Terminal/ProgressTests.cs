using Verdict.Cli.Output;
using Verdict.Cli.Terminal;
using Xunit;

namespace Verdict.Cli.Tests.Terminal;

public sealed class ProgressTests
{
    [Fact]
    public void Rows_and_rate_are_readable()
    {
        Assert.Equal("12,345 rows, 4,115 rows/s", Progress.Describe(12_345, TimeSpan.FromSeconds(3)));
        Assert.Equal("0 rows, 0 rows/s", Progress.Describe(0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Nobody_is_asked_where_nobody_looks()
    {
        bool asked = false;
        using var streams = new Streams { Input = null, Output = new LineWriter(new MemoryStream()), Error = new StringWriter(), ErrorIsTerminal = false };
        await using (Progress.Watch(streams, () => { asked = true; return default; }, outputIsQuiet: true))
            await Task.Delay(2_300, TestContext.Current.CancellationToken);
        Assert.False(asked);
        Assert.Equal("", streams.Error.ToString());
    }
}
