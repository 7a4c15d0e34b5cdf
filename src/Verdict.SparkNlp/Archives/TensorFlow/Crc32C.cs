using System.Buffers.Binary;
using System.Numerics;

namespace Verdict.SparkNlp.Archives.TensorFlow;

/// <summary>The CRC-32C of tensor bundles, and the mask that LevelDB tables put over it (rotated by 15 bits, plus 0xA282EAD8).</summary>
internal static class Crc32C
{
    /// <summary>Adds bytes to a running value; begin with 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }

        foreach (byte b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    /// <summary>The masked value of some bytes.</summary>
    public static uint Masked(ReadOnlySpan<byte> bytes) => Mask(Append(0, bytes));

    /// <summary>Puts the mask over a value.</summary>
    public static uint Mask(uint crc) => BitOperations.RotateRight(crc, 15) + 0xA282EAD8;
}
