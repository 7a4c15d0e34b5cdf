using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verdict.Tokenization;

/// <summary>
/// Remembers the pieces of short words, one word a slot, the newest wins. Belongs to one thread; 512 KB whatever the text.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words are not remembered, in UTF-16 code units.</summary>
    public const int LongestWord = 16;

    /// <summary>Words of more pieces are not remembered.</summary>
    public const int MostPieces = 6;

    private const int Bits = 13;
    private readonly Slot[] _slots = new Slot[1 << Bits];

    /// <summary>Copies a word's pieces.</summary>
    /// <param name="word">At most <see cref="LongestWord"/> code units.</param>
    /// <param name="ids">Receives the ids; at least <see cref="MostPieces"/> long.</param>
    /// <param name="slot">Where the word belongs.</param>
    /// <returns>How many pieces; 0 where the word is not remembered.</returns>
    public int Find(ReadOnlySpan<char> word, Span<int> ids, out int slot)
    {
        slot = SlotOf(word);
        ref Slot s = ref _slots[slot];
        if (s.Length != word.Length || !word.SequenceEqual(((ReadOnlySpan<char>)s.Word)[..word.Length]))
            return 0;
        ((ReadOnlySpan<int>)s.Ids).CopyTo(ids);
        return s.Count;
    }

    /// <summary>Remembers a word.</summary>
    public void Store(int slot, ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        ref Slot s = ref _slots[slot];
        word.CopyTo(s.Word);
        ids.CopyTo(s.Ids);
        s.Length = (byte)word.Length;
        s.Count = (byte)ids.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SlotOf(ReadOnlySpan<char> word)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        ulong hash = (ulong)word.Length;
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(word);
        while (bytes.Length >= sizeof(ulong))
        {
            hash = ulong.RotateLeft((hash ^ MemoryMarshal.Read<ulong>(bytes)) * Odd, 29);
            bytes = bytes[sizeof(ulong)..];
        }

        ulong last = 0;
        for (int i = 0; i < bytes.Length; i += sizeof(char))
            last = (last << 16) | MemoryMarshal.Read<ushort>(bytes[i..]);
        return (int)(((hash ^ last) * Odd) >> (64 - Bits));
    }

    private struct Slot
    {
        public Letters Word;
        public Pieces Ids;
        public byte Length;
        public byte Count;
    }

    [InlineArray(LongestWord)]
    private struct Letters
    {
        private char _first;
    }

    [InlineArray(MostPieces)]
    private struct Pieces
    {
        private int _first;
    }
}
