using System.Runtime.ExceptionServices;

namespace Verdict.Models;

/// <summary>
/// Threads that are made once and wait for work: a short while spinning, since the next piece often comes at once, then parked.
/// The caller is worker 0, so that a crew of one has no thread at all. One job at a time: the owner sees to that.
/// </summary>
internal sealed class WorkerCrew : IDisposable
{
    private const int SpinsBeforeParking = 3000;
    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private Action<int>? _work;
    private volatile int _generation;
    private volatile bool _stopped;
    private int _busy;
    private ExceptionDispatchInfo? _fault;

    /// <summary>Makes the threads.</summary>
    /// <param name="size">Workers, the caller included.</param>
    public WorkerCrew(int size)
    {
        Size = size;
        _threads = new Thread[size - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"Verdict worker {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Workers, the caller included.</summary>
    public int Size { get; }

    /// <summary>Whether the calling thread is one of the crew's own.</summary>
    public bool IsMember => Array.IndexOf(_threads, Thread.CurrentThread) >= 0;

    /// <summary>Has every worker do something and waits until all have done it. The first fault surfaces here.</summary>
    public void Run(Action<int> work)
    {
        lock (_gate)
        {
            _work = work;
            _busy = _threads.Length;
            _generation++;
            Monitor.PulseAll(_gate);
        }

        Do(work, 0);
        var spin = default(SpinWait);
        while (Volatile.Read(ref _busy) > 0)
            spin.SpinOnce(sleep1Threshold: 200);
        _work = null;
        ExceptionDispatchInfo? fault = Interlocked.Exchange(ref _fault, null);
        fault?.Throw();
    }

    /// <summary>Ends the threads. No job may be under way.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }

        foreach (Thread thread in _threads)
            thread.Join();
    }

    private void Serve(int worker)
    {
        int seen = 0;
        while (true)
        {
            for (int spins = 0; spins < SpinsBeforeParking && _generation == seen && !_stopped; spins++)
                Thread.SpinWait(8);
            lock (_gate)
            {
                while (_generation == seen && !_stopped)
                    Monitor.Wait(_gate);
            }

            if (_stopped)
                return;
            seen = _generation;
            Do(_work!, worker);
            Interlocked.Decrement(ref _busy);
        }
    }

    private void Do(Action<int> work, int worker)
    {
#pragma warning disable CA1031 // Whatever it is, it surfaces at the caller of Run.
        try
        {
            work(worker);
        }
        catch (Exception fault)
        {
            Interlocked.CompareExchange(ref _fault, ExceptionDispatchInfo.Capture(fault), null);
        }
#pragma warning restore CA1031
    }
}
