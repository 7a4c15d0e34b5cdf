namespace Verdict.Hub;

/// <summary>What a pull is doing.</summary>
public enum PullStage
{
    /// <summary>Asking the hub which files the name stands for.</summary>
    Resolving,

    /// <summary>Waiting for another process that pulls the same model.</summary>
    Waiting,

    /// <summary>Fetching bytes.</summary>
    Downloading,

    /// <summary>Waiting before the next attempt; <see cref="PullProgress.Message"/> says why.</summary>
    Retrying,

    /// <summary>Comparing hashes.</summary>
    Verifying,

    /// <summary>Unpacking into the cache.</summary>
    Extracting,

    /// <summary>The hub did not answer, so the cached copy is used; <see cref="PullProgress.Message"/> says why.</summary>
    UsingCache,

    /// <summary>Everything is in place.</summary>
    Done,
}
