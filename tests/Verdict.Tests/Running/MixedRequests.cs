namespace Verdict.Tests.Running;

/// <summary>What a server sees in a day: one to eight texts at a time, short and long, from several threads at once.</summary>
internal static class MixedRequests
{
    /// <summary>So many requests bring everything to its place: scratch, words that are remembered, the heap.</summary>
    public const int WarmUp = 2_000;

    private const int Callers = 4;

    private static readonly string[] Words = ["film", "le", "pas", "génial", "!", "nul", "je", "l'", "acteur", "😍", "été", "日本", "…", "très", "(", "1h30", "anticonstitutionnellement"];

    /// <summary>Sends requests to a classifier.</summary>
    /// <param name="classifier">Who answers.</param>
    /// <param name="count">How many requests.</param>
    /// <returns>What was resident after the warm-up and after all, in bytes; 0 where that cannot be told.</returns>
    public static (long Warm, long End) Run(TextClassifier classifier, int count)
    {
        int warmUp = Math.Min(WarmUp, count / 2);

        // Both looks while all callers stand still: one that has ended has given its stack back.
        long[] resident = new long[2];
        using var look = new Barrier(Callers, barrier => resident[barrier.CurrentPhaseNumber] = Resident());
        Thread[] callers = [.. Enumerable.Range(0, Callers).Select(caller => new Thread(() =>
        {
            Send(classifier, caller, warmUp);
            look.SignalAndWait();
            Send(classifier, warmUp + caller, count);
            look.SignalAndWait();
        }))];
        foreach (Thread thread in callers)
            thread.Start();
        foreach (Thread thread in callers)
            thread.Join();
        return (resident[0], resident[1]);
    }

    /// <summary>What is resident without garbage, of which there is more or less according to when the collector last looked.</summary>
    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return OperatingSystem.IsLinux() ? ProcessMemory.Of(Environment.ProcessId).Resident : 0;
    }

    /// <summary>One caller's share. A fault ends the process, and so the test.</summary>
    private static void Send(TextClassifier classifier, int first, int end)
    {
        for (int i = first; i < end; i += Callers)
        {
            var random = new Random(i);
            string[] texts = [.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => Text(random))];
            foreach (Prediction prediction in classifier.Classify(texts))
            {
                if (!float.IsFinite(prediction.Score))
                    throw new InvalidOperationException($"Request {i} has a score that is not finite.");
            }
        }
    }

    /// <summary>Mostly short, now and then longer than the model reads.</summary>
    private static string Text(Random random) =>
        string.Join(' ', Enumerable.Range(0, random.Next(random.Next(100) == 0 ? 700 : 30)).Select(_ => Words[random.Next(Words.Length)]));
}
