using Verdict.Models;
using Verdict.Testing;
using Verdict.Tests.Running;
using Xunit;

namespace Verdict.Tests.Laws;

/// <summary>What a process with an open model holds in memory, at its peak too: little more than the packed weights, and always the same.</summary>
public sealed class ResidentMemoryLaws(ResidentMemoryLaws.MiddleFolder middle, ITestOutputHelper output) : IClassFixture<ResidentMemoryLaws.MiddleFolder>
{
    private const double Share = 1.25;
    private const long Allowance = 64_000_000;

    public static TheoryData<string, bool> Kinds => new()
    {
        { nameof(Precision.Fp32), false }, { nameof(Precision.Bf16), false }, { nameof(Precision.Int8), false }, { nameof(Precision.Int8), true },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task Memory_is_the_packed_weights_and_a_little(string precision, bool quantized)
    {
        ProcessMemory.SkipUnlessTold();
        return CheckAsync(middle.Folder, precision, quantized, 300);
    }

    [Fact]
    public async Task Memory_of_BERT_base_is_the_packed_weights_and_a_little()
    {
        LongRun.SkipUnlessWanted();
        ProcessMemory.SkipUnlessTold();
        using RandomFolder folder = RandomFolder.Base();
        foreach ((string precision, bool quantized) in Kinds.Select(k => k.Data))
            await CheckAsync(folder, precision, quantized, 30);
    }

    [Fact]
    public async Task Memory_is_flat_over_mixed_requests()
    {
        // The collector lets garbage grow to the size of the last cache before it first looks, code is compiled again while it is warm, and what the
        // compiler needs for a kernel's rarest shapes stays with whichever thread met them first: a short run does without all three (one arena for
        // every thread's native memory), so that growth of anything else shows.
        ProcessMemory.SkipUnlessTold();
        (string, string)[] settings = LongRun.IsWanted ? [] : [("DOTNET_GCgen0size", "200000"), ("DOTNET_TieredCompilation", "0"), ("MALLOC_ARENA_MAX", "1")];
        using EngineChild child = await EngineChild.StartAsync(RepositoryPaths.Golden("models", "tiny-bert-fr"), Precision.Fp32, 2, MixedRequests.WarmUp + (LongRun.IsWanted ? 100_000 : 3_000), settings);
        long warm = child.Number("residentWhenWarm"), end = child.Number("residentAtTheEnd");
        output.WriteLine($"warm {warm / 1e6:F1} MB, at the end {end / 1e6:F1} MB, {(100.0 * end / warm) - 100:F1} %");
        Assert.InRange((double)end / warm, 0.98, 1.02);
    }

    [Fact]
    public async Task Processes_share_the_word_table()
    {
        ProcessMemory.SkipUnlessTold();
        foreach (string folder in (string[])[middle.Folder.Path, middle.Folder.Quantized])
        {
            using EngineChild one = await EngineChild.StartAsync(folder, Precision.Int8, 1, 100), other = await EngineChild.StartAsync(folder, Precision.Int8, 1, 100);
            foreach (EngineChild child in (EngineChild[])[one, other])
            {
                long resident = Weights("Rss"), shared = Weights("Shared_Clean"), share = Weights("Pss");
                output.WriteLine($"{resident >> 10} KB of the weights' file are resident, {shared >> 10} KB of them shared, {share >> 10} KB are this process's share");
                Assert.InRange(resident, 1, long.MaxValue);
                Assert.InRange(shared, 0.9 * resident, resident);
                Assert.InRange(share, 0, 0.6 * resident);
                Assert.Equal(0, Weights("Private_Dirty"));

                long Weights(string figure) => ProcessMemory.OfMapping(child.Id, "model.safetensors", figure);
            }
        }
    }

    private async Task CheckAsync(RandomFolder folder, string precision, bool quantized, int requests)
    {
        using EngineChild child = await EngineChild.StartAsync(quantized ? folder.Quantized : folder.Path, Enum.Parse<Precision>(precision), 2, requests);
        (int rows, int width) = folder.WordTable;
        long table = (long)rows * (quantized ? width + sizeof(float) : width * sizeof(float)), packed = child.Number("packedBytes") + table;
        ProcessMemory memory = child.Memory;
        output.WriteLine(
            $"{child.Report.GetProperty("precision")}: packed {packed / 1e6:F0} MB, resident {memory.Resident / 1e6:F0} MB, at the peak {memory.Peak / 1e6:F0} MB, own {memory.Own / 1e6:F0} MB, "
            + $"of the weights' file {ProcessMemory.OfMapping(child.Id, "model.safetensors", "Rss") / 1e6:F0} MB; bound {((Share * packed) + Allowance) / 1e6:F0} MB");
        Assert.InRange(memory.Peak, packed / 4, (Share * packed) + Allowance);
    }

    /// <summary>Made once for all of them.</summary>
    public sealed class MiddleFolder : IDisposable
    {
        internal RandomFolder Folder { get; } = RandomFolder.Middle();

        public void Dispose() => Folder.Dispose();
    }
}
