using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Verdict.Kernels.Int8;

/// <summary>AVX-VNNI: one instruction.</summary>
internal readonly unsafe struct AvxVnniDot : IInt8Dot<Vector256<int>>
{
    public static int Count => 8;

    public static Vector256<int> Zero => Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(byte* source) => Vector256.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector256<int> value) => value.Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(byte* source) => Vector256.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Dot(Vector256<int> sum, Vector256<int> a, Vector256<int> b) => AvxVnni.MultiplyWideningAndAdd(sum, a.AsByte(), b.AsSByte());
}

/// <summary>
/// AVX2: bytes widened to 16 bits in place, even ones and odd ones apart, then multiplied and added in pairs (<c>vpmaddwd</c>).
/// The shorter way over <c>vpmaddubsw</c> saturates.
/// </summary>
internal readonly unsafe struct Avx2Dot : IInt8Dot<Vector256<int>>
{
    public static int Count => 8;

    public static Vector256<int> Zero => Vector256<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Load(byte* source) => Vector256.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector256<int> value) => value.Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Broadcast(byte* source) => Vector256.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Dot(Vector256<int> sum, Vector256<int> a, Vector256<int> b)
    {
        Vector256<short> evenA = (a & Vector256.Create(0x00FF00FF)).AsInt16(), oddA = (a.AsUInt16() >>> 8).AsInt16();
        Vector256<short> evenB = (b.AsInt16() << 8) >> 8, oddB = b.AsInt16() >> 8;
        return sum + Avx2.MultiplyAddAdjacent(evenA, evenB) + Avx2.MultiplyAddAdjacent(oddA, oddB);
    }
}

/// <summary>128 bits on any processor: the same with what the processor has, or with 32-bit products.</summary>
internal readonly unsafe struct Vector128Dot : IInt8Dot<Vector128<int>>
{
    public static int Count => 4;

    public static Vector128<int> Zero => Vector128<int>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Load(byte* source) => Vector128.Load((int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(byte* destination, Vector128<int> value) => value.Store((int*)destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Broadcast(byte* source) => Vector128.Create(*(int*)source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Dot(Vector128<int> sum, Vector128<int> a, Vector128<int> b)
    {
        Vector128<short> evenA = (a & Vector128.Create(0x00FF00FF)).AsInt16(), oddA = (a.AsUInt16() >>> 8).AsInt16();
        Vector128<short> evenB = (b.AsInt16() << 8) >> 8, oddB = b.AsInt16() >> 8;
        return sum + MultiplyAddPairs(evenA, evenB) + MultiplyAddPairs(oddA, oddB);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> MultiplyAddPairs(Vector128<short> a, Vector128<short> b)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyAddAdjacent(a, b);
        Vector128<int> lowA = (a.AsInt32() << 16) >> 16, highA = a.AsInt32() >> 16, lowB = (b.AsInt32() << 16) >> 16, highB = b.AsInt32() >> 16;
        return (lowA * lowB) + (highA * highB);
    }
}
