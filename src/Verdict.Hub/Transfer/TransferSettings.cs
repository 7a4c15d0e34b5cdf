namespace Verdict.Hub.Transfer;

/// <summary>How patient requests are. Fixed for users; tests shorten it.</summary>
internal sealed record TransferSettings
{
    /// <summary>Attempts in a row that may bring nothing forward.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>An attempt that brought so many bytes counts as progress: the counting of attempts begins anew.</summary>
    public long ProgressBytes { get; init; } = 1 << 20;

    /// <summary>The wait before the second attempt; it doubles from there, with up to a quarter more at random.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest wait that we choose ourselves.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest <c>Retry-After</c> that is obeyed; beyond it the pull fails and says when to come back.</summary>
    public TimeSpan LongestRetryAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long the other side may stay silent.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);
}
