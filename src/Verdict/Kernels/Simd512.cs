using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Verdict.Kernels;

/// <summary>Vectors of 512 bits.</summary>
internal readonly unsafe struct Simd512 : ISimd<Vector512<float>>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 16;
    }

    public static int TileRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 8;
    }

    public static int TileVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Load(float* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector512<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Broadcast(float value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Subtract(Vector512<float> a, Vector512<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Divide(Vector512<float> a, Vector512<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> a, Vector512<float> b) => Vector512.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> a, Vector512<float> b) => Vector512.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> NegativeAbs(Vector512<float> a) => a | Vector512.Create(-0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> PowerOfTwo(Vector512<float> n) => ((Vector512.ConvertToInt32Native(n) + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> AddToExponent(Vector512<float> a, Vector512<float> sum) => (a.AsInt32() + (sum.AsInt32() << 23)).AsSingle();

    // As whole numbers, floats above 0 are in their order and above all others; as unsigned ones, those below 0 are, in the opposite order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Higher(Vector512<float> a, Vector512<float> b) => Vector512.Max(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Lower(Vector512<float> a, Vector512<float> b) => Vector512.Max(a.AsUInt32(), b.AsUInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Round(Vector512<float> value) => Vector512.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> value) => Simd256.Sum(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector512<float> value) => Simd256.Largest(Vector256.MaxNative(value.GetLower(), value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadInt32(int* source) => Vector512.ConvertToSingle(Vector512.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadUpperHalves(ushort* source)
    {
        Vector256<ushort> halves = Vector256.Load(source);
        Vector512<uint> wide = Avx512F.IsSupported ? Avx512F.ConvertToVector512UInt32(halves) : Vector512.Create(Vector256.WidenLower(halves), Vector256.WidenUpper(halves));
        return (wide << 16).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> JoinUpperHalves(Vector512<float> low, Vector512<float> high) =>
        ((low.AsUInt32() >> 16) | (high.AsUInt32() & Vector512.Create(0xFFFF0000u))).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> RoundUpperHalf(Vector512<float> value)
    {
        Vector512<uint> bits = value.AsUInt32();
        return (bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512.Create(1u))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* destination, Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, int shift)
    {
        if (!Avx512BW.IsSupported)
        {
            Simd256.StoreBytes(destination, a.GetLower(), a.GetUpper(), b.GetLower(), b.GetUpper(), shift);
            Simd256.StoreBytes(destination + 32, c.GetLower(), c.GetUpper(), d.GetLower(), d.GetUpper(), shift);
            return;
        }

        // Packing goes on within each 128 bits: groups of four bytes come out in the order a₀ b₀ c₀ d₀ a₁ …
        Vector512<short> add = Vector512.Create((short)shift);
        Vector512<short> low = Avx512BW.PackSignedSaturate(Avx512F.ConvertToVector512Int32(a), Avx512F.ConvertToVector512Int32(b));
        Vector512<short> high = Avx512BW.PackSignedSaturate(Avx512F.ConvertToVector512Int32(c), Avx512F.ConvertToVector512Int32(d));
        Vector512<int> groups = Avx512BW.PackUnsignedSaturate(Avx512BW.AddSaturate(low, add), Avx512BW.AddSaturate(high, add)).AsInt32();
        Avx512F.PermuteVar16x32(groups, Vector512.Create(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)).Store((int*)destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpperHalves(ushort* destination, Vector512<float> value)
    {
        Vector512<uint> halves = value.AsUInt32() >> 16;
        if (Avx512F.IsSupported)
            Avx512F.ConvertToVector256UInt16(halves).Store(destination);
        else
            Vector256.Narrow(halves.GetLower(), halves.GetUpper()).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNearestUpperHalves(ushort* destination, Vector512<float> first, Vector512<float> second)
    {
        Vector512<uint> half = Vector512.Create(0x8000u), low = first.AsUInt32() + half, high = second.AsUInt32() + half;
        if (!Avx512BW.IsSupported)
        {
            Vector512.Narrow(low >> 16, high >> 16).Store(destination);
            return;
        }

        // The odd ones of 64 halves.
        Vector512<ushort> places = Vector512.Create(
            1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31, 33, 35, 37, 39, 41, 43, 45, 47, 49, 51, 53, 55, 57, 59, 61, (ushort)63);
        Avx512BW.PermuteVar32x16x2(low.AsUInt16(), places, high.AsUInt16()).Store(destination);
    }
}
