using System.Runtime.InteropServices;

namespace Verdict.Kernels.MachineCode;

/// <summary>What an assembled kernel is given: one pointer to this, which is the same in every calling convention.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TileArguments
{
    /// <summary>The left-hand side, <c>[rows, steps]</c> groups of four bytes.</summary>
    public byte* A;

    /// <summary>Bytes from one row of <see cref="A"/> to the next.</summary>
    public nint RowBytes;

    /// <summary>The panel, <c>[steps, columns]</c> groups of four bytes.</summary>
    public byte* Panel;

    /// <summary>Groups along the sum; at least one.</summary>
    public nint Steps;

    /// <summary>The result, <c>[rows, columns]</c> of four bytes each.</summary>
    public byte* C;

    /// <summary>Bytes from one row of <see cref="C"/> to the next.</summary>
    public nint ResultRowBytes;

    /// <summary>Where every row's sums begin, <c>[columns]</c>, or null for zero.</summary>
    public float* Bias;

    /// <summary>Not zero where what stands in <see cref="C"/> is added (fp32 sums only).</summary>
    public nint Accumulate;

    /// <summary>
    /// What makes numbers of whole sums, <c>[columns]</c>: see <see cref="KernelSet.Dequantize"/>; then <see cref="Bias"/>, the three below (of 16-bit
    /// kernels only <see cref="RowScales"/>) and <see cref="Accumulate"/> count. Null where the sums themselves are wanted.
    /// </summary>
    public float* ColumnScales;

    /// <summary><c>[columns]</c>.</summary>
    public float* ColumnSums;

    /// <summary><c>[rows]</c>. A bfloat16 kernel multiplies each row by its scale at the end, or not where this is null.</summary>
    public float* RowScales;

    /// <summary><c>[rows]</c>.</summary>
    public float* RowZeros;

    /// <summary>Not zero where the numbers that an int8 kernel made of its sums are written as bfloat16, two bytes each; the processor must have that.</summary>
    public nint Rounded;

    /// <summary>
    /// How many tiles of <see cref="MachineTiles.MostRows"/> rows follow one another (that kernel only): it steps on in <see cref="A"/>, <see cref="C"/>,
    /// <see cref="RowScales"/> and <see cref="RowZeros"/> and leaves them behind its last row. Set by <see cref="MachineTiles.Multiply"/>.
    /// </summary>
    public nint Tiles;
}
