namespace Verdict.SparkNlp.Archives.Parquet;

/// <summary>Unpacks a raw Snappy block (google/snappy, format_description.txt).</summary>
internal static class Snappy
{
    /// <summary>Unpacks into a buffer of exactly the unpacked length.</summary>
    /// <returns>Whether the block was whole and of that length.</returns>
    public static bool TryUnpack(ReadOnlySpan<byte> packed, Span<byte> into)
    {
        if (!TryLength(ref packed, out ulong length) || length != (ulong)into.Length)
            return false;
        int written = 0;
        while (!packed.IsEmpty)
        {
            int tag = packed[0];
            packed = packed[1..];
            bool good = (tag & 3) == 0 ? TryLiteral(ref packed, tag >> 2, into, ref written) : TryCopy(ref packed, tag, into, ref written);
            if (!good)
                return false;
        }

        return written == into.Length;
    }

    private static bool TryLength(ref ReadOnlySpan<byte> packed, out ulong length)
    {
        length = 0;
        for (int i = 0; i < Math.Min(5, packed.Length); i++)
        {
            length |= (ulong)(packed[i] & 0x7F) << (7 * i);
            if (packed[i] >= 0x80)
                continue;
            packed = packed[(i + 1)..];
            return true;
        }

        return false;
    }

    private static bool TryLiteral(ref ReadOnlySpan<byte> packed, int size, Span<byte> into, ref int written)
    {
        long length = size + 1;
        if (size >= 60)
        {
            int extra = size - 59;
            if (!TryNumber(ref packed, extra, out uint number))
                return false;
            length = number + 1L;
        }

        if (length > packed.Length || length > into.Length - written)
            return false;
        packed[..(int)length].CopyTo(into[written..]);
        packed = packed[(int)length..];
        written += (int)length;
        return true;
    }

    private static bool TryCopy(ref ReadOnlySpan<byte> packed, int tag, Span<byte> into, ref int written)
    {
        int bytes = (tag & 3) switch { 1 => 1, 2 => 2, _ => 4 };
        if (!TryNumber(ref packed, bytes, out uint offset))
            return false;
        int length = (tag & 3) == 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
        if ((tag & 3) == 1)
            offset |= (uint)(tag >> 5) << 8;
        if (offset == 0 || offset > (uint)written || length > into.Length - written)
            return false;
        // A copy may overlap what it makes: that is how runs are written.
        for (int i = 0; i < length; i++, written++)
            into[written] = into[written - (int)offset];
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> packed, int bytes, out uint number)
    {
        number = 0;
        if (bytes > packed.Length)
            return false;
        for (int i = 0; i < bytes; i++)
            number |= (uint)packed[i] << (8 * i);
        packed = packed[bytes..];
        return true;
    }
}
