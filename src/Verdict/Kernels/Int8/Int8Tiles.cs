using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Verdict.Kernels.MachineCode;

namespace Verdict.Kernels.Int8;

/// <summary>
/// The inner product of int8: unsigned × signed bytes in groups of four, into 32-bit sums that cannot overflow for fewer than 66,000 inputs.
/// Every implementation is exact, so all give the same bits.
/// </summary>
internal abstract unsafe class Int8Tiles
{
    /// <summary>Every implementation, best first; the last is the plain form.</summary>
    public static IReadOnlyList<Int8Tiles> All { get; } =
    [
        new MachineInt8Tiles(),
        new VectorInt8Tiles<Vector256<int>, AvxVnniDot>("avx-vnni", AvxVnni.IsSupported),
        new VectorInt8Tiles<Vector256<int>, Avx2Dot>("avx2", Avx2.IsSupported),
        new VectorInt8Tiles<Vector128<int>, Vector128Dot>("vector128", Vector128.IsHardwareAccelerated),
        new PlainInt8Tiles(),
    ];

    /// <summary>What <c>verdict doctor</c> calls it.</summary>
    public abstract string Name { get; }

    /// <summary>Whether this processor runs it at speed.</summary>
    public abstract bool IsAvailable { get; }

    /// <summary>Rows that it takes at most in one call.</summary>
    public abstract int Rows { get; }

    /// <summary>Columns of a panel must be a multiple of this.</summary>
    public abstract int ColumnMultiple { get; }

    /// <summary>Whether it makes numbers of the sums itself where <see cref="TileArguments.ColumnScales"/> are given.</summary>
    public virtual bool ScalesSums => false;

    /// <summary>The best implementation for panels of a kernel path.</summary>
    public static Int8Tiles Choose(KernelSet kernels) => All.First(t => t.IsAvailable && kernels.VectorWidth % t.ColumnMultiple == 0);

    /// <summary><c>c = a · panel</c> as 32-bit sums.</summary>
    /// <param name="rows">1 to <see cref="Rows"/>.</param>
    /// <param name="columns">Columns of the panel.</param>
    /// <param name="arguments">Where everything lies.</param>
    public abstract void Multiply(int rows, int columns, TileArguments* arguments);
}
