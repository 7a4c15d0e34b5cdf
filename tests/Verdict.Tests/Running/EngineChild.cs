using System.Diagnostics;
using System.Text.Json;
using Verdict.Models;
using Xunit;

namespace Verdict.Tests.Running;

/// <summary>
/// A process that holds nothing but an engine: opens a folder, classifies, says what that took, and waits to be let go, so that a test can look at its memory.
/// </summary>
internal sealed class EngineChild : IDisposable
{
    public const string Verb = "engine-child";
    private readonly Process _process;

    private EngineChild(Process process, JsonElement report)
    {
        _process = process;
        Report = report;
    }

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>What it said.</summary>
    public JsonElement Report { get; }

    /// <summary>What it holds now.</summary>
    public ProcessMemory Memory => ProcessMemory.Of(_process.Id);

    /// <summary>A figure of its report.</summary>
    public long Number(string name) => Report.GetProperty(name).GetInt64();

    /// <summary>Starts one and waits for its report.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="precision">In which numbers it computes.</param>
    /// <param name="threads">On how many threads.</param>
    /// <param name="requests">How many mixed requests it answers.</param>
    /// <param name="environment">Settings of its own.</param>
    public static async Task<EngineChild> StartAsync(string folder, Precision precision, int threads, int requests, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (string argument in (string[])["exec", typeof(EngineChild).Assembly.Location, Verb, folder, precision.ToString(), $"{threads}", $"{requests}"])
            start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        Process process = Process.Start(start)!;
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(line is not null, "the process ended without a report");
        return new EngineChild(process, JsonDocument.Parse(line).RootElement);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }

    /// <summary>The process's own side.</summary>
    internal static int Run(string[] arguments)
    {
        if (arguments is not [var folder, var precision, var threads, var requests])
            return 2;
        long began = Stopwatch.GetTimestamp();
        var options = new ClassifierOptions { Precision = Enum.Parse<Precision>(precision), Threads = int.Parse(threads, null) };
        using TextClassifier classifier = TextClassifier.Open(folder, options);
        TimeSpan opened = Stopwatch.GetElapsedTime(began);
        Prediction first = classifier.Classify("un film vraiment très beau !");
        TimeSpan answered = Stopwatch.GetElapsedTime(began);
        double processor = Environment.CpuUsage.TotalTime.TotalMilliseconds;
        (long warm, long end) = MixedRequests.Run(classifier, int.Parse(requests, null));
        Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["openedMilliseconds"] = (long)opened.TotalMilliseconds,
            ["answeredMilliseconds"] = (long)answered.TotalMilliseconds,
            ["processorMilliseconds"] = (long)processor,
            ["packedBytes"] = classifier.Model.MemoryBytes,
            ["residentWhenWarm"] = warm,
            ["residentAtTheEnd"] = end,
            ["finite"] = float.IsFinite(first.Score),
            ["precision"] = classifier.Model.Precision,
        }));
        Console.Out.Flush();
        _ = Console.In.ReadLine();
        return 0;
    }
}
