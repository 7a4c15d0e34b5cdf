using System.CommandLine;
using System.Globalization;
using Verdict.Cli.Help;
using Verdict.Cli.Measuring;
using Verdict.Cli.Options;
using Verdict.Cli.Terminal;
using Verdict.Models;

namespace Verdict.Cli.Verbs;

/// <summary><c>verdict bench [MODEL]</c>: how fast a model is on this machine, and which setting to change.</summary>
internal sealed class BenchVerb
{
    private readonly Argument<string?> _model = new("MODEL") { Arity = ArgumentArity.ZeroOrOne, Description = ModelOption.Kinds };
    private readonly Option<int?> _seconds = NumberOption.Whole("--seconds", "How long each measurement takes at least. Default: 2.");
    private readonly Option<int?> _threads = NumberOption.Whole("--threads", "Measure with N threads only. Default: with one, and with one for each processor.");
    private readonly Option<bool> _json = JsonOption.Create();
    private readonly Streams _streams;

    private BenchVerb(Streams streams) => _streams = streams;

    public static Command Create(Streams streams)
    {
        var verb = new BenchVerb(streams);
        var command = new VerbCommand(
            "bench",
            "Measures a model on this machine in each precision, and says which setting is worth changing.",
            "verdict bench",
            "verdict bench my-model --seconds 10 --json") { verb._model, verb._seconds, verb._threads, verb._json };
        command.SetAction(verb.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        TimeSpan time = TimeSpan.FromSeconds(parsed.GetValue(_seconds) ?? 2);
        int[] threadCounts = parsed.GetValue(_threads) is { } chosen ? [chosen] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        Dictionary<string, string[]> exact = [];
        List<BenchRow> rows = [];
        if (!parsed.GetValue(_json))
            _streams.Output.Line("texts             precision  threads   texts/s   tokens/s   ms/text  other labels than fp32");
        foreach (Precision precision in Enum.GetValues<Precision>())
        {
            foreach (int threads in threadCounts)
            {
                using TextClassifier classifier = await ModelOption.OpenAsync(
                    parsed.GetValue(_model), new ClassifierOptions { Threads = threads, Precision = precision }, _streams, cancellation).ConfigureAwait(false);
                foreach ((string set, string[] texts) in Sets(classifier))
                {
                    (double textsPerSecond, double tokensPerSecond, string[] labels) = Benchmark.Measure(classifier, texts, time, cancellation);
                    string[] reference = exact.TryGetValue(set, out string[]? known) ? known : exact[set] = labels;
                    rows.Add(new BenchRow(set, precision.ToString().ToLowerInvariant(), threads, textsPerSecond, tokensPerSecond, labels.Zip(reference).Count(pair => pair.First != pair.Second), texts.Length));
                    Write(rows[^1], parsed.GetValue(_json));
                }
            }
        }

        if (!parsed.GetValue(_json))
            Advise(rows);
        return ExitCode.Success;
    }

    private static IEnumerable<(string Name, string[] Texts)> Sets(TextClassifier classifier)
    {
        var texts = new BenchTexts(classifier.Tokenizer);
        int longest = Math.Min(classifier.Model.MaxLength, 300);
        yield return ("one of 32", texts.Uniform(1, Math.Min(32, longest)));
        yield return ("8 of 128", texts.Uniform(8, Math.Min(128, longest)));
        yield return ($"64 of 16 to {longest}", texts.Mixed(64, longest));
    }

    private void Write(BenchRow row, bool json)
    {
        if (json)
        {
            _streams.Output.Object(row, BenchRow.Write);
        }
        else
        {
            _streams.Output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Set,-16}  {row.Precision,-9}  {row.Threads,7}  {row.TextsPerSecond,8:N1}  {row.TokensPerSecond,9:N0}  {1000 / row.TextsPerSecond,8:N2}  {row.OtherLabels} of {row.Texts}"));
        }

        _streams.Output.Flush();
    }

    private void Advise(List<BenchRow> rows)
    {
        string mixed = rows[^1].Set;
        int threads = rows.Max(row => row.Threads);
        BenchRow exact = rows.First(row => row.Set == mixed && row.Threads == threads);
        BenchRow best = rows.Where(row => row.Set == mixed && row.Threads == threads).MaxBy(row => row.TokensPerSecond)!;
        double gain = best.TokensPerSecond / exact.TokensPerSecond;
        _streams.Output.Line(gain >= 1.1
            ? string.Create(CultureInfo.InvariantCulture, $"--precision {best.Precision} is {gain:F2} times as fast as fp32 on mixed lengths. Compare on your own labelled texts before you rely on it: verdict evaluate --precision {best.Precision}")
            : "No other precision is a tenth faster than fp32 here. Leave --precision alone.");
        BenchRow[] scaling = [.. rows.Where(row => row.Set == mixed && row.Precision == exact.Precision).OrderBy(row => row.Threads)];
        if (scaling.Length == 2)
        {
            double factor = scaling[1].TokensPerSecond / scaling[0].TokensPerSecond;
            _streams.Output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{scaling[1].Threads} threads are {factor:F2} times as fast as one.{(factor < 0.7 * scaling[1].Threads ? " Other programs, or processors that share a core, take the rest; a lower --threads may do as well." : "")}"));
        }
    }
}
