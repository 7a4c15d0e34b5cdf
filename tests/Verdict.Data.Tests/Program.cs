using Verdict.Data.Tests.Bulk;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace Verdict.Data.Tests;

/// <summary>Runs the tests, as xunit's own entry would, or, where a test started this process, the job that is watched or killed.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        if (KillTests.IsChild)
            return KillTests.RunChild();
        if (LongRowTests.IsChild)
            return LongRowTests.RunChild();
        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : ConsoleRunner.Run(args);
    }
}
