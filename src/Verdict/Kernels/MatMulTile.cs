using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <summary>
/// The micro-kernels: a few rows times one panel of two vectors, all sums in registers (Goto and van de Geijn,
/// Anatomy of High-Performance Matrix Multiplication, 2008). Six rows need twelve sums, two panel vectors and one broadcast:
/// fifteen of the sixteen registers that AVX2 has, and enough independent sums to hide the latency of two multiply-add units.
/// </summary>
/// <typeparam name="TVector">The vector; a panel is two of them wide.</typeparam>
/// <typeparam name="TSimd">Its operations.</typeparam>
internal static unsafe class MatMulTile<TVector, TSimd>
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    /// <summary>Six rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows6(float* a, nint lda, float* panel, nint inputs, float* bias, float* c, nint ldc)
    {
        float* a0 = a, a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda, a4 = a3 + lda, a5 = a4 + lda;
        TVector bias0 = TSimd.Load(bias), bias1 = TSimd.Load(bias + TSimd.Count);
        TVector c00 = bias0, c01 = bias1, c10 = bias0, c11 = bias1, c20 = bias0, c21 = bias1;
        TVector c30 = bias0, c31 = bias1, c40 = bias0, c41 = bias1, c50 = bias0, c51 = bias1;
        for (nint k = 0; k < inputs; k++)
        {
            TVector b0 = TSimd.Load(panel), b1 = TSimd.Load(panel + TSimd.Count);
            panel += 2 * TSimd.Count;
            TVector x = TSimd.Broadcast(a0[k]);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            x = TSimd.Broadcast(a1[k]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            x = TSimd.Broadcast(a2[k]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            x = TSimd.Broadcast(a3[k]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
            x = TSimd.Broadcast(a4[k]);
            c40 = TSimd.MultiplyAdd(x, b0, c40);
            c41 = TSimd.MultiplyAdd(x, b1, c41);
            x = TSimd.Broadcast(a5[k]);
            c50 = TSimd.MultiplyAdd(x, b0, c50);
            c51 = TSimd.MultiplyAdd(x, b1, c51);
        }

        Write(c, c00, c01);
        Write(c + ldc, c10, c11);
        Write(c + (2 * ldc), c20, c21);
        Write(c + (3 * ldc), c30, c31);
        Write(c + (4 * ldc), c40, c41);
        Write(c + (5 * ldc), c50, c51);
    }

    /// <summary>Four rows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows4(float* a, nint lda, float* panel, nint inputs, float* bias, float* c, nint ldc)
    {
        float* a0 = a, a1 = a + lda, a2 = a1 + lda, a3 = a2 + lda;
        TVector bias0 = TSimd.Load(bias), bias1 = TSimd.Load(bias + TSimd.Count);
        TVector c00 = bias0, c01 = bias1, c10 = bias0, c11 = bias1, c20 = bias0, c21 = bias1, c30 = bias0, c31 = bias1;
        for (nint k = 0; k < inputs; k++)
        {
            TVector b0 = TSimd.Load(panel), b1 = TSimd.Load(panel + TSimd.Count);
            panel += 2 * TSimd.Count;
            TVector x = TSimd.Broadcast(a0[k]);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            x = TSimd.Broadcast(a1[k]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            x = TSimd.Broadcast(a2[k]);
            c20 = TSimd.MultiplyAdd(x, b0, c20);
            c21 = TSimd.MultiplyAdd(x, b1, c21);
            x = TSimd.Broadcast(a3[k]);
            c30 = TSimd.MultiplyAdd(x, b0, c30);
            c31 = TSimd.MultiplyAdd(x, b1, c31);
        }

        Write(c, c00, c01);
        Write(c + ldc, c10, c11);
        Write(c + (2 * ldc), c20, c21);
        Write(c + (3 * ldc), c30, c31);
    }

    /// <summary>Two rows; the sums are split over even and odd inputs so that the units stay busy.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows2(float* a, nint lda, float* panel, nint inputs, float* bias, float* c, nint ldc)
    {
        float* a1 = a + lda;
        TVector bias0 = TSimd.Load(bias), bias1 = TSimd.Load(bias + TSimd.Count);
        TVector c00 = bias0, c01 = bias1, c10 = bias0, c11 = bias1;
        TVector zero = TSimd.Broadcast(0f);
        TVector d00 = zero, d01 = zero, d10 = zero, d11 = zero;
        nint k = 0;
        for (; k + 1 < inputs; k += 2)
        {
            TVector b0 = TSimd.Load(panel), b1 = TSimd.Load(panel + TSimd.Count);
            TVector e0 = TSimd.Load(panel + (2 * TSimd.Count)), e1 = TSimd.Load(panel + (3 * TSimd.Count));
            panel += 4 * TSimd.Count;
            TVector x = TSimd.Broadcast(a[k]);
            c00 = TSimd.MultiplyAdd(x, b0, c00);
            c01 = TSimd.MultiplyAdd(x, b1, c01);
            x = TSimd.Broadcast(a1[k]);
            c10 = TSimd.MultiplyAdd(x, b0, c10);
            c11 = TSimd.MultiplyAdd(x, b1, c11);
            x = TSimd.Broadcast(a[k + 1]);
            d00 = TSimd.MultiplyAdd(x, e0, d00);
            d01 = TSimd.MultiplyAdd(x, e1, d01);
            x = TSimd.Broadcast(a1[k + 1]);
            d10 = TSimd.MultiplyAdd(x, e0, d10);
            d11 = TSimd.MultiplyAdd(x, e1, d11);
        }

        if (k < inputs)
        {
            TVector b0 = TSimd.Load(panel), b1 = TSimd.Load(panel + TSimd.Count);
            c00 = TSimd.MultiplyAdd(TSimd.Broadcast(a[k]), b0, c00);
            c01 = TSimd.MultiplyAdd(TSimd.Broadcast(a[k]), b1, c01);
            c10 = TSimd.MultiplyAdd(TSimd.Broadcast(a1[k]), b0, c10);
            c11 = TSimd.MultiplyAdd(TSimd.Broadcast(a1[k]), b1, c11);
        }

        Write(c, TSimd.Add(c00, d00), TSimd.Add(c01, d01));
        Write(c + ldc, TSimd.Add(c10, d10), TSimd.Add(c11, d11));
    }

    /// <summary>One row; the sums are split over four inputs for the same reason.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Rows1(float* a, float* panel, nint inputs, float* bias, float* c)
    {
        TVector zero = TSimd.Broadcast(0f);
        TVector c0 = TSimd.Load(bias), c1 = TSimd.Load(bias + TSimd.Count);
        TVector d0 = zero, d1 = zero, e0 = zero, e1 = zero, f0 = zero, f1 = zero;
        nint k = 0;
        for (; k + 3 < inputs; k += 4)
        {
            TVector x = TSimd.Broadcast(a[k]);
            c0 = TSimd.MultiplyAdd(x, TSimd.Load(panel), c0);
            c1 = TSimd.MultiplyAdd(x, TSimd.Load(panel + TSimd.Count), c1);
            x = TSimd.Broadcast(a[k + 1]);
            d0 = TSimd.MultiplyAdd(x, TSimd.Load(panel + (2 * TSimd.Count)), d0);
            d1 = TSimd.MultiplyAdd(x, TSimd.Load(panel + (3 * TSimd.Count)), d1);
            x = TSimd.Broadcast(a[k + 2]);
            e0 = TSimd.MultiplyAdd(x, TSimd.Load(panel + (4 * TSimd.Count)), e0);
            e1 = TSimd.MultiplyAdd(x, TSimd.Load(panel + (5 * TSimd.Count)), e1);
            x = TSimd.Broadcast(a[k + 3]);
            f0 = TSimd.MultiplyAdd(x, TSimd.Load(panel + (6 * TSimd.Count)), f0);
            f1 = TSimd.MultiplyAdd(x, TSimd.Load(panel + (7 * TSimd.Count)), f1);
            panel += 8 * TSimd.Count;
        }

        for (; k < inputs; k++)
        {
            TVector x = TSimd.Broadcast(a[k]);
            c0 = TSimd.MultiplyAdd(x, TSimd.Load(panel), c0);
            c1 = TSimd.MultiplyAdd(x, TSimd.Load(panel + TSimd.Count), c1);
            panel += 2 * TSimd.Count;
        }

        Write(c, TSimd.Add(TSimd.Add(c0, d0), TSimd.Add(e0, f0)), TSimd.Add(TSimd.Add(c1, d1), TSimd.Add(e1, f1)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(float* c, TVector left, TVector right)
    {
        TSimd.Store(c, left);
        TSimd.Store(c + TSimd.Count, right);
    }
}
