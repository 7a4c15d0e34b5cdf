using Xunit;

namespace Verdict.Tests.Running;

/// <summary>Tests that take minutes or gigabytes, or watch a clock: only where <c>VERDICT_LONG=1</c> asks for them.</summary>
internal static class LongRun
{
    /// <summary>Whether they are asked for.</summary>
    public static bool IsWanted { get; } = Environment.GetEnvironmentVariable("VERDICT_LONG") is "1";

    /// <summary>Skips the test where they are not.</summary>
    public static void SkipUnlessWanted() => Assert.SkipUnless(IsWanted, "takes minutes, gigabytes or a quiet machine: set VERDICT_LONG=1");
}
