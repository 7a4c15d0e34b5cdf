using System.Globalization;
using Xunit;

namespace Verdict.Tests.Running;

/// <summary>What a process holds in memory, in bytes, as Linux tells it (man 5 proc).</summary>
/// <param name="Peak">The most that was ever resident.</param>
/// <param name="Resident">What is resident now, pages of mapped files included.</param>
/// <param name="Own">What of it is the process's own: no file has it.</param>
internal sealed record ProcessMemory(long Peak, long Resident, long Own)
{
    /// <summary>Skips a test where this cannot be told.</summary>
    public static void SkipUnlessTold() => Assert.SkipUnless(OperatingSystem.IsLinux(), "reads /proc");

    /// <summary>Looks at a process.</summary>
    public static ProcessMemory Of(int processId)
    {
        string[] status = File.ReadAllLines($"/proc/{processId}/status");
        return new ProcessMemory(Of(status, "VmHWM:"), Of(status, "VmRSS:"), Of(status, "RssAnon:"));
    }

    /// <summary>One figure of all the stretches of memory in which a process has a file mapped, such as <c>Rss</c>, <c>Pss</c> or <c>Shared_Clean</c>.</summary>
    public static long OfMapping(int processId, string file, string figure)
    {
        long sum = 0;
        bool inside = false;
        foreach (string line in File.ReadLines($"/proc/{processId}/smaps"))
        {
            if (line.Split(' ')[0] is var first && first.Contains('-', StringComparison.Ordinal))
                inside = line.EndsWith(file, StringComparison.Ordinal);
            else if (inside && line.StartsWith(figure + ":", StringComparison.Ordinal))
                sum += Kilobytes(line);
        }

        return sum;
    }

    private static long Of(string[] lines, string name) => Kilobytes(lines.Single(l => l.StartsWith(name, StringComparison.Ordinal)));

    private static long Kilobytes(string line) => 1024 * long.Parse(line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
}
