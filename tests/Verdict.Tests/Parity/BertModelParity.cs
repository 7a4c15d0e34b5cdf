using Verdict.Batching;
using Verdict.Models;
using Verdict.Tests.Kernels;
using Verdict.Tests.Reference;
using Xunit;

namespace Verdict.Tests.Parity;

/// <summary>The engine, on every path, against Hugging Face's own logits.</summary>
public sealed class BertModelParity
{
    public static MatrixTheoryData<string, string> ModelsAndPaths => new(
        Directory.GetDirectories(Verdict.Testing.RepositoryPaths.Golden("bert-models")).Select(d => Path.GetFileName(d)!).Order(StringComparer.Ordinal),
        KernelPaths.Names);

    [Theory]
    [MemberData(nameof(ModelsAndPaths))]
    public void Logits_are_those_of_Hugging_Face(string name, string path)
    {
        using var golden = new GoldenModel(name);
        using BertModel model = BertModel.Load(golden.Configuration, golden.Parameters, KernelPaths.Get(path), 1);
        using var runner = new ModelRunner(model, 2, 512);
        GoldenCase[] cases = [.. golden.Cases];
        BatchPlan plan = BatchPlanner.Plan([.. cases.Select(c => c.Ids.Length)], 512, 2);
        float[][] logits = new float[cases.Length][];
        foreach (bool shared in (bool[])[false, true])
        {
            runner.Run(
                plan.Batches.Length,
                shared,
                (index, batch) =>
                {
                    foreach (int i in plan.Batches[index])
                        batch.Add(cases[i].Ids, cases[i].TypeIds);
                },
                (index, numbers) =>
                {
                    for (int s = 0; s < plan.Batches[index].Length; s++)
                        logits[plan.Batches[index][s]] = numbers.Slice(s * model.LabelCount, model.LabelCount).ToArray();
                },
                TestContext.Current.CancellationToken);
            for (int i = 0; i < cases.Length; i++)
            {
                Assert.All(logits[i].Zip(cases[i].Logits), p => Assert.Equal(p.Second, p.First, 1e-4));
                Assert.All(logits[i].Zip(cases[i].Logits64), p => Assert.Equal(p.Second, p.First, 1e-4));
            }
        }
    }
}
