using Verdict.Data.Bulk;

namespace Verdict.Data;

/// <summary>
/// Classifies files of any size. Work is done in parts, each written under a temporary name, flushed and renamed, and
/// entered in a ledger in the folder <c>OUTPUT.verdict</c>: a job that was killed at any moment goes on when it is run
/// again, and gives the same bytes as one that was never interrupted. When all parts are done, they become the output
/// in one step and the folder goes. Reading, scoring and writing overlap; memory is bounded.
/// </summary>
public static class BulkJob
{
    /// <summary>Does the job, or what is left of it.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="scorer">Whom to ask.</param>
    /// <param name="progress">Told how far the job is, after each few hundred rows, on the job's threads.</param>
    /// <param name="cancellation">Ends the job after the part in work. A job that reads or writes a pipe has no parts and ends at once, with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The options contradict each other or the input; the message lists the faults.</exception>
    /// <exception cref="BulkJobException">An unfinished job of other inputs, options or model is there; or too many rows are bad.</exception>
    /// <exception cref="VerdictFormatException">An input breaks off or is not what its format demands.</exception>
    /// <exception cref="IOException">A file cannot be read or written. What is done is kept.</exception>
    public static Task<BulkSummary> RunAsync(BulkJobOptions options, BulkScorer scorer, IProgress<BulkProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(scorer);
        options.Validate();
        var run = new JobRun(options, scorer, progress, cancellation);
        return Task.Run(() => options.IsPiped ? run.ThroughPipe() : run.InParts(), CancellationToken.None);
    }

    /// <summary>Joins the shards of a job, which lie in <c>OUTPUT.verdict/shard-…</c>, into the output, after checking that none is missing and all are whole.</summary>
    /// <param name="output">The output that each shard's run named.</param>
    /// <param name="annotations">The type of the column that the shards were told to add by <see cref="BulkJobOptions.Annotations"/>; needed only where they were.</param>
    /// <param name="cancellation">Ends the work; nothing is lost.</param>
    /// <returns>The number of rows in the output.</returns>
    /// <exception cref="BulkJobException">A shard is missing, unfinished, damaged, or belongs to another job.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static Task<long> MergeAsync(string output, NestedType? annotations = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Task.Run(() => ShardMerge.Run(output, annotations, cancellation), CancellationToken.None);
    }
}
