using Verdict.Cli.Output;
using Verdict.Data;

namespace Verdict.Cli.Terminal;

/// <summary>Shows how far a bulk job is: on a terminal as it moves, elsewhere as a plain line in ten seconds where the user asks for that.</summary>
internal sealed class JobDisplay : IProgress<BulkProgress>, IAsyncDisposable
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private readonly IAsyncDisposable _display;
    private readonly Timer? _lines;
    private BulkProgress? _latest;

    public JobDisplay(Streams streams, bool asLines)
    {
        _display = Progress.Watch(streams, Figures, outputIsQuiet: true);
        if (asLines && !streams.ErrorIsTerminal)
            _lines = new Timer(_ => Write(streams), null, BetweenLines, BetweenLines);
    }

    /// <inheritdoc/>
    public void Report(BulkProgress value) => Volatile.Write(ref _latest, value);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_lines is not null)
            await _lines.DisposeAsync().ConfigureAwait(false);
        await _display.DisposeAsync().ConfigureAwait(false);
    }

    private ProgressFigures Figures() => Volatile.Read(ref _latest) is { } now
        ? new ProgressFigures(Progress.Describe(now.Rows, now.Elapsed) + (now.MarkedRows > 0 ? $", {now.MarkedRows} marked" : ""), now.Fraction)
        : new ProgressFigures("opening", 0);

    private void Write(Streams streams)
    {
        if (Volatile.Read(ref _latest) is { } now)
            streams.Error.WriteLine($"verdict: {SummaryLine.Running(now)}");
    }
}
