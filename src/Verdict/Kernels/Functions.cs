using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <summary>A function of one number as a type, so that the compiler makes a copy of a loop for each.</summary>
internal interface IFunction
{
    /// <summary>The function in every place of a vector.</summary>
    static abstract TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>;
}

/// <summary>See <see cref="Elementwise.Gelu"/>.</summary>
internal readonly struct GeluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> => VectorMath.Gelu<TVector, TSimd>(x);
}

/// <summary>See <see cref="Elementwise.GeluNearly"/>.</summary>
internal readonly struct GeluNearlyFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> => VectorMath.GeluNearly<TVector, TSimd>(x);
}

/// <summary>See <see cref="Elementwise.GeluTanh"/>.</summary>
internal readonly struct GeluTanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        TVector half = TSimd.Multiply(x, TSimd.Broadcast(0.5f));
        TVector cubic = TSimd.Multiply(TSimd.Multiply(x, x), TSimd.Broadcast(0.044715f));
        TVector inner = TSimd.Multiply(TSimd.MultiplyAdd(cubic, x, x), TSimd.Broadcast(0.79788456f));
        return TSimd.MultiplyAdd(half, VectorMath.Tanh<TVector, TSimd>(inner), half);
    }
}

/// <summary>See <see cref="Elementwise.Relu"/>.</summary>
internal readonly struct ReluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> => TSimd.Max(x, TSimd.Broadcast(0f));
}

/// <summary>See <see cref="Elementwise.Silu"/>.</summary>
internal readonly struct SiluFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> =>
        TSimd.Divide(x, TSimd.Add(TSimd.Broadcast(1f), VectorMath.Exp<TVector, TSimd>(TSimd.Subtract(TSimd.Broadcast(0f), x))));
}

/// <summary>See <see cref="Elementwise.Tanh"/>.</summary>
internal readonly struct TanhFunction : IFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> => VectorMath.Tanh<TVector, TSimd>(x);
}
