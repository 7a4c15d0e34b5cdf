namespace Verdict.Hub;

/// <summary>A model could not be had by its name. The message says what was asked, what was found and what to do next.</summary>
public sealed class HubException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="fault">The kind of fault, for programs.</param>
    /// <param name="message">What was asked, what was found and what to do next, for people.</param>
    /// <param name="inner">The error underneath, if there is one.</param>
    public HubException(HubFault fault, string message, Exception? inner = null)
        : base(message, inner) => Fault = fault;

    /// <summary>The kind of fault.</summary>
    public HubFault Fault { get; }

    /// <summary>Whether another source may still have the model: nothing that arrived was wrong.</summary>
    internal bool MayTryElsewhere => Fault is HubFault.NotFound or HubFault.NotCached or HubFault.Unauthorized
        or HubFault.RateLimited or HubFault.ServerError or HubFault.NetworkFailure;

    /// <summary>Whether the source could not answer, or the answer not be kept, so that a cached copy may stand in.</summary>
    internal bool CacheMayAnswer { get => field || Fault is HubFault.NetworkFailure or HubFault.ServerError or HubFault.RateLimited; init; }

    /// <summary>How long the server asked to wait before the next attempt.</summary>
    internal TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same request may succeed a moment later.</summary>
    internal bool IsTransient { get; init; }
}
