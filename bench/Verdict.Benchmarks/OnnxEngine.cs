using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Verdict.Benchmarks;

/// <summary>ONNX Runtime over one graph, given padded batches as its users give them.</summary>
internal sealed class OnnxEngine : IDisposable
{
    private readonly InferenceSession _session;

    public OnnxEngine(string name, byte[] model, int threads)
    {
        Name = name;
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
        };

        // Its threads spin on behind a run, which would rob whoever is measured next of a processor.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        _session = new InferenceSession(model, options);
    }

    public string Name { get; }

    /// <summary>Runs all texts, sorted by length, in padded batches; returns the logits in the order given.</summary>
    public float[][] Run(int[][] texts, int batchSize)
    {
        float[][] logits = new float[texts.Length][];
        int[] order = [.. Enumerable.Range(0, texts.Length).OrderBy(i => texts[i].Length)];
        foreach (int[] batch in order.Chunk(batchSize))
        {
            int longest = texts[batch[^1]].Length;
            int[] ids = new int[batch.Length * longest], mask = new int[batch.Length * longest];
            for (int row = 0; row < batch.Length; row++)
            {
                texts[batch[row]].CopyTo(ids, row * longest);
                Array.Fill(mask, 1, row * longest, texts[batch[row]].Length);
            }

            int[] shape = [batch.Length, longest];
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run(
            [
                NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<int>(ids, shape)),
                NamedOnnxValue.CreateFromTensor("token_type_ids", new DenseTensor<int>(new int[ids.Length], shape)),
                NamedOnnxValue.CreateFromTensor("attention_mask", new DenseTensor<int>(mask, shape)),
            ]);
            float[] flat = results[0].AsEnumerable<float>().ToArray();
            for (int row = 0; row < batch.Length; row++)
                logits[batch[row]] = flat[(row * (flat.Length / batch.Length))..((row + 1) * (flat.Length / batch.Length))];
        }

        return logits;
    }

    public void Dispose() => _session.Dispose();
}
