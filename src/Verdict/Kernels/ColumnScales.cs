namespace Verdict.Kernels;

/// <summary>What turns a column's whole-number sums back into numbers.</summary>
/// <param name="scales"><c>[count]</c>.</param>
/// <param name="sums"><c>[count]</c>: the sum of the column's whole numbers.</param>
/// <param name="bias"><c>[count]</c>.</param>
/// <param name="count">Columns, whole vectors.</param>
internal readonly unsafe struct ColumnScales(float* scales, float* sums, float* bias, int count)
{
    public readonly float* Scales = scales;
    public readonly float* Sums = sums;
    public readonly float* Bias = bias;
    public readonly int Count = count;
}
