using System.Diagnostics;
using Verdict.Testing;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Laws;

/// <summary>What the classifier's path allocates. It runs alone: collections that other tests set off charge a thread with more than it took.</summary>
[Collection(nameof(TokenizerAllocationLaw))]
[CollectionDefinition(nameof(TokenizerAllocationLaw), DisableParallelization = true)]
public sealed class TokenizerAllocationLaw
{
    [Fact]
    public void Once_warm_the_path_of_the_classifier_allocates_nothing()
    {
        Tokenizer tokenizer = Tokenizer.Open(RepositoryPaths.Golden("mbert-ids"));
        var texts = new RandomText(6);
        string[] batch = [.. Enumerable.Range(0, 300).Select(_ => texts.Next())];
        long[] allocated = new long[batch.Length];
        var buffer = new TokenBuffer();

        // Code that the JIT has not optimised yet makes a small object where it reads a constant table; it takes its time under load.
        var clock = Stopwatch.StartNew();
        do
        {
            for (int i = 0; i < batch.Length; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                tokenizer.Tokenize(batch[i], buffer);
                tokenizer.Assemble(buffer, 128);
                allocated[i] = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Thread.Sleep(20);
        }
        while (allocated.Sum() > 0 && clock.Elapsed < TimeSpan.FromSeconds(60));

        int most = Array.IndexOf(allocated, allocated.Max());
        Assert.True(allocated.Max() == 0, $"{allocated.Sum()} bytes in all, {allocated.Count(b => b > 0)} texts, {allocated[most]} for text {most}: {batch[most]}");
    }
}
