using System.Runtime.CompilerServices;

namespace Verdict.Kernels;

/// <summary>A "vector" of one float: the rest of a row that does not fill a vector goes through the same formulas.</summary>
internal readonly unsafe struct SimdScalar : ISimd<float>
{
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    public static int TileRows
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    public static int TileVectors
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Load(float* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(float* destination, float value) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Broadcast(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Add(float a, float b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Subtract(float a, float b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Multiply(float a, float b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Divide(float a, float b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MultiplyAdd(float a, float b, float c) => float.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Min(float a, float b) => a < b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(float a, float b) => a > b ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float NegativeAbs(float a) => -MathF.Abs(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float PowerOfTwo(float n) => BitConverter.Int32BitsToSingle(((int)n + 127) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float AddToExponent(float a, float sum) => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a) + (BitConverter.SingleToInt32Bits(sum) << 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Higher(float a, float b) => Max(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Lower(float a, float b) => Min(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Round(float value) => MathF.Round(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(float value) => value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadInt32(int* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreBytes(byte* destination, float a, float b, float c, float d, int shift)
    {
        destination[0] = ToByte(a, shift);
        destination[1] = ToByte(b, shift);
        destination[2] = ToByte(c, shift);
        destination[3] = ToByte(d, shift);
    }

    /// <summary>The nearest whole number, another one added, as a byte; 0 for a NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte ToByte(float value, int shift) => (byte)Math.Clamp((int)MathF.Round(value) + shift, 0, 255);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpperHalves(ushort* destination, float value) => *destination = (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreNearestUpperHalves(ushort* destination, float first, float second)
    {
        destination[0] = (ushort)((BitConverter.SingleToUInt32Bits(first) + 0x8000) >> 16);
        destination[1] = (ushort)((BitConverter.SingleToUInt32Bits(second) + 0x8000) >> 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float LoadUpperHalves(ushort* source) => BitConverter.UInt32BitsToSingle((uint)*source << 16);

    public static float JoinUpperHalves(float low, float high) =>
        BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(low) >> 16) | (BitConverter.SingleToUInt32Bits(high) & 0xFFFF0000u));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float RoundUpperHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle(bits + 0x7FFF + ((bits >> 16) & 1));
    }
}
