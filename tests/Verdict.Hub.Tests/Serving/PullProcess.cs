using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Verdict.Hub.Tests.Serving;

/// <summary>
/// Pulls in a process of its own: this very program, told by its environment to pull instead of testing.
/// It prints the path and exits with 0, or prints the error and exits with 9.
/// </summary>
internal static class PullProcess
{
    private const string Variable = "VERDICT_TEST_PULL";

    /// <summary>Starts it.</summary>
    public static Process Start(string reference, string address, string cache, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(PullProcess).Assembly.Location);
        start.Environment[Variable] = reference;
        start.Environment["HF_ENDPOINT"] = address;
        start.Environment["HF_HUB_CACHE"] = cache;
        start.Environment["VERDICT_SPARKNLP_HUB"] = address;
        start.Environment["VERDICT_SPARKNLP_CACHE"] = cache;
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    // CA2255: meant for applications, which this is when the variable is set.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void PullInsteadOfTesting()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } reference)
            return;
        // The initialiser must have ended before other threads may run code of this module.
        var thread = new Thread(() =>
        {
            try
            {
                Console.Out.WriteLine(ModelHub.ResolveAsync(reference).GetAwaiter().GetResult().Path);
                Console.Out.Flush();
                Environment.Exit(0);
            }
            catch (Exception e)
            {
                Console.Error.WriteLine(e.Message);
                Environment.Exit(9);
            }
        });
        thread.Start();
        Thread.Sleep(Timeout.Infinite);
    }
#pragma warning restore CA2255
}
