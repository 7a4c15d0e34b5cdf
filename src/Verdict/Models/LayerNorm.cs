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

    /// <summary>Normalises rows in place.</summary>
    /// <param name="kernels">The arithmetic.</param>
    /// <param name="x"><c>[rows, hiddenSize]</c>.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="rows">How many rows.</param>
    public void Run(KernelSet kernels, float* x, nint stride, int rows) =>
        kernels.LayerNorm(x, stride, rows, _width, _weight.Start, _bias.Start, epsilon);
}
