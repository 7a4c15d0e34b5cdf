using System.Collections.Concurrent;
using System.Diagnostics;

namespace Verdict.Data.Bulk;

/// <summary>
/// Reading, scoring and writing at the same time, with few windows between them. The first error of any stage ends all
/// three and is the one that comes out.
/// </summary>
internal static class Pipeline
{
    private const int Capacity = 2;

    /// <summary>The most characters, about, between reading and writing, unless one window alone has more: usual windows fit eight times.</summary>
    private const long MostSize = 8 * Window.MaxSize;

    /// <param name="windows">What is read, on a thread of its own.</param>
    /// <param name="scorer">Scores, on the caller's thread.</param>
    /// <param name="writer">Writes, on a thread of its own.</param>
    /// <param name="report">Told after each window how long the run has lasted.</param>
    /// <returns>How long the run has lasted until the last window was scored.</returns>
    public static TimeSpan Run(IEnumerable<Window> windows, WindowScorer scorer, PartWriter writer, Action<TimeSpan> report)
    {
        using var stop = new CancellationTokenSource();
        using var read = new BlockingCollection<Window>(Capacity);
        using var scored = new BlockingCollection<Window>(Capacity);
        using var room = new Room(MostSize);
        var watch = Stopwatch.StartNew();
        Exception? first = null;
        TimeSpan last = default;

        void Stage(Action work, BlockingCollection<Window>? output)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                // Whoever is told to stop reports that; only the reason for it counts.
                if (Interlocked.CompareExchange(ref first, e, null) is null)
                    stop.Cancel();
            }
            finally
            {
                output?.CompleteAdding();
            }
        }

        Task reading = Task.Factory.StartNew(
            () => Stage(
                () =>
                {
                    foreach (Window window in windows)
                    {
                        room.Enter(window.Size, stop.Token);
                        read.Add(window, stop.Token);
                    }
                },
                read),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Task writing = Task.Factory.StartNew(
            () => Stage(
                () =>
                {
                    foreach (Window window in scored.GetConsumingEnumerable(stop.Token))
                    {
                        writer.Write(window);
                        report(watch.Elapsed);
                        room.Leave(window.Size);
                        LongRow.CollectAfter(window.Size);
                    }
                },
                null),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Stage(
            () =>
            {
                foreach (Window window in read.GetConsumingEnumerable(stop.Token))
                {
                    scorer.Score(window);
                    last = watch.Elapsed;
                    scored.Add(window, stop.Token);
                }
            },
            scored);
        Task.WaitAll(reading, writing);
        if (first is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        return last;
    }
}
