using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <summary>Elementary functions over a vector of any width. The constants were fitted for this file; the tests measure their errors over the whole range.</summary>
internal static class VectorMath
{
    /// <summary>
    /// e^x with a relative error below 3e-7, x limited to [−87, 88]: x = n·ln 2 + r with |r| ≤ ln 2 / 2, a polynomial in r of degree 6, times 2^n.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        x = TSimd.Min(TSimd.Max(x, TSimd.Broadcast(-87f)), TSimd.Broadcast(88f));
        TVector n = TSimd.Round(TSimd.Multiply(x, TSimd.Broadcast(1.44269504f)));

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

    /// <summary>The error function, absolute error below 4e-7: x·P(x²)/Q(x²) up to |x| = 3.92, from where it is ±1 to within 3e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        x = TSimd.Min(TSimd.Max(x, TSimd.Broadcast(-3.92f)), TSimd.Broadcast(3.92f));
        TVector t = TSimd.Multiply(x, x);
        TVector p = TSimd.Broadcast(2.052212494163541e-06f);
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.0002861542743630707f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.0037953348364681005f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.052836161106824875f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(0.19101862609386444f));
        p = TSimd.MultiplyAdd(p, t, TSimd.Broadcast(1.1283791065216064f));
        TVector q = TSimd.Broadcast(3.818264667643234e-05f);
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(0.0011710093822330236f));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(0.015025855042040348f));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(0.11436891555786133f));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(0.5026179552078247f));
        q = TSimd.MultiplyAdd(q, t, TSimd.Broadcast(1f));
        return TSimd.Divide(TSimd.Multiply(x, p), q);
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
