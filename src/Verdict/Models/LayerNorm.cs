using Verdict.Kernels;

namespace Verdict.Models;

/// <summary>LayerNorm with its parameters.</summary>
internal sealed unsafe class LayerNorm(NormParameters parameters, float epsilon)
{
    private readonly PinnedVector _weight = new(parameters.Weight);
    private readonly PinnedVector _bias = new(parameters.Bias);
    private readonly int _width = parameters.Weight.Shape[0];

    /// <summary>Bytes it occupies.</summary>
    public long ByteCount => _weight.ByteCount + _bias.ByteCount;

    /// <summary>Normalises rows in place, and sets their bounds where there is room for them.</summary>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="rows"><c>[count, hiddenSize]</c>.</param>
    /// <param name="count">How many.</param>
    public void Run(KernelSet kernels, Rows rows, int count) =>
        kernels.LayerNorm(rows.Start, rows.Stride, count, _width, _weight.Start, _bias.Start, epsilon, rows.Bounds);
}
