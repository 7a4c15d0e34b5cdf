namespace Verdict.Models;

/// <summary>
/// Where workers wait for one another inside a layer, tens of times in a millisecond: they spin, and give way to others only when the wait is long.
/// Any worker may break it, so that a fault in one does not leave the rest waiting.
/// </summary>
internal sealed class SpinBarrier(int workers)
{
    private const int SpinsBeforeYield = 2000;
    private int _waiting;
    private volatile int _generation;
    private volatile Exception? _fault;

    /// <summary>Waits until all workers are here. What each wrote before is seen by all after.</summary>
    /// <exception cref="InvalidOperationException">A worker has failed and will not come.</exception>
    public void Wait()
    {
        int generation = _generation;
        if (Interlocked.Increment(ref _waiting) == workers)
        {
            _waiting = 0;
            _generation = generation + 1;
            return;
        }

        for (int spins = 0; _generation == generation; spins++)
        {
            if (_fault is { } fault)
                throw new InvalidOperationException($"Another worker has failed: {fault.Message}", fault);
            if (spins < SpinsBeforeYield)
                Thread.SpinWait(4);
            else
                Thread.Yield();
        }
    }

    /// <summary>Lets go of everybody who waits or will.</summary>
    public void Break(Exception fault) => _fault = fault;

    /// <summary>Makes it whole again; nobody may be waiting.</summary>
    public void Reset()
    {
        _waiting = 0;
        _fault = null;
    }
}
