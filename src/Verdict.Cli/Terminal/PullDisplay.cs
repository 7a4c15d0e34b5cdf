using System.Globalization;
using Verdict.Cli.Errors;
using Verdict.Cli.Output;
using Verdict.Hub;

namespace Verdict.Cli.Terminal;

/// <summary>Shows how far a pull is, and says in a line what a user should know: a retry, an answer from the cache.</summary>
internal sealed class PullDisplay : IProgress<PullProgress>, IAsyncDisposable
{
    private readonly Streams _streams;
    private readonly IAsyncDisposable _display;
    private PullProgress? _latest;

    public PullDisplay(Streams streams)
    {
        _streams = streams;
        _display = Progress.Watch(streams, Figures, outputIsQuiet: true);
    }

    /// <inheritdoc/>
    public void Report(PullProgress value)
    {
        Volatile.Write(ref _latest, value);
        if (value is { Stage: PullStage.Retrying or PullStage.UsingCache or PullStage.Waiting, Message: { } message })
            _streams.Error.WriteLine($"verdict: {ErrorLine.OneLine(message)}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _display.DisposeAsync();

    private ProgressFigures Figures()
    {
        if (Volatile.Read(ref _latest) is not { } now)
            return new ProgressFigures("looking for the model", null);
        string what = now.Stage switch
        {
            PullStage.Resolving => "looking for the model",
            PullStage.Waiting => "waiting for another process",
            PullStage.Retrying => "waiting before another try",
            PullStage.Verifying => "checking hashes",
            PullStage.Extracting => "unpacking",
            _ => now.File ?? now.Model,
        };
        double? fraction = now.BytesTotal is > 0 and var total ? (double)now.BytesDone / total : null;
        return new ProgressFigures(
            string.Create(CultureInfo.InvariantCulture, $"{what}, {Facts.Bytes(now.BytesDone)}, {Facts.Bytes((long)now.BytesPerSecond)}/s"), fraction);
    }
}
