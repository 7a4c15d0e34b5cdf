using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Verdict.Kernels;

/// <summary>Vectors of 128 bits.</summary>
internal readonly unsafe struct Simd128 : ISimd<Vector128<float>>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 4;
    }

    public static int TileRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AdvSimd.IsSupported ? 8 : 6;
    }

    public static int TileVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => AdvSimd.IsSupported ? 3 : 2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, Vector128<float> value) => value.Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Broadcast(float value) => Vector128.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Subtract(Vector128<float> a, Vector128<float> b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Divide(Vector128<float> a, Vector128<float> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Min(Vector128<float> a, Vector128<float> b) => Vector128.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Max(Vector128<float> a, Vector128<float> b) => Vector128.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> NegativeAbs(Vector128<float> a) => a | Vector128.Create(-0f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> PowerOfTwo(Vector128<float> n) => ((Vector128.ConvertToInt32Native(n) + Vector128.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> AddToExponent(Vector128<float> a, Vector128<float> sum) => (a.AsInt32() + (sum.AsInt32() << 23)).AsSingle();

    // As whole numbers, floats above 0 are in their order and above all others; as unsigned ones, those below 0 are, in the opposite order.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Higher(Vector128<float> a, Vector128<float> b) => Vector128.Max(a.AsInt32(), b.AsInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Lower(Vector128<float> a, Vector128<float> b) => Vector128.Max(a.AsUInt32(), b.AsUInt32()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Round(Vector128<float> value) => Vector128.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector128<float> value)
    {
        Vector128<float> pairs = value + Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1));
        return (pairs + Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector128<float> value)
    {
        Vector128<float> pairs = Vector128.MaxNative(value, Vector128.Shuffle(value, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadInt32(int* source) => Vector128.ConvertToSingle(Vector128.Load(source));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadUpperHalves(ushort* source) => (Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsUInt16()) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> JoinUpperHalves(Vector128<float> low, Vector128<float> high) =>
        ((low.AsUInt32() >> 16) | (high.AsUInt32() & Vector128.Create(0xFFFF0000u))).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> RoundUpperHalf(Vector128<float> value)
    {
        Vector128<uint> bits = value.AsUInt32();
        return (bits + Vector128.Create(0x7FFFu) + ((bits >> 16) & Vector128.Create(1u))).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* destination, Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, int shift)
    {
        Vector128<int> add = Vector128.Create(shift);
        Vector128<int> first = ToInt32(a) + add, second = ToInt32(b) + add, third = ToInt32(c) + add, fourth = ToInt32(d) + add;
        if (Sse2.IsSupported)
        {
            Sse2.PackUnsignedSaturate(Sse2.PackSignedSaturate(first, second), Sse2.PackSignedSaturate(third, fourth)).Store(destination);
            return;
        }

        Vector128<short> low = Vector128.NarrowWithSaturation(first, second), high = Vector128.NarrowWithSaturation(third, fourth);
        Vector128<short> top = Vector128.Create((short)255);
        low = Vector128.Min(Vector128.Max(low, Vector128<short>.Zero), top);
        high = Vector128.Min(Vector128.Max(high, Vector128<short>.Zero), top);
        Vector128.Narrow(low.AsUInt16(), high.AsUInt16()).Store(destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> ToInt32(Vector128<float> value) => Sse2.IsSupported ? Sse2.ConvertToVector128Int32(value) : Vector128.ConvertToInt32(Vector128.Round(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpperHalves(ushort* destination, Vector128<float> value) =>
        *(ulong*)destination = Vector128.Narrow(value.AsUInt32() >> 16, Vector128<uint>.Zero).AsUInt64().ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNearestUpperHalves(ushort* destination, Vector128<float> first, Vector128<float> second)
    {
        Vector128<uint> half = Vector128.Create(0x8000u);
        Vector128.Narrow((first.AsUInt32() + half) >> 16, (second.AsUInt32() + half) >> 16).Store(destination);
    }
}
