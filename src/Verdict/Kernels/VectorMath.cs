using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <summary>Elementary functions over a vector of any width. The constants were fitted for this file; the tests measure their errors over the whole range.</summary>
internal static class VectorMath
{
    /// <summary>log₂ e.</summary>
    public const float Log2E = 1.44269504f;

    /// <summary>
    /// e^x with a relative error below 3e-7, x limited to [−87, 88]: x = n·ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r of degree 6, times 2^n.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        x = TSimd.Min(TSimd.Max(x, TSimd.Broadcast(-87f)), TSimd.Broadcast(88f));
        TVector n = TSimd.Round(TSimd.Multiply(x, TSimd.Broadcast(Log2E)));

        // ln 2 in two parts: the first has so few bits that n times it is exact.
        TVector r = TSimd.MultiplyAdd(n, TSimd.Broadcast(-0.693359375f), x);
        r = TSimd.MultiplyAdd(n, TSimd.Broadcast(2.12194440e-4f), r);
        TVector p = TSimd.Broadcast(0.0013941118959337473f);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.008375134319067001f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.04166635125875473f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.16666415333747864f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.5f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(1f));
        return TSimd.Multiply(p, TSimd.PowerOfTwo(n));
    }

    /// <summary>
    /// e^x for x up to 0 with a relative error below 1e-5 (5e-6 where <see cref="ISimd{TVector}.MultiplyAdd"/> is fused), for what is then rounded to
    /// bfloat16, whose own is hundreds of times as large; x limited to −86. x = n·ln 2 + r, and e^r is a polynomial of degree 4 in r / ln 2, fitted by
    /// Remez' exchange. Added to 1.5·2^23, what is not whole falls off.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpNearly<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        x = TSimd.Max(TSimd.Broadcast(-86f), x);
        TVector large = TSimd.Broadcast(12_582_912f), factor = TSimd.Broadcast(Log2E);
        TVector sum = TSimd.MultiplyAdd(x, factor, large);
        TVector r = TSimd.MultiplyAdd(x, factor, TSimd.Subtract(large, sum));
        TVector p = TSimd.Broadcast(0.009570103f);
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.05591786f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.24024744f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.6931218f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Broadcast(0.9999993f));
        return TSimd.AddToExponent(p, sum);
    }

    /// <summary>
    /// x·Φ(x) = max(x, 0) − |x|·Φ(−|x|), absolute error below 4e-7 up to |x| = 8, and beyond that of the rounding. The eighth root of Φ(−t) is so
    /// nearly a polynomial that one of degree 7 will do up to t = 5.6, from where t·Φ(−t) is below 1e-7. It was fitted by Remez' exchange so that
    /// the largest error of the product is least: 1.2e-7 before rounding.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Gelu<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        // x stands last so that a NaN stays one.
        TVector t = TSimd.Max(TSimd.Broadcast(-5.6f), TSimd.NegativeAbs(x));
        TVector root = TSimd.Broadcast(-3.2703097e-06f);
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(-3.6102421e-05f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(3.7847669e-05f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(0.0016250217f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(0.00078506814f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(-0.031871967f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(0.09147016f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(0.91700494f));
        TVector square = TSimd.Multiply(root, root), fourth = TSimd.Multiply(square, square);
        return TSimd.MultiplyAdd(t, TSimd.Multiply(fourth, fourth), TSimd.Max(x, TSimd.Broadcast(0f)));
    }

    /// <summary>
    /// The same with an absolute error below 3e-5, for what is then divided into bytes: the fourth root of Φ(−t) as a polynomial of degree 5 up to
    /// t = 4.24.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector GeluNearly<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        TVector t = TSimd.Max(TSimd.Broadcast(-4.24f), TSimd.NegativeAbs(x));
        TVector root = TSimd.Broadcast(0.00047933485f);
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(0.0027496982f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(-0.008743329f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(-0.054903086f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(0.16562267f));
        root = TSimd.MultiplyAdd(root, t, TSimd.Broadcast(0.84060907f));
        TVector square = TSimd.Multiply(root, root);
        return TSimd.MultiplyAdd(t, TSimd.Multiply(square, square), TSimd.Max(x, TSimd.Broadcast(0f)));
    }

    /// <summary>tanh(x) = 1 − 2 / (e^2x + 1), absolute error below 3e-7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        TVector e = Exp<TVector, TSimd>(TSimd.Add(x, x));
        return TSimd.Subtract(TSimd.Broadcast(1f), TSimd.Divide(TSimd.Broadcast(2f), TSimd.Add(e, TSimd.Broadcast(1f))));
    }
}
