using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Verdict.Kernels;

/// <summary>Vectors of 256 bits.</summary>
internal readonly unsafe struct Simd256 : ISimd<Vector256<float>>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    public static int TileRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 6;
    }

    public static int TileVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Load(float* source) => Vector256.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector256<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Broadcast(float value) => Vector256.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Subtract(Vector256<float> a, Vector256<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Divide(Vector256<float> a, Vector256<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> a, Vector256<float> b) => Vector256.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> a, Vector256<float> b) => Vector256.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> NegativeAbs(Vector256<float> a) => a | Vector256.Create(-0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> PowerOfTwo(Vector256<float> n) => ((Vector256.ConvertToInt32Native(n) + Vector256.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AddToExponent(Vector256<float> a, Vector256<float> sum) => (a.AsInt32() + (sum.AsInt32() << 23)).AsSingle();

    // As whole numbers, floats above 0 are in their order and above all others; as unsigned ones, those below 0 are, in the opposite order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Higher(Vector256<float> a, Vector256<float> b) => Vector256.Max(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Lower(Vector256<float> a, Vector256<float> b) => Vector256.Max(a.AsUInt32(), b.AsUInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value) => Vector256.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector256<float> value) => Simd128.Sum(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> value) => Simd128.Largest(Vector128.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadInt32(int* source) => Vector256.ConvertToSingle(Vector256.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadUpperHalves(ushort* source)
    {
        Vector128<ushort> halves = Vector128.Load(source);
        return (Vector256.Create(Vector128.WidenLower(halves), Vector128.WidenUpper(halves)) << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> JoinUpperHalves(Vector256<float> low, Vector256<float> high) =>
        ((low.AsUInt32() >> 16) | (high.AsUInt32() & Vector256.Create(0xFFFF0000u))).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> RoundUpperHalf(Vector256<float> value)
    {
        Vector256<uint> bits = value.AsUInt32();
        return (bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256.Create(1u))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* destination, Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, int shift)
    {
        if (!Avx2.IsSupported)
        {
            Simd128.StoreBytes(destination, a.GetLower(), a.GetUpper(), b.GetLower(), b.GetUpper(), shift);
            Simd128.StoreBytes(destination + 16, c.GetLower(), c.GetUpper(), d.GetLower(), d.GetUpper(), shift);
            return;
        }

        // See Simd512.
        Vector256<short> add = Vector256.Create((short)shift);
        Vector256<short> low = Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(a), Avx.ConvertToVector256Int32(b));
        Vector256<short> high = Avx2.PackSignedSaturate(Avx.ConvertToVector256Int32(c), Avx.ConvertToVector256Int32(d));
        Vector256<int> groups = Avx2.PackUnsignedSaturate(Avx2.AddSaturate(low, add), Avx2.AddSaturate(high, add)).AsInt32();
        Avx2.PermuteVar8x32(groups, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).Store((int*)destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpperHalves(ushort* destination, Vector256<float> value)
    {
        Vector256<uint> halves = value.AsUInt32() >> 16;
        Vector128.Narrow(halves.GetLower(), halves.GetUpper()).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNearestUpperHalves(ushort* destination, Vector256<float> first, Vector256<float> second)
    {
        Vector256<uint> half = Vector256.Create(0x8000u);
        Vector256.Narrow((first.AsUInt32() + half) >> 16, (second.AsUInt32() + half) >> 16).Store(destination);
    }
}
