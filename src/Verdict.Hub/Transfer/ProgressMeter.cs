using System.Diagnostics;

namespace Verdict.Hub.Transfer;

/// <summary>Counts the bytes of one pull and tells the caller, at most ten times a second.</summary>
internal sealed class ProgressMeter(string model, IProgress<PullProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.1);

    private long _started;
    private long _reported;
    private long _done;
    private long _received;
    private long? _total;

    /// <summary>The number of bytes that are to come, if known; the counting begins.</summary>
    public void Begin(long? total)
    {
        _started = Stopwatch.GetTimestamp();
        _total = total;
        _done = 0;
        _received = 0;
    }

    /// <summary>The total became known late.</summary>
    public void Total(long total) => _total ??= total;

    /// <summary>Bytes that need not be fetched: an earlier pull left them.</summary>
    public void Found(long bytes) => _done += bytes;

    /// <summary>Bytes that arrived.</summary>
    public void Received(string file, int bytes)
    {
        _done += bytes;
        _received += bytes;
        if (Stopwatch.GetElapsedTime(_reported) >= Interval)
            Tell(PullStage.Downloading, file);
    }

    /// <summary>A change of stage.</summary>
    public void Tell(PullStage stage, string? file = null, string? message = null)
    {
        if (progress is null)
            return;
        _reported = Stopwatch.GetTimestamp();
        double seconds = _started == 0 ? 0 : Stopwatch.GetElapsedTime(_started).TotalSeconds;
        double rate = seconds > 0 ? _received / seconds : 0;
        progress.Report(new PullProgress
        {
            Stage = stage,
            Model = model,
            File = file,
            BytesDone = Math.Max(0, _done),
            BytesTotal = _total,
            BytesPerSecond = rate,
            Remaining = stage == PullStage.Downloading && rate > 0 && _total >= _done
                ? TimeSpan.FromSeconds(Math.Min((_total.Value - _done) / rate, TimeSpan.MaxValue.TotalSeconds / 2)) : null,
            Message = message,
        });
    }
}
