using System.Globalization;

namespace Verdict.Hub.Transfer;

/// <summary>Tries again after faults that may pass, a bounded number of times, with growing waits or the wait that the server asks for.</summary>
internal static class Retry
{
    /// <summary>Runs an attempt until it succeeds, fails for good, or has failed <paramref name="attempts"/> times.</summary>
    public static async Task<T> RunAsync<T>(TransferSettings settings, int attempts, ProgressMeter meter, Func<Task<T>> attempt, CancellationToken cancellation)
    {
        for (int failures = 1; ; failures++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (HubException e) when (e.IsTransient && failures < attempts && Wait(settings, failures, e.RetryAfter) is not null)
            {
                await PauseAsync(settings, failures, meter, e, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits before the next attempt and says so.</summary>
    public static async Task PauseAsync(TransferSettings settings, int failures, ProgressMeter meter, HubException fault, CancellationToken cancellation)
    {
        TimeSpan wait = Wait(settings, failures, fault.RetryAfter) ?? throw fault;
        meter.Tell(PullStage.Retrying, message: string.Create(CultureInfo.InvariantCulture, $"{fault.Message} Trying again in {wait.TotalSeconds:0.#} s."));
        await Task.Delay(wait, cancellation).ConfigureAwait(false);
    }

    /// <summary>How long to wait after so many failures; <see langword="null"/> where the server asks for more than anybody will wait.</summary>
    public static TimeSpan? Wait(TransferSettings settings, int failures, TimeSpan? asked)
    {
        if (asked is { } wait)
            return wait > settings.LongestRetryAfter ? null : wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
        double seconds = settings.FirstDelay.TotalSeconds * Math.Pow(2, Math.Min(failures - 1, 20));
        // The random part keeps many machines from coming back at the same moment; it guards no secret.
#pragma warning disable CA5394
        return TimeSpan.FromSeconds(Math.Min(seconds, settings.LongestDelay.TotalSeconds) * (1 + (Random.Shared.NextDouble() / 4)));
#pragma warning restore CA5394
    }
}
