using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace Verdict.Testing;

/// <summary>
/// What bad input may cost: a second and 64 MB. The second is processor time of the calling thread, which other work on the machine does not lengthen
/// (wall clock where the system has no such clock, and then with room for other work).
/// </summary>
public readonly struct Cost
{
    /// <summary>The most that a reader may allocate, in bytes.</summary>
    public const long MostBytes = 64 << 20;

    /// <summary>The longest that a reader may work.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    private static readonly int Clock = OperatingSystem.IsLinux() ? 3 : OperatingSystem.IsMacOS() ? 16 : -1;

    private readonly TimeSpan _time;
    private readonly long _bytes;

    private Cost(TimeSpan time, long bytes)
    {
        _time = time;
        _bytes = bytes;
    }

    /// <summary>Begins to count.</summary>
    public static Cost Begin() => new(Now(), GC.GetAllocatedBytesForCurrentThread());

    /// <summary>Fails where more was spent since the beginning than bad input may cost.</summary>
    /// <param name="input">What failures call it.</param>
    public void AssertSmall(string input)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread() - _bytes;
        TimeSpan time = Now() - _time;
        Assert.True(time < (Clock < 0 ? 20 * MostTime : MostTime), $"{input} took {time} of the processor");
        Assert.True(bytes < MostBytes, $"{input} took {bytes:N0} bytes");
    }

    private static TimeSpan Now()
    {
        if (Clock < 0 || clock_gettime(Clock, out Timespec now) != 0)
            return Stopwatch.GetElapsedTime(0);
        return TimeSpan.FromSeconds(now.Seconds) + TimeSpan.FromMicroseconds(now.Nanoseconds / 1000.0);
    }

#pragma warning disable CA5392, SYSLIB1054, SA1300, IDE1006
    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Timespec now);
#pragma warning restore CA5392, SYSLIB1054, SA1300, IDE1006

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
