using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Verdict.Tensors;

/// <summary>The ways a stored number is written: sizes, widening to fp32, and whether all numbers are finite.</summary>
internal static class NumberFormat
{
    /// <summary>Bytes of one number.</summary>
    public static int SizeOf(ElementType type) => type switch { ElementType.F32 => 4, ElementType.I8 => 1, _ => 2 };

    /// <summary>How many numbers a tensor has.</summary>
    public static int CountOf(StoredTensor tensor) => tensor.Bytes.Length / SizeOf(tensor.Type);

    /// <summary>Widens all numbers of a tensor.</summary>
    public static float[] ToArray(StoredTensor tensor)
    {
        float[] result = new float[CountOf(tensor)];
        Widen(tensor, 0, result);
        return result;
    }

    /// <summary>Widens a stretch of a tensor to fp32.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="start">The first number's place in row-major order.</param>
    /// <param name="destination">Takes as many numbers as it is long.</param>
    public static void Widen(StoredTensor tensor, int start, Span<float> destination)
    {
        int size = SizeOf(tensor.Type);
        ReadOnlySpan<byte> bytes = tensor.Bytes.Span.Slice(checked(start * size), destination.Length * size);
        switch (tensor.Type)
        {
            case ElementType.F32:
                bytes.CopyTo(MemoryMarshal.AsBytes(destination));
                break;
            case ElementType.F16:
                WidenHalf(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
                break;
            case ElementType.I8:
                WidenInt8(tensor, start, MemoryMarshal.Cast<byte, sbyte>(bytes), destination);
                break;
            default:
                WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes), destination);
                break;
        }
    }

    /// <summary>The place of the first number in a stretch that is infinite or not a number, or −128 where whole numbers end at ±127; or <see langword="null"/>.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="start">The first number's place.</param>
    /// <param name="count">How many to look at.</param>
    public static int? FindImpossible(StoredTensor tensor, int start, int count)
    {
        int size = SizeOf(tensor.Type);
        ReadOnlySpan<byte> bytes = tensor.Bytes.Span.Slice(checked(start * size), count * size);
        int? place = tensor.Type switch
        {
            ElementType.F32 => Find(MemoryMarshal.Cast<byte, uint>(bytes), 0x7F80_0000u),
            ElementType.F16 => Find(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7C00),
            ElementType.BF16 => Find(MemoryMarshal.Cast<byte, ushort>(bytes), (ushort)0x7F80),
            _ => bytes.IndexOf((byte)0x80) is >= 0 and var found ? found : null,
        };
        return start + place;
    }

    /// <summary>
    /// binary16 to binary32 without a table: the bits are moved to their places and scaled by 2^112, which also makes subnormal numbers right
    /// (F. Giesen, "Half to float done quick", 2012). Only finite numbers occur here.
    /// </summary>
    private static void WidenHalf(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
        {
            Vector128<ushort> half = Vector128.Create(source.Slice(i, Vector128<ushort>.Count));
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(half);
            WidenHalf(lower).CopyTo(destination[i..]);
            WidenHalf(upper).CopyTo(destination[(i + 4)..]);
        }

        for (; i < source.Length; i++)
            destination[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
    }

    private static Vector128<float> WidenHalf(Vector128<uint> half)
    {
        Vector128<uint> sign = (half & Vector128.Create(0x8000u)) << 16;
        Vector128<float> magnitude = ((half & Vector128.Create(0x7FFFu)) << 13).AsSingle() * Vector128.Create(5.192296858534828e33f);
        return (magnitude.AsUInt32() | sign).AsSingle();
    }

    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector128<ushort>.Count; i += Vector128<ushort>.Count)
        {
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(Vector128.Create(source.Slice(i, Vector128<ushort>.Count)));
            (lower << 16).AsSingle().CopyTo(destination[i..]);
            (upper << 16).AsSingle().CopyTo(destination[(i + 4)..]);
        }

        for (; i < source.Length; i++)
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenInt8(StoredTensor tensor, int start, ReadOnlySpan<sbyte> source, Span<float> destination)
    {
        ReadOnlySpan<float> scales = MemoryMarshal.Cast<byte, float>(tensor.Scales!.Bytes.Span);
        int width = tensor.Shape[^1];
        for (int i = 0; i < source.Length;)
        {
            int row = (start + i) / width, end = Math.Min(source.Length, i + width - ((start + i) % width));
            float scale = scales[row];
            for (; i <= end - Vector128<sbyte>.Count; i += Vector128<sbyte>.Count)
            {
                (Vector128<short> lower, Vector128<short> upper) = Vector128.Widen(Vector128.Create(source.Slice(i, Vector128<sbyte>.Count)));
                WidenInt8(lower, scale, destination[i..]);
                WidenInt8(upper, scale, destination[(i + 8)..]);
            }

            for (; i < end; i++)
                destination[i] = source[i] * scale;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WidenInt8(Vector128<short> numbers, float scale, Span<float> destination)
    {
        (Vector128<int> lower, Vector128<int> upper) = Vector128.Widen(numbers);
        (Vector128.ConvertToSingle(lower) * scale).CopyTo(destination);
        (Vector128.ConvertToSingle(upper) * scale).CopyTo(destination[4..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int? Find(ReadOnlySpan<uint> numbers, uint exponent)
    {
        int i = 0;
        Vector256<uint> mask = Vector256.Create(exponent);
        for (; i <= numbers.Length - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            if (Vector256.EqualsAny(Vector256.Create(numbers.Slice(i, Vector256<uint>.Count)) & mask, mask))
                break;
        }

        for (; i < numbers.Length; i++)
        {
            if ((numbers[i] & exponent) == exponent)
                return i;
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int? Find(ReadOnlySpan<ushort> numbers, ushort exponent)
    {
        int i = 0;
        Vector256<ushort> mask = Vector256.Create(exponent);
        for (; i <= numbers.Length - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            if (Vector256.EqualsAny(Vector256.Create(numbers.Slice(i, Vector256<ushort>.Count)) & mask, mask))
                break;
        }

        for (; i < numbers.Length; i++)
        {
            if ((numbers[i] & exponent) == exponent)
                return i;
        }

        return null;
    }
}
