namespace Verdict.Models;

/// <summary>A lock that is given in the order in which it was asked for, and that tells its holder whether anybody waits.</summary>
internal sealed class FairLock
{
    private readonly object _gate = new();
    private long _next;
    private long _serving;
    private int _holder;

    /// <summary>Whether the holder should let others in.</summary>
    public bool IsWanted => Volatile.Read(ref _next) - Volatile.Read(ref _serving) > 1;

    /// <summary>Waits for its turn.</summary>
    /// <exception cref="InvalidOperationException">This thread holds the lock already: it would wait for itself.</exception>
    public void Enter()
    {
        if (Volatile.Read(ref _holder) == Environment.CurrentManagedThreadId)
            throw new InvalidOperationException("A callback of a run may not start another run on the same engine.");
        lock (_gate)
        {
            long mine = _next++;
            while (_serving != mine)
                Monitor.Wait(_gate);
        }

        Volatile.Write(ref _holder, Environment.CurrentManagedThreadId);
    }

    /// <summary>Lets the next one in.</summary>
    public void Exit()
    {
        Volatile.Write(ref _holder, 0);
        lock (_gate)
        {
            _serving++;
            Monitor.PulseAll(_gate);
        }
    }
}
