using Verdict.Hub.Tests.Serving;
using Verdict.Hub.Transfer;
using Xunit;

namespace Verdict.Hub.Tests.Transfer;

/// <summary>Rate and time left.</summary>
public sealed class ProgressMeterTests
{
    [Fact]
    public void Rate_and_time_left_count_only_what_arrived()
    {
        var messages = new Messages();
        var meter = new ProgressMeter("model", messages);
        meter.Begin(1_000_000);
        meter.Found(400_000);
        Thread.Sleep(200);
        meter.Received("file", 100_000);
        PullProgress progress = Assert.Single(messages.All);
        Assert.Equal((500_000, 1_000_000), (progress.BytesDone, progress.BytesTotal));
        Assert.InRange(progress.BytesPerSecond, 1_000, 500_000);
        Assert.Equal(500_000 / progress.BytesPerSecond, progress.Remaining!.Value.TotalSeconds, 0.01);
    }

    [Fact]
    public void At_most_ten_reports_a_second_are_made()
    {
        var messages = new Messages();
        var meter = new ProgressMeter("model", messages);
        meter.Begin(null);
        for (int i = 0; i < 10_000; i++)
            meter.Received("file", 1);
        Assert.InRange(messages.All.Count, 1, 10);
        Assert.Null(messages.All[0].Remaining);
    }
}
