using System.Runtime.InteropServices;
using Verdict.Kernels;
using Verdict.Kernels.Int8;
using Verdict.Kernels.MachineCode;
using Verdict.Models;
using Verdict.Testing;
using Verdict.Tests.Laws;
using Xunit;

namespace Verdict.Tests.Kernels.MachineCode;

/// <summary>A system that lets no page become executable: the engine carries on without kernels of its own and gives the same answers.</summary>
public sealed partial class ForbiddenMemoryTests
{
    private const string Child = "VERDICT_TEST_FORBID_EXECUTABLE_MEMORY";

    private const int NoNewPrivileges = 38, SetSystemCallFilter = 22, FilterMode = 2;
    private const uint Allow = 0x7FFF_0000, RefuseAsNotPermitted = 0x0005_0001;

    private static bool IsChild => Environment.GetEnvironmentVariable(Child) is not null;

    [Fact]
    public Task A_process_that_may_not_have_executable_memory_carries_on()
    {
        Assert.SkipWhen(IsChild, "this is the child process");
        Assert.SkipUnless(OperatingSystem.IsLinux() && MachineTiles.Get(TileKind.Int8).Tiles is not null, "needs Linux and a processor that kernels are assembled for");
        return ChildProcess.PassesAsync([(Child, "1")], typeof(ForbiddenMemoryTests));
    }

    [Fact]
    public void Forbidden_kernels_are_replaced_and_the_answers_stay()
    {
        Assert.SkipUnless(IsChild, "only in a process that its parent started for this");
        Assert.SkipUnless(ForbidOnThisThread(), "this process may not filter its own system calls");
        foreach (TileKind kind in (TileKind[])[TileKind.Int8, TileKind.BFloat16, TileKind.Int16])
        {
            (MachineTiles? tiles, string reason) = MachineTiles.Get(kind);
            Assert.Null(tiles);
            Assert.True(reason.StartsWith("the system forbids executable memory (error ", StringComparison.Ordinal) || reason.StartsWith("this processor has no ", StringComparison.Ordinal), reason);
        }

        Assert.StartsWith("the system forbids", MachineTiles.Get(TileKind.Int8).Reason, StringComparison.Ordinal);
        Assert.NotEqual("avx512-vnni", Int8Tiles.Choose(KernelPath.Current.Path.Kernels).Name);

        string folder = RepositoryPaths.Golden("models", "tiny-bert-fr");
        string[] texts = ClassifierLaws.Texts(30);
        using TextClassifier exact = Open(Precision.Fp32), halves = Open(Precision.Bf16), bytes = Open(Precision.Int8);
        IReadOnlyList<Prediction> expected = exact.Classify(texts);
        ClassifierLaws.Same(expected, halves.Classify(texts));
        Assert.All(expected.Zip(bytes.Classify(texts)), p => Assert.Equal(p.First.Score, p.Second.Score, 0.05f));
        Assert.Contains("as this processor does not multiply bf16", halves.Model.Precision, StringComparison.Ordinal);

        TextClassifier Open(Precision precision) => TextClassifier.Open(folder, new ClassifierOptions { Precision = precision });
    }

    /// <summary>
    /// From now on this thread's mprotect is refused where it would make a piece executable that is no whole number of pages (man 2 seccomp). The runtime,
    /// whose pieces are, goes on compiling; kernels are not.
    /// </summary>
    private static unsafe bool ForbidOnThisThread()
    {
        const int MemoryProtect = 10, Number = 0, Length = 24, Protection = 32;
        FilterStep[] steps =
        [
            new(Load, 0, 0, Number), new(JumpIfEqual, 0, 4, MemoryProtect),
            new(Load, 0, 0, Protection), new(JumpIfAnyBit, 0, 2, 4),
            new(Load, 0, 0, Length), new(JumpIfAnyBit, 1, 0, 0xFFF),
            new(Return, 0, 0, Allow), new(Return, 0, 0, RefuseAsNotPermitted),
        ];
        fixed (FilterStep* start = steps)
        {
            var filter = new Filter { Length = (ushort)steps.Length, Steps = start };
            return Control(NoNewPrivileges, 1, 0, 0, 0) == 0 && Control(SetSystemCallFilter, FilterMode, (nuint)(&filter), 0, 0) == 0;
        }
    }

    // The instructions of such filters (linux/filter.h).
    private const ushort Load = 0x20, JumpIfEqual = 0x15, JumpIfAnyBit = 0x45, Return = 0x06;

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct FilterStep(ushort Code, byte IfTrue, byte IfFalse, uint Value);

    [StructLayout(LayoutKind.Sequential)]
    private unsafe struct Filter
    {
        public ushort Length;
        public FilterStep* Steps;
    }

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int Control(int option, nuint second, nuint third, nuint fourth, nuint fifth);
}
