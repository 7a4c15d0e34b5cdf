namespace Verdict.Hub;

/// <summary>Why a model could not be had by its name.</summary>
public enum HubFault
{
    /// <summary>No source has such a model, revision or file.</summary>
    NotFound,

    /// <summary>The network may not be used and the model is not in the cache.</summary>
    NotCached,

    /// <summary>The hub asks for a token, or the token may not read this model.</summary>
    Unauthorized,

    /// <summary>The hub asks to come back later, and the time for retries is used up.</summary>
    RateLimited,

    /// <summary>The hub answers with an error of its own, again and again.</summary>
    ServerError,

    /// <summary>The hub could not be reached, or the connection broke again and again.</summary>
    NetworkFailure,

    /// <summary>What arrived is not what the hub announced: length, hash, commit. Nothing of it was kept.</summary>
    Corrupt,

    /// <summary>The hub has the model, but only in a form that is never touched, such as a pickle.</summary>
    NotSupported,

    /// <summary>The model is not what the lock file says.</summary>
    LockMismatch,

    /// <summary>The cache folder cannot be read or written, or its disk is full.</summary>
    CacheFailure,
}
