using System.Runtime.CompilerServices;
using Verdict.Tests.Running;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Verdict.Tests;

/// <summary>Runs the tests, as xunit's own entry would, or, where a test started this process, an engine alone whose memory it looks at.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        if (args is [EngineChild.Verb, ..])
            return Task.FromResult(EngineChild.Run(args[1..]));
        return RunTests(args);
    }

    /// <summary>By itself, so that an engine alone does not load the test framework.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<int> RunTests(string[] args) =>
        args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
}
