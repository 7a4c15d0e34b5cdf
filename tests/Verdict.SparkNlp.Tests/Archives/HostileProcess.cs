using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Verdict.SparkNlp.Archives;

namespace Verdict.SparkNlp.Tests.Archives;

/// <summary>
/// Opens archives in a process of its own, this very program told by its environment, so that the processor and the memory it takes are the archives' alone.
/// It prints for each: milliseconds of processor, kilobytes that the process grew by at most, and the error.
/// </summary>
internal static class HostileProcess
{
    private const string Variable = "VERDICT_TEST_HOSTILE";

    /// <summary>Opens what lies in <paramref name="folder"/>, after <paramref name="genuine"/> has been opened to have the code compiled and the files read.</summary>
    public static async Task<Dictionary<string, (double Milliseconds, long Kilobytes, string Error)>> OpenAllAsync(string folder, string genuine)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(HostileProcess).Assembly.Location);
        start.Environment[Variable] = folder;
        start.Environment[Variable + "_GENUINE"] = genuine;
        using Process process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        string output;
        try
        {
            output = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t', 4)).Where(p => p.Length == 4)
            .ToDictionary(p => p[0], p => (double.Parse(p[1], CultureInfo.InvariantCulture), long.Parse(p[2], CultureInfo.InvariantCulture), p[3]));
    }

    // CA2255: meant for applications, which this is when the variable is set.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void OpenInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } folder)
            return;
        // On this thread: others may not run code of this module before its initialiser has ended.
        Open(Environment.GetEnvironmentVariable(Variable + "_GENUINE")!);
        foreach (string path in Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal))
            Console.Out.Write($"{Path.GetFileName(path)}\t{Open(path)}\n");
        Console.Out.Flush();
        Environment.Exit(0);
    }
#pragma warning restore CA2255

    private static string Open(string path)
    {
        GC.Collect();
        ForgetPeak();
        long before = Memory("VmRSS:");
        TimeSpan time = Environment.CpuUsage.TotalTime;
        string error = "none";
        try
        {
            ArchiveReader.Open(path).Dispose();
        }
        catch (Exception e)
        {
            error = $"{e.GetType().Name}: {e.Message}";
        }

        double spent = (Environment.CpuUsage.TotalTime - time).TotalMilliseconds;
        return string.Create(CultureInfo.InvariantCulture, $"{spent}\t{Memory("VmHWM:") - before}\t{error.ReplaceLineEndings(" ")}");
    }

    /// <summary>Linux counts the peak from here on (man 5 proc, clear_refs); where there is no such file, nothing is measured.</summary>
    private static void ForgetPeak()
    {
        if (OperatingSystem.IsLinux() && File.Exists("/proc/self/clear_refs"))
            File.WriteAllText("/proc/self/clear_refs", "5");
    }

    private static long Memory(string name) => !OperatingSystem.IsLinux() ? 0 : File.ReadLines("/proc/self/status")
        .Where(l => l.StartsWith(name, StringComparison.Ordinal)).Select(l => long.Parse(l.AsSpan(name.Length, l.Length - name.Length - 2).Trim(), CultureInfo.InvariantCulture)).FirstOrDefault();
}
