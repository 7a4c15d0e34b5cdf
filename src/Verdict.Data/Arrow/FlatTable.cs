using System.Buffers.Binary;

namespace Verdict.Data.Arrow;

/// <summary>A table of a flat buffer, every step inside it checked.</summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _at;
    private readonly int _layout;
    private readonly int _layoutSize;

    private FlatTable(ReadOnlySpan<byte> bytes, int at)
    {
        _bytes = bytes;
        _at = at;
        _layout = at - Int32(bytes, at);
        _layoutSize = UInt16(bytes, _layout);
    }

    /// <summary>The outermost table.</summary>
    public static FlatTable Root(ReadOnlySpan<byte> bytes) => new(bytes, Int32(bytes, 0));

    /// <summary>A whole number of 64 bits; 0 where it is left out.</summary>
    public long Int64(int field)
    {
        int at = Place(field);
        return at == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(Slice(_bytes, at, sizeof(long)));
    }

    /// <summary>A byte; 0 where it is left out.</summary>
    public byte Byte(int field)
    {
        int at = Place(field);
        return at == 0 ? (byte)0 : Slice(_bytes, at, 1)[0];
    }

    /// <summary>A table inside this one.</summary>
    /// <returns>Whether it is there.</returns>
    public bool TryTable(int field, out FlatTable table)
    {
        int at = Place(field);
        table = at == 0 ? default : new(_bytes, checked(at + Int32(_bytes, at)));
        return at != 0;
    }

    /// <summary>How many elements a vector has; they all lie inside the buffer.</summary>
    public int Count(int field, int elementSize)
    {
        int at = Place(field);
        if (at == 0)
            return 0;
        int vector = checked(at + Int32(_bytes, at));
        int count = Int32(_bytes, vector);
        if (count < 0 || (long)count * elementSize > _bytes.Length - vector - sizeof(int))
            throw Broken();
        return count;
    }

    /// <summary>A table that a vector of tables holds.</summary>
    public FlatTable Item(int field, int index)
    {
        int at = Place(field);
        int item = checked(at + Int32(_bytes, at) + sizeof(int) + (index * sizeof(int)));
        return new(_bytes, checked(item + Int32(_bytes, item)));
    }

    private int Place(int field)
    {
        int slot = 4 + (field * sizeof(ushort));
        if (slot + sizeof(ushort) > _layoutSize)
            return 0;
        int offset = UInt16(_bytes, _layout + slot);
        return offset == 0 ? 0 : _at + offset;
    }

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(bytes, at, sizeof(int)));

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, at, sizeof(ushort)));

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, int at, int size) =>
        at >= 0 && at <= bytes.Length - size ? bytes.Slice(at, size) : throw Broken();

    private static InvalidDataException Broken() => new("a message's description is broken");
}
