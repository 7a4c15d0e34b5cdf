namespace Verdict.Kernels;

/// <summary>The right-hand side of a product as a kernel sees it: weights packed at load, or a head's keys or values packed on the way.</summary>
/// <param name="numbers"><c>[panel][inputs][panelWidth]</c>.</param>
/// <param name="bias"><c>[panels · panelWidth]</c>.</param>
/// <param name="inputs">K.</param>
/// <param name="outputs">N, without the zeros that fill the last panel.</param>
internal readonly unsafe struct Panels(float* numbers, float* bias, int inputs, int outputs)
{
    public readonly float* Numbers = numbers;
    public readonly float* Bias = bias;
    public readonly int Inputs = inputs;
    public readonly int Outputs = outputs;

    /// <summary>The panels of a packed matrix.</summary>
    public static Panels Of(PackedMatrix matrix) => new(matrix.Panel(0), matrix.Bias, matrix.Inputs, matrix.Outputs);
}

/// <summary>What happens to a product's tile while it is hot.</summary>
/// <param name="function">Applied to each number.</param>
/// <param name="residual">Added after that, <c>[rows, outputs]</c>, or null.</param>
/// <param name="residualStride">Floats from one of its rows to the next.</param>
internal readonly unsafe struct Epilogue(Elementwise function, float* residual = null, nint residualStride = 0)
{
    public readonly Elementwise Function = function;
    public readonly float* Residual = residual;
    public readonly nint ResidualStride = residualStride;
}
