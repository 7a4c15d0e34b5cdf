namespace Verdict.Data.Bulk;

/// <summary>
/// Bounds how much is between reading and writing, in characters: a few windows may be hundreds of megabytes where rows are long.
/// </summary>
/// <param name="most">The most there may be, unless one window alone has more.</param>
internal sealed class Room(long most) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _left = new(initialState: true);
    private long _taken;

    /// <summary>Waits for room. What is larger than all room gets in alone.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public void Enter(long size, CancellationToken stop)
    {
        while (true)
        {
            _left.Wait(stop);
            lock (_lock)
            {
                if (_taken == 0 || _taken + size <= most)
                {
                    _taken += size;
                    return;
                }

                _left.Reset();
            }
        }
    }

    /// <summary>Gives the room back.</summary>
    public void Leave(long size)
    {
        lock (_lock)
        {
            _taken -= size;
            _left.Set();
        }
    }

    public void Dispose() => _left.Dispose();
}
