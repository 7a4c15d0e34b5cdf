using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Tokenizers;
using Verdict.Tokenization;
using Tokenizer = Verdict.Tokenization.Tokenizer;

namespace Verdict.Benchmarks;

/// <summary>
/// How fast is the tokeniser on real French texts with multilingual BERT's vocabulary, against Microsoft.ML.Tokenizers' BertTokenizer in the
/// same process, both in turn? Run with: <c>tokenizer [DATA FOLDER] [--texts N] [--rounds N]</c>; the folder is <c>../shared/data</c>.
/// </summary>
internal static class TokenizerBench
{
    private static readonly string[] Files =
        ["allocine/train.csv", "film-reviews.csv", "senscritique.csv", "book-reviews.csv", "insurance-reviews.csv", "restaurant-reviews.csv", "tweets-deft2017.csv"];

    /// <summary>Runs it and prints a table.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        string folder = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : Path.Combine("..", "shared", "data");
        string vocabulary = Path.Combine(folder, "mbert-cased", "vocab.txt");
        if (!File.Exists(vocabulary))
        {
            Console.Error.WriteLine($"{vocabulary} is missing. Give the folder of the data: tokenizer FOLDER");
            return 2;
        }

        int limit = Option(args, "--texts", int.MaxValue);
        int rounds = Option(args, "--rounds", 7);
        string[] texts = [.. Files.SelectMany(f => DataTexts.Read(Path.Combine(folder, f))).Take(limit)];
        long bytes = texts.Sum(t => (long)System.Text.Encoding.UTF8.GetByteCount(t));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{texts.Length:N0} texts, {bytes / 1e6:F1} MB of UTF-8, {rounds} rounds in turn, median; {Environment.ProcessorCount} processors; .NET {Environment.Version}"));
        Tokenizer ours = Load(vocabulary);
        BertTokenizer theirs = BertTokenizer.Create(vocabulary, new BertOptions { LowerCaseBeforeTokenization = false });
        SingleThread(ours, theirs, texts, bytes, rounds);
        Scaling(ours, texts, bytes, Math.Min(rounds, 3));
        return 0;
    }

    private static Tokenizer Load(string vocabulary)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("verdict-bench-");
        try
        {
            File.Copy(vocabulary, Path.Combine(folder.FullName, "vocab.txt"));
            File.WriteAllText(Path.Combine(folder.FullName, "tokenizer_config.json"), """{"do_lower_case": false}""");
            double[] times = new double[5];
            Tokenizer tokenizer = null!;
            for (int i = 0; i < times.Length; i++)
            {
                long start = Stopwatch.GetTimestamp();
                tokenizer = Tokenizer.Open(folder.FullName);
                times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loading {tokenizer.VocabularySize:N0} pieces: {times[0]:F1} ms cold, {times.Min():F1} ms warm"));
            return tokenizer;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void SingleThread(Tokenizer ours, BertTokenizer theirs, string[] texts, long bytes, int rounds)
    {
        var buffer = new TokenBuffer();
        long tokens = 0;
        long theirTokens = 0;
        double[] ourTimes = new double[rounds];
        double[] theirTimes = new double[rounds];
        long allocated = 0;
        long theirAllocated = 0;
        for (int round = -1; round < rounds; round++)
        {
            (double time, long memory) = Measure(() => tokens = RunOurs(ours, texts, buffer));
            (double theirTime, long theirMemory) = Measure(() => theirTokens = RunTheirs(theirs, texts));
            if (round < 0)
                continue;
            (ourTimes[round], theirTimes[round], allocated, theirAllocated) = (time, theirTime, memory, theirMemory);
        }

        Console.WriteLine();
        Console.WriteLine("| one thread | texts/s | tokens/s | MB/s | bytes allocated per text | tokens |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Row("Verdict", Median(ourTimes), texts.Length, tokens, bytes, allocated);
        Row("Microsoft.ML.Tokenizers 2.0.1 BertTokenizer.EncodeToIds", Median(theirTimes), texts.Length, theirTokens, bytes, theirAllocated);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: {Median(theirTimes) / Median(ourTimes):F2} x"));
    }

    private static void Scaling(Tokenizer tokenizer, string[] texts, long bytes, int rounds)
    {
        Console.WriteLine();
        Console.WriteLine("| EncodeBatch, threads | texts/s | tokens/s | MB/s | bytes allocated per text | tokens |");
        Console.WriteLine("|---|---|---|---|---|---|");
        for (int threads = 1; threads <= Environment.ProcessorCount; threads *= 2)
        {
            double[] times = new double[rounds];
            long tokens = 0;
            long allocated = 0;
            for (int round = 0; round < rounds; round++)
            {
                long before = GC.GetTotalAllocatedBytes();
                long start = Stopwatch.GetTimestamp();
                tokens = 0;

                // As much at a time as a program would keep.
                foreach (string[] chunk in texts.Chunk(1024))
                {
                    foreach (Encoding encoding in tokenizer.EncodeBatch(chunk, threads: threads))
                        tokens += encoding.InputIds.Count;
                }

                times[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                allocated = GC.GetTotalAllocatedBytes() - before;
            }

            Row($"{threads}", Median(times), texts.Length, tokens, bytes, allocated);
        }
    }

    private static long RunOurs(Tokenizer tokenizer, string[] texts, TokenBuffer buffer)
    {
        long tokens = 0;
        foreach (string text in texts)
        {
            tokenizer.Tokenize(text, buffer);
            tokenizer.Assemble(buffer, int.MaxValue);
            tokens += buffer.InputIds.Length;
        }

        return tokens;
    }

    private static long RunTheirs(BertTokenizer tokenizer, string[] texts)
    {
        long tokens = 0;
        foreach (string text in texts)
            tokens += tokenizer.EncodeToIds(text).Count;
        return tokens;
    }

    private static (double Seconds, long Allocated) Measure(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        action();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Row(string name, double seconds, int texts, long tokens, long bytes, long allocated) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"| {name} | {texts / seconds:N0} | {tokens / seconds:N0} | {bytes / seconds / 1e6:F1} | {(double)allocated / texts:F2} | {tokens:N0} |"));

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static int Option(string[] args, string name, int absent)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length && int.TryParse(args[at + 1], CultureInfo.InvariantCulture, out int value) ? value : absent;
    }
}
