using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <summary>
/// The micro-kernel: a few rows times a panel of one to three vectors, all sums in registers (Goto and van de Geijn,
/// Anatomy of High-Performance Matrix Multiplication, 2008). It is written once for the largest tile; the compiler makes a copy for each
/// size, in which the tests of the size are constants and what they exclude is gone. With 512-bit vectors 8 × 3 sums, 3 panel vectors and
/// one broadcast fill 28 of 32 registers; with 256-bit ones 6 × 2 sums fill 15 of 16. Each sum runs over the inputs in order whatever the size
/// of the tile, so that a row's result does not depend on the rows that happen to stand beside it.
/// </summary>
/// <typeparam name="TVector">The vector.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal static unsafe partial class Tile<TVector, TSimd>
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    /// <summary><c>c = a · panel (+ bias) (+ c)</c>.</summary>
    /// <typeparam name="TRows">Rows, 1 to 8.</typeparam>
    /// <typeparam name="TWidth">Vectors in a row of the panel, 1 to 3.</typeparam>
    /// <typeparam name="TPanel">Where its numbers come from.</typeparam>
    /// <param name="a"><c>[rows, inputs]</c>.</param>
    /// <param name="lda">Floats from one row of <paramref name="a"/> to the next.</param>
    /// <param name="panel"><c>[inputs, width]</c>.</param>
    /// <param name="subtrahend">For <see cref="Difference"/>: floats from <paramref name="panel"/> to what is subtracted from it.</param>
    /// <param name="difference">For <see cref="Difference"/>: floats from <paramref name="panel"/> to where the difference is written.</param>
    /// <param name="inputs">How many products each sum has.</param>
    /// <param name="bias"><c>[width]</c>, or null.</param>
    /// <param name="c"><c>[rows, width]</c>.</param>
    /// <param name="ldc">Floats from one row of <paramref name="c"/> to the next.</param>
    /// <param name="accumulate">Whether what stands in <paramref name="c"/> is added.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<TRows, TWidth, TPanel>(float* a, nint lda, float* panel, nint subtrahend, nint difference, nint inputs, float* bias, float* c, nint ldc, bool accumulate)
        where TRows : struct, ISize
        where TWidth : struct, ISize
        where TPanel : struct, IPanel
    {
        float* a0 = a, a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda, a6 = a5 + lda, a7 = a6 + lda;
        TVector zero = TSimd.Broadcast(0f);
        TVector c00 = zero, c01 = zero, c02 = zero;
        TVector c10 = zero, c11 = zero, c12 = zero;
        TVector c20 = zero, c21 = zero, c22 = zero;
        TVector c30 = zero, c31 = zero, c32 = zero;
        TVector c40 = zero, c41 = zero, c42 = zero;
        TVector c50 = zero, c51 = zero, c52 = zero;
        TVector c60 = zero, c61 = zero, c62 = zero;
        TVector c70 = zero, c71 = zero, c72 = zero;
        if (bias != null)
        {
            TVector bias0 = TSimd.Load(bias), bias1 = zero, bias2 = zero;
            if (TWidth.Value > 1)
                bias1 = TSimd.Load(bias + TSimd.Count);
            if (TWidth.Value > 2)
                bias2 = TSimd.Load(bias + (2 * TSimd.Count));
            c00 = bias0;
            c01 = bias1;
            c02 = bias2;
            if (TRows.Value > 1)
            {
                c10 = bias0;
                c11 = bias1;
                c12 = bias2;
            }

            if (TRows.Value > 2)
            {
                c20 = bias0;
                c21 = bias1;
                c22 = bias2;
            }

            if (TRows.Value > 3)
            {
                c30 = bias0;
                c31 = bias1;
                c32 = bias2;
            }

            if (TRows.Value > 4)
            {
                c40 = bias0;
                c41 = bias1;
                c42 = bias2;
            }

            if (TRows.Value > 5)
            {
                c50 = bias0;
                c51 = bias1;
                c52 = bias2;
            }

            if (TRows.Value > 6)
            {
                c60 = bias0;
                c61 = bias1;
                c62 = bias2;
            }

            if (TRows.Value > 7)
            {
                c70 = bias0;
                c71 = bias1;
                c72 = bias2;
            }
        }

        if (accumulate)
        {
            c00 = TSimd.Add(c00, TSimd.Load(c));
            if (TWidth.Value > 1)
                c01 = TSimd.Add(c01, TSimd.Load(c + TSimd.Count));
            if (TWidth.Value > 2)
                c02 = TSimd.Add(c02, TSimd.Load(c + (2 * TSimd.Count)));
            if (TRows.Value > 1)
            {
                c10 = TSimd.Add(c10, TSimd.Load(c + (1 * ldc)));
                if (TWidth.Value > 1)
                    c11 = TSimd.Add(c11, TSimd.Load(c + (1 * ldc) + TSimd.Count));
                if (TWidth.Value > 2)
                    c12 = TSimd.Add(c12, TSimd.Load(c + (1 * ldc) + (2 * TSimd.Count)));
            }

            if (TRows.Value > 2)
            {
                c20 = TSimd.Add(c20, TSimd.Load(c + (2 * ldc)));
                if (TWidth.Value > 1)
                    c21 = TSimd.Add(c21, TSimd.Load(c + (2 * ldc) + TSimd.Count));
                if (TWidth.Value > 2)
                    c22 = TSimd.Add(c22, TSimd.Load(c + (2 * ldc) + (2 * TSimd.Count)));
            }

            if (TRows.Value > 3)
            {
                c30 = TSimd.Add(c30, TSimd.Load(c + (3 * ldc)));
                if (TWidth.Value > 1)
                    c31 = TSimd.Add(c31, TSimd.Load(c + (3 * ldc) + TSimd.Count));
                if (TWidth.Value > 2)
                    c32 = TSimd.Add(c32, TSimd.Load(c + (3 * ldc) + (2 * TSimd.Count)));
            }

            if (TRows.Value > 4)
            {
                c40 = TSimd.Add(c40, TSimd.Load(c + (4 * ldc)));
                if (TWidth.Value > 1)
                    c41 = TSimd.Add(c41, TSimd.Load(c + (4 * ldc) + TSimd.Count));
                if (TWidth.Value > 2)
                    c42 = TSimd.Add(c42, TSimd.Load(c + (4 * ldc) + (2 * TSimd.Count)));
            }

            if (TRows.Value > 5)
            {
                c50 = TSimd.Add(c50, TSimd.Load(c + (5 * ldc)));
                if (TWidth.Value > 1)
                    c51 = TSimd.Add(c51, TSimd.Load(c + (5 * ldc) + TSimd.Count));
                if (TWidth.Value > 2)
                    c52 = TSimd.Add(c52, TSimd.Load(c + (5 * ldc) + (2 * TSimd.Count)));
            }

            if (TRows.Value > 6)
            {
                c60 = TSimd.Add(c60, TSimd.Load(c + (6 * ldc)));
                if (TWidth.Value > 1)
                    c61 = TSimd.Add(c61, TSimd.Load(c + (6 * ldc) + TSimd.Count));
                if (TWidth.Value > 2)
                    c62 = TSimd.Add(c62, TSimd.Load(c + (6 * ldc) + (2 * TSimd.Count)));
            }

            if (TRows.Value > 7)
            {
                c70 = TSimd.Add(c70, TSimd.Load(c + (7 * ldc)));
                if (TWidth.Value > 1)
                    c71 = TSimd.Add(c71, TSimd.Load(c + (7 * ldc) + TSimd.Count));
                if (TWidth.Value > 2)
                    c72 = TSimd.Add(c72, TSimd.Load(c + (7 * ldc) + (2 * TSimd.Count)));
            }
        }

        for (nint k = 0; k < inputs; k++)
        {
            TVector b0 = TPanel.Load(panel, subtrahend, difference), b1 = zero, b2 = zero;
            if (TWidth.Value > 1)
                b1 = TPanel.Load(panel + TSimd.Count, subtrahend, difference);
            if (TWidth.Value > 2)
                b2 = TPanel.Load(panel + (2 * TSimd.Count), subtrahend, difference);
            panel += TWidth.Value * TSimd.Count;
            TVector x0 = TSimd.Broadcast(a0[k]);
            c00 = TSimd.MultiplyAdd(x0, b0, c00);
            if (TWidth.Value > 1)
                c01 = TSimd.MultiplyAdd(x0, b1, c01);
            if (TWidth.Value > 2)
                c02 = TSimd.MultiplyAdd(x0, b2, c02);
            if (TRows.Value > 1)
            {
                TVector x1 = TSimd.Broadcast(a1[k]);
                c10 = TSimd.MultiplyAdd(x1, b0, c10);
                if (TWidth.Value > 1)
                    c11 = TSimd.MultiplyAdd(x1, b1, c11);
                if (TWidth.Value > 2)
                    c12 = TSimd.MultiplyAdd(x1, b2, c12);
            }

            if (TRows.Value > 2)
            {
                TVector x2 = TSimd.Broadcast(a2[k]);
                c20 = TSimd.MultiplyAdd(x2, b0, c20);
                if (TWidth.Value > 1)
                    c21 = TSimd.MultiplyAdd(x2, b1, c21);
                if (TWidth.Value > 2)
                    c22 = TSimd.MultiplyAdd(x2, b2, c22);
            }

            if (TRows.Value > 3)
            {
                TVector x3 = TSimd.Broadcast(a3[k]);
                c30 = TSimd.MultiplyAdd(x3, b0, c30);
                if (TWidth.Value > 1)
                    c31 = TSimd.MultiplyAdd(x3, b1, c31);
                if (TWidth.Value > 2)
                    c32 = TSimd.MultiplyAdd(x3, b2, c32);
            }

            if (TRows.Value > 4)
            {
                TVector x4 = TSimd.Broadcast(a4[k]);
                c40 = TSimd.MultiplyAdd(x4, b0, c40);
                if (TWidth.Value > 1)
                    c41 = TSimd.MultiplyAdd(x4, b1, c41);
                if (TWidth.Value > 2)
                    c42 = TSimd.MultiplyAdd(x4, b2, c42);
            }

            if (TRows.Value > 5)
            {
                TVector x5 = TSimd.Broadcast(a5[k]);
                c50 = TSimd.MultiplyAdd(x5, b0, c50);
                if (TWidth.Value > 1)
                    c51 = TSimd.MultiplyAdd(x5, b1, c51);
                if (TWidth.Value > 2)
                    c52 = TSimd.MultiplyAdd(x5, b2, c52);
            }

            if (TRows.Value > 6)
            {
                TVector x6 = TSimd.Broadcast(a6[k]);
                c60 = TSimd.MultiplyAdd(x6, b0, c60);
                if (TWidth.Value > 1)
                    c61 = TSimd.MultiplyAdd(x6, b1, c61);
                if (TWidth.Value > 2)
                    c62 = TSimd.MultiplyAdd(x6, b2, c62);
            }

            if (TRows.Value > 7)
            {
                TVector x7 = TSimd.Broadcast(a7[k]);
                c70 = TSimd.MultiplyAdd(x7, b0, c70);
                if (TWidth.Value > 1)
                    c71 = TSimd.MultiplyAdd(x7, b1, c71);
                if (TWidth.Value > 2)
                    c72 = TSimd.MultiplyAdd(x7, b2, c72);
            }
        }

        Write<TWidth>(c, c00, c01, c02);
        if (TRows.Value > 1)
            Write<TWidth>(c + (1 * ldc), c10, c11, c12);
        if (TRows.Value > 2)
            Write<TWidth>(c + (2 * ldc), c20, c21, c22);
        if (TRows.Value > 3)
            Write<TWidth>(c + (3 * ldc), c30, c31, c32);
        if (TRows.Value > 4)
            Write<TWidth>(c + (4 * ldc), c40, c41, c42);
        if (TRows.Value > 5)
            Write<TWidth>(c + (5 * ldc), c50, c51, c52);
        if (TRows.Value > 6)
            Write<TWidth>(c + (6 * ldc), c60, c61, c62);
        if (TRows.Value > 7)
            Write<TWidth>(c + (7 * ldc), c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write<TWidth>(float* c, TVector first, TVector second, TVector third)
        where TWidth : struct, ISize
    {
        TSimd.Store(c, first);
        if (TWidth.Value > 1)
            TSimd.Store(c + TSimd.Count, second);
        if (TWidth.Value > 2)
            TSimd.Store(c + (2 * TSimd.Count), third);
    }
}
