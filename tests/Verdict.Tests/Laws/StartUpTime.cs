using Verdict.Models;
using Verdict.Tests.Running;
using Xunit;

namespace Verdict.Tests.Laws;

/// <summary>From nothing to the first verdict with BERT-base, 711 MB in the file cache, in a process that has compiled nothing yet.</summary>
public sealed class StartUpTime(ITestOutputHelper output)
{
    private const int Runs = 5;
    private const long Bound = 1000;

    [Fact]
    public async Task A_cached_BERT_base_gives_its_first_verdict_within_a_second()
    {
        LongRun.SkipUnlessWanted();
        using RandomFolder folder = RandomFolder.Base();
        foreach ((string path, Precision precision) in ((string, Precision)[])[(folder.Path, Precision.Fp32), (folder.Path, Precision.Bf16), (folder.Path, Precision.Int8), (folder.Quantized, Precision.Int8)])
        {
            long opened = long.MaxValue, answered = long.MaxValue, processor = long.MaxValue;
            for (int run = 0; run < Runs; run++)
            {
                using EngineChild child = await EngineChild.StartAsync(path, precision, 2, 0);
                opened = Math.Min(opened, child.Number("openedMilliseconds"));
                processor = Math.Min(processor, child.Number("processorMilliseconds"));
                answered = Math.Min(answered, child.Number("answeredMilliseconds"));
            }

            // The best of a few: other work may share the machine.
            output.WriteLine($"{precision}{(path == folder.Path ? "" : " from a quantised folder")}: open after {opened} ms, first verdict after {answered} ms, {processor} ms of processor time");
            Assert.InRange(answered, 1, Bound);
        }
    }
}
