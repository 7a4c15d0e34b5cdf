namespace Verdict.Kernels;

/// <summary>
/// The right-hand side of a product as a kernel sees it: weights packed at load, or a head's keys or values packed on the way.
/// Panel <c>p</c> starts at <c>p · panelWidth · inputs</c>; the last one is as many whole vectors wide as it needs.
/// </summary>
/// <param name="numbers"><c>[panel][inputs][columns of the panel]</c>.</param>
/// <param name="bias"><c>[outputs]</c> and zeros up to a whole vector, or null.</param>
/// <param name="inputs">K.</param>
/// <param name="outputs">N, without the zeros that fill the last vector.</param>
internal readonly unsafe struct Panels(float* numbers, float* bias, int inputs, int outputs)
{
    public readonly float* Numbers = numbers;
    public readonly float* Bias = bias;
    public readonly int Inputs = inputs;
    public readonly int Outputs = outputs;
}
