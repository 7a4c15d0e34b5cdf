using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Verdict.Tokenization;

/// <summary>
/// Remembers the pieces of short words, one word a slot, the newest wins. Belongs to one thread; 512 KB whatever the text.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Words of more pieces are not remembered.</summary>
    public const int MostPieces = 6;

    private const int LongestWord = 16;
    private const int Bits = 13;
    private readonly Slot[] _slots = new Slot[1 << Bits];

    /// <summary>Splits a word as <see cref="WordPiece"/> does, out of memory where it can.</summary>
    /// <param name="wordPiece">Always the same.</param>
    /// <param name="word">A normalised word.</param>
    /// <param name="ids">Receives the ids; long enough for the word and for <see cref="MostPieces"/>.</param>
    /// <param name="ends">Receives the pieces' ends; empty or as long as <paramref name="ids"/>.</param>
    public int Encode(WordPiece wordPiece, ReadOnlySpan<char> word, Span<int> ids, Span<int> ends)
    {
        if (word.Length > LongestWord)
            return wordPiece.Encode(word, ids, ends);
        ref Slot slot = ref _slots[SlotOf(word)];
        if (slot.Length == word.Length && word.SequenceEqual(((ReadOnlySpan<char>)slot.Word)[..word.Length]))
        {
            ((ReadOnlySpan<int>)slot.Ids).CopyTo(ids);
            for (int i = 0; i < ends.Length && i < slot.Count; i++)
                ends[i] = slot.Ends[i];
            return slot.Count;
        }

        Span<int> wordEnds = stackalloc int[LongestWord];
        int count = wordPiece.Encode(word, ids, wordEnds);
        if (!ends.IsEmpty)
            wordEnds[..count].CopyTo(ends);
        if (count <= MostPieces)
            Store(ref slot, word, ids[..count], wordEnds);
        return count;
    }

    private static void Store(ref Slot slot, ReadOnlySpan<char> word, ReadOnlySpan<int> ids, ReadOnlySpan<int> ends)
    {
        word.CopyTo(slot.Word);
        ids.CopyTo(slot.Ids);
        for (int i = 0; i < ids.Length; i++)
            slot.Ends[i] = (byte)ends[i];
        slot.Length = (byte)word.Length;
        slot.Count = (byte)ids.Length;
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
        public PieceEnds Ends;
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

    [InlineArray(MostPieces)]
    private struct PieceEnds
    {
        private byte _first;
    }
}
