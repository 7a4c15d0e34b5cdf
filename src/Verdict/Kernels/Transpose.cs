using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Verdict.Kernels;

/// <summary>Columns stored as rows, turned into a panel: blocks of 4 × 4 in registers, one cache line of each row at a time.</summary>
internal static unsafe class Transpose
{
    private const int LineFloats = 16;

    /// <summary><c>target[k, column] = source[column, k]</c>, zero where there is no such column.</summary>
    /// <param name="source"><c>[realColumns, inputs]</c>.</param>
    /// <param name="stride">Floats from one row of <paramref name="source"/> to the next.</param>
    /// <param name="realColumns">Rows of <paramref name="source"/>.</param>
    /// <param name="inputs">How many numbers of each row.</param>
    /// <param name="columns">Width of <paramref name="target"/>.</param>
    /// <param name="target"><c>[inputs, columns]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void IntoPanel(float* source, nint stride, int realColumns, int inputs, int columns, float* target)
    {
        int blockColumns = Sse.IsSupported || AdvSimd.Arm64.IsSupported ? realColumns & ~3 : 0;
        int blockInputs = inputs & ~3;
        for (int line = 0; line < blockInputs; line += LineFloats)
        {
            int end = Math.Min(line + LineFloats, blockInputs);
            for (int column = 0; column < blockColumns; column += 4)
            {
                for (int k = line; k < end; k += 4)
                    Block(source + (column * stride) + k, stride, target + ((nint)k * columns) + column, columns);
            }
        }

        Rest(source, stride, realColumns, blockColumns, 0, inputs, columns, target);
        Rest(source, stride, blockColumns, 0, blockInputs, inputs, columns, target);
        if (realColumns < columns)
        {
            for (int k = 0; k < inputs; k++)
                new Span<float>(target + ((nint)k * columns) + realColumns, columns - realColumns).Clear();
        }
    }

    private static void Rest(float* source, nint stride, int endColumn, int firstColumn, int firstInput, int inputs, int columns, float* target)
    {
        for (int column = firstColumn; column < endColumn; column++)
        {
            for (int k = firstInput; k < inputs; k++)
                target[((nint)k * columns) + column] = source[(column * stride) + k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* source, nint stride, float* target, nint columns)
    {
        Vector128<float> a = Vector128.Load(source), b = Vector128.Load(source + stride);
        Vector128<float> c = Vector128.Load(source + (2 * stride)), d = Vector128.Load(source + (3 * stride));
        Vector128<float> ac0 = ZipLow(a, c), ac1 = ZipHigh(a, c), bd0 = ZipLow(b, d), bd1 = ZipHigh(b, d);
        ZipLow(ac0, bd0).Store(target);
        ZipHigh(ac0, bd0).Store(target + columns);
        ZipLow(ac1, bd1).Store(target + (2 * columns));
        ZipHigh(ac1, bd1).Store(target + (3 * columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipLow(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackLow(a, b) : AdvSimd.Arm64.ZipLow(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> ZipHigh(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.UnpackHigh(a, b) : AdvSimd.Arm64.ZipHigh(a, b);
}
