using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Verdict.Models;

namespace Verdict.SparkNlp.Tests.Running;

/// <summary>
/// Opens an archive in a process of its own, this very program told by its environment, so that its memory is the classifier's alone.
/// </summary>
/// <param name="Packed">Bytes of the packed weights, without the word table.</param>
/// <param name="Peak">The most that was ever resident, in bytes.</param>
/// <param name="Resident">What was resident at the end.</param>
/// <param name="Milliseconds">From nothing to an open classifier.</param>
/// <param name="Logit">The first logit of <see cref="Text"/>, where it was opened as a classifier.</param>
internal sealed record ArchiveChild(long Packed, long Peak, long Resident, long Milliseconds, float Logit)
{
    /// <summary>What it classifies.</summary>
    public const string Text = "un film vraiment très beau !";

    private const string Variable = "VERDICT_TEST_ARCHIVE";

    /// <summary>Opens one as a classifier, or as a pipeline's stage.</summary>
    public static async Task<ArchiveChild> RunAsync(string path, string how, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ArchiveChild).Assembly.Location);
        start.Environment[Variable] = path;
        start.Environment[Variable + "_HOW"] = how;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        string[] parts = output.Trim().Split('\t');
        return parts is [var packed, var peak, var resident, var milliseconds, var logit]
            ? new ArchiveChild(Parse(packed), Parse(peak), Parse(resident), Parse(milliseconds), float.Parse(logit, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"The process ended without a report: {output}");
    }

    // CA2255: meant for applications, which this is when the variable is set.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void OpenInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } path)
            return;
        // On this thread: others may not run code of this module before its initialiser has ended.
        Console.Out.Write(Open(path, Environment.GetEnvironmentVariable(Variable + "_HOW")!));
        Console.Out.Flush();
        Environment.Exit(0);
    }
#pragma warning restore CA2255

    private static string Open(string path, string how)
    {
        long began = Stopwatch.GetTimestamp();
        if (how == "stage")
        {
            using var stage = BertForSequenceClassification.Load(path);
            double opened = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            using var pipeline = new PipelineModel(new DocumentAssembler().SetInputCol("text"), new TokenizerModel().SetInputCols("document").SetOutputCol("token"), stage.SetInputCols("document", "token").SetOutputCol("class"));
            _ = new LightPipeline(pipeline).Annotate(Text);
            return Report(stage.PackedBytes, opened, float.NaN);
        }

        using TextClassifier classifier = TextClassifier.OpenArchive(path, new ClassifierOptions { Precision = Enum.Parse<Precision>(how), Threads = 2 });
        double milliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return Report(classifier.Model.MemoryBytes, milliseconds, classifier.Classify(Text).Logits[0]);
    }

    private static string Report(long packed, double milliseconds, float logit) =>
        string.Create(CultureInfo.InvariantCulture, $"{packed}\t{Memory("VmHWM:")}\t{Memory("VmRSS:")}\t{(long)milliseconds}\t{logit:R}");

    private static long Memory(string name)
    {
        string line = File.ReadAllLines("/proc/self/status").Single(l => l.StartsWith(name, StringComparison.Ordinal));
        return 1024 * Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[^2]);
    }

    private static long Parse(string number) => long.Parse(number, CultureInfo.InvariantCulture);
}
