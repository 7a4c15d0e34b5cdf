using Verdict.Tensors;

namespace Verdict.Weights;

/// <summary>Reads every number of a model once, before anybody computes with it: what is stored may be damaged.</summary>
internal static class NumberCheck
{
    /// <summary>Bytes that one thread looks at before it lets them go.</summary>
    private const int Stretch = 4 << 20;

    /// <summary>Refuses numbers that are infinite or not a number, whole numbers that no quantiser writes, and scales that cannot be.</summary>
    /// <param name="tensors">The tensors, in the order in which they are to be complained about.</param>
    /// <param name="path">What errors call their file.</param>
    /// <param name="threads">How many threads may look.</param>
    /// <exception cref="VerdictFormatException">Names the first tensor with such a number, and the number's place.</exception>
    public static void Run(IEnumerable<StoredTensor> tensors, string path, int threads)
    {
        (StoredTensor Tensor, int Start)[] stretches = [.. tensors.SelectMany(t => Starts(t).Select(start => (t, start)))];
        int first = int.MaxValue;
        var bound = new Lock();
        Parallel.For(0, stretches.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            (StoredTensor tensor, int start) = stretches[i];
            if (Find(tensor, start) is not null)
            {
                lock (bound)
                    first = Math.Min(first, i);
            }

            int size = NumberFormat.SizeOf(tensor.Type);
            tensor.LetGo?.Invoke(start * size, Math.Min(Stretch, tensor.Bytes.Length - (start * size)));
        });
        if (first == int.MaxValue)
            return;

        (StoredTensor damaged, int from) = stretches[first];
        throw new VerdictFormatException(path, damaged.Name, $"number {Find(damaged, from)} {(damaged.Type == ElementType.I8 ? "is -128, where -127 to 127 are possible" : "is not finite")}. The weights are damaged; download them again.");
    }

    /// <summary>A scale must be above zero, and the largest number that it makes must be finite.</summary>
    /// <exception cref="VerdictFormatException">One is not.</exception>
    public static void RunScales(StoredTensor scales, string path)
    {
        float[] numbers = NumberFormat.ToArray(scales);
        int bad = Array.FindIndex(numbers, s => !(s > 0) || !float.IsFinite(s * 127));
        if (bad >= 0)
            throw new VerdictFormatException(path, scales.Name, $"scale {bad} is {numbers[bad]}; a number above 0 whose 127-fold is finite is needed. The weights are damaged; download them again.");
    }

    private static IEnumerable<int> Starts(StoredTensor tensor)
    {
        int step = Stretch / NumberFormat.SizeOf(tensor.Type);
        for (long start = 0; start < NumberFormat.CountOf(tensor); start += step)
            yield return (int)start;
    }

    private static int? Find(StoredTensor tensor, int start) =>
        NumberFormat.FindImpossible(tensor, start, Math.Min(Stretch / NumberFormat.SizeOf(tensor.Type), NumberFormat.CountOf(tensor) - start));
}
