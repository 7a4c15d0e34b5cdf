namespace Verdict.Batching;

/// <summary>
/// Deals the sequences of a window into batches that cost about the same, so that workers that take one after the other end together.
/// Nothing is padded, so any sequences may share a batch; the longest are dealt first, each to the batch that holds the fewest tokens
/// (the "longest processing time" rule: Graham, Bounds on Multiprocessing Timing Anomalies, 1969).
/// </summary>
internal static class BatchPlanner
{
    /// <summary>Above this ratio of the fullest batch to the mean, workers would wait for one another.</summary>
    private const double Unbalanced = 1.25;

    /// <summary>Deals sequences into batches.</summary>
    /// <param name="lengths">Tokens of each sequence, <c>[sequenceCount]</c>, all positive.</param>
    /// <param name="tokenBudget">Tokens a batch may hold; a longer sequence is a batch of its own.</param>
    /// <param name="workers">How many batches are worked on at the same time.</param>
    /// <returns>The batches, fullest first, and whether all workers should share each of them.</returns>
    public static BatchPlan Plan(ReadOnlySpan<int> lengths, int tokenBudget, int workers)
    {
        if (lengths.Length == 0)
            return new BatchPlan([], Shared: false);

        long total = 0;
        foreach (int length in lengths)
            total += length;

        int[] order = LongestFirst(lengths);
        long fewest = (total + tokenBudget - 1) / tokenBudget;
        long even = (fewest + workers - 1) / workers * workers;
        List<List<int>> batches = Deal(order, lengths, tokenBudget, (int)Math.Min(even, lengths.Length));
        if (workers == 1 || (batches.Count >= workers && Balanced(batches, lengths, total)))
            return new BatchPlan([.. batches.Select(b => b.ToArray())], Shared: false);

        List<List<int>> shared = Deal(order, lengths, tokenBudget, (int)Math.Min(fewest, lengths.Length));
        return new BatchPlan([.. shared.Select(b => b.ToArray())], Shared: true);
    }

    private static int[] LongestFirst(ReadOnlySpan<int> lengths)
    {
        int[] keys = new int[lengths.Length];
        int[] order = new int[lengths.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = -lengths[i];
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }

    private static List<List<int>> Deal(int[] order, ReadOnlySpan<int> lengths, int tokenBudget, int count)
    {
        List<List<int>> batches = [];
        var emptiest = new PriorityQueue<int, int>(count);
        for (int i = 0; i < count; i++)
        {
            batches.Add([]);
            emptiest.Enqueue(i, 0);
        }

        foreach (int sequence in order)
        {
            emptiest.TryPeek(out int batch, out int tokens);
            if (tokens > 0 && tokens + lengths[sequence] > tokenBudget)
            {
                // Not even the emptiest batch has room: the plan needs one more.
                batches.Add([sequence]);
                emptiest.Enqueue(batches.Count - 1, lengths[sequence]);
                continue;
            }

            batches[batch].Add(sequence);
            emptiest.DequeueEnqueue(batch, tokens + lengths[sequence]);
        }

        return batches;
    }

    private static bool Balanced(List<List<int>> batches, ReadOnlySpan<int> lengths, long total)
    {
        // Only a short plan can be unbalanced: in a long one the last batches fill the gaps.
        int fullest = 0;
        foreach (List<int> batch in batches)
        {
            int tokens = 0;
            foreach (int sequence in batch)
                tokens += lengths[sequence];
            fullest = Math.Max(fullest, tokens);
        }

        return fullest * (double)batches.Count <= Unbalanced * total || fullest * 8L <= total;
    }
}

/// <summary>How the sequences of a window are dealt.</summary>
/// <param name="Batches">Sequence indices of each batch.</param>
/// <param name="Shared">Whether all workers should split each batch between them, because there are too few for one each.</param>
internal sealed record BatchPlan(int[][] Batches, bool Shared);
