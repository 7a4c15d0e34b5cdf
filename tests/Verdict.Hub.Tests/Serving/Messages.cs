namespace Verdict.Hub.Tests.Serving;

/// <summary>Collects progress at once, on the calling thread.</summary>
internal sealed class Messages : IProgress<PullProgress>
{
    private readonly List<PullProgress> _all = [];

    public IReadOnlyList<PullProgress> All
    {
        get
        {
            lock (_all)
                return [.. _all];
        }
    }

    public bool Has(PullStage stage) => All.Any(p => p.Stage == stage);

    public void Report(PullProgress value)
    {
        lock (_all)
            _all.Add(value);
    }
}
