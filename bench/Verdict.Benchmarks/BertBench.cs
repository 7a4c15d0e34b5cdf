using System.Globalization;
using Verdict.Benchmarks.Onnx;
using Verdict.Models;

namespace Verdict.Benchmarks;

/// <summary>Does the engine beat ONNX Runtime on the same tokens with the same threads? Ours and its fastest configuration take turns.</summary>
internal static class BertBench
{
    /// <summary>Only rows whose work has this in its name.</summary>
    private static string s_work = "";

    public static int Run(string[] args)
    {
        string shape = Option(args, "--shape") ?? "all";
        int[] threadCounts = [.. (Option(args, "--threads") ?? "1,2").Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
        bool quick = args.Contains("--quick");
        Precision precision = Enum.Parse<Precision>(Option(args, "--precision") ?? "fp32", ignoreCase: true);
        s_work = Option(args, "--work") ?? "";
        int rounds = int.Parse(Option(args, "--rounds") ?? (quick ? "3" : "7"), CultureInfo.InvariantCulture);

        Console.WriteLine(Machine.Describe());
        Console.WriteLine();
        Console.WriteLine($"Verdict in {precision.ToString().ToLowerInvariant()}; ratio: time of ONNX Runtime over time of Verdict, median of {rounds} rounds or more.");
        Console.WriteLine();
        Console.WriteLine("| shape | work | threads | Verdict tokens/s | ONNX Runtime tokens/s | its configuration | ratio | largest difference of a logit |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (RandomBert bert in Shapes(shape))
        {
            (string Name, byte[] Model)[] graphs = Graphs(bert, precision);
            foreach (int threads in threadCounts)
                Measure(bert, precision, graphs, threads, rounds, quick);
        }

        return 0;
    }

    /// <summary>What ours is measured against: int8 against ONNX Runtime's int8, the others against its fp32.</summary>
    private static (string Name, byte[] Model)[] Graphs(RandomBert bert, Precision precision) => precision == Precision.Int8
        ?
        [
            ("int8 by tensor", FusedGraph.Build(bert.Configuration, bert.Parameters, Quantization.ByTensor)),
            ("int8 by channel", FusedGraph.Build(bert.Configuration, bert.Parameters, Quantization.ByChannel)),
        ]
        : [("plain graph", PlainGraph.Build(bert.Configuration, bert.Parameters)), ("fused graph", FusedGraph.Build(bert.Configuration, bert.Parameters))];

    private static void Measure(RandomBert bert, Precision precision, (string Name, byte[] Model)[] graphs, int threads, int rounds, bool quick)
    {
        using var ours = new VerdictEngine(bert, threads, precision);
        OnnxEngine[] engines = [.. graphs.Select(g => new OnnxEngine(g.Name, g.Model, threads))];
        int mixed = (bert.Configuration.HiddenSize > 400 ? 48 : 192) / (quick ? 4 : 1);

        Row(bert, "8 x 128", Texts(Enumerable.Repeat(128, 8)), [8], ours, engines, threads, rounds);
        Row(bert, $"{mixed} AlloCiné lengths", Texts(AllocineLengths(mixed)), [1, 8, 32], ours, engines, threads, rounds);
        foreach (int length in (int[])[16, 32, 128, 512])
            Row(bert, $"one text of {length}", Texts([length]), [1], ours, engines, threads, rounds * (length > 200 ? 1 : 5));
        foreach (OnnxEngine engine in engines)
            engine.Dispose();
    }

    private static void Row(RandomBert bert, string work, int[][] texts, int[] batchSizes, VerdictEngine ours, OnnxEngine[] engines, int threads, int rounds)
    {
        if (!work.Contains(s_work, StringComparison.Ordinal))
            return;
        float[][] mine = [], theirs = [];
        Contender[] configurations =
        [
            .. from engine in engines
               from size in batchSizes
               select new Contender(batchSizes.Length == 1 ? engine.Name : $"{engine.Name}, batches of {size}", () => theirs = engine.Run(texts, size)),
        ];
        Contender baseline = Measurement.Fastest(configurations, 2);
        (double a, double b, double ratio) = Measurement.Alternate(new Contender("Verdict", () => mine = ours.Run(texts)), baseline, rounds);
        double difference = mine.Zip(theirs, (x, y) => x.Zip(y, (p, q) => Math.Abs(p - q)).Max()).Max();
        int tokens = texts.Sum(t => t.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {bert.Name} | {work} | {threads} | {tokens / a:N0} | {tokens / b:N0} | {baseline.Name} | **{ratio:F2}** | {difference:E1} |"));
    }

    private static IEnumerable<RandomBert> Shapes(string shape)
    {
        if (shape is "all" or "minilm")
            yield return RandomBert.MiniLm();
        if (shape is "all" or "base")
            yield return RandomBert.Base();
    }

    private static int[][] Texts(IEnumerable<int> lengths)
    {
        var random = new Random(2);
        return [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(1000, 30_000)).ToArray())];
    }

    /// <summary>Token counts of the public AlloCiné rows (mBERT's vocabulary, at most 512), taken at even distances.</summary>
    private static IEnumerable<int> AllocineLengths(int count)
    {
        int[] all = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "allocine-lengths.txt")).Select(line => int.Parse(line, CultureInfo.InvariantCulture))];
        return Enumerable.Range(0, count).Select(i => all[i * all.Length / count]);
    }

    private static string? Option(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and int i && i + 1 < args.Length ? args[i + 1] : null;
}
