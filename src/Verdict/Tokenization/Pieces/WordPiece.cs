using System.Buffers;
using System.Runtime.CompilerServices;

namespace Verdict.Tokenization;

/// <summary>
/// WordPiece on one word: the longest piece that the vocabulary has, then the longest continuation, to the word's end; where that fails
/// anywhere the whole word is unknown. Immutable and safe from many threads.
/// </summary>
internal sealed class WordPiece
{
    private const int StackWindow = 128;

    private readonly Vocabulary _vocabulary;
    private readonly string _prefix;
    private readonly ulong _prefixHash;

    /// <summary>Prepares the algorithm.</summary>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="unknownId">The id of a word that cannot be built from pieces.</param>
    /// <param name="prefix">What marks a piece that continues a word.</param>
    /// <param name="maxWordLength">Words of more code points are unknown.</param>
    public WordPiece(Vocabulary vocabulary, int unknownId, string prefix = "##", int maxWordLength = 100)
    {
        _vocabulary = vocabulary;
        _prefix = prefix;
        _prefixHash = Vocabulary.Hash(prefix);
        UnknownId = unknownId;
        MaxWordLength = maxWordLength;
    }

    /// <summary>The id of a word that cannot be built.</summary>
    public int UnknownId { get; }

    /// <summary>The longest word that is looked at, in code points.</summary>
    public int MaxWordLength { get; }

    /// <summary>Splits a word.</summary>
    /// <param name="word">A normalised word of well-formed UTF-16.</param>
    /// <param name="ids">Receives the pieces' ids; must hold one for each code unit of the word.</param>
    /// <param name="ends">Receives where each piece ends in the word, in code units; empty where nobody asks, else as long as <paramref name="ids"/>.</param>
    /// <returns>How many pieces there are; 0 for the empty word only.</returns>
    [SkipLocalsInit]
    public int Encode(ReadOnlySpan<char> word, Span<int> ids, Span<int> ends)
    {
        if (word.IsEmpty)
            return 0;
        if (word.Length > MaxWordLength && CodePointCount(word) > MaxWordLength)
            return Unknown(word, ids, ends);

        int window = Math.Min(word.Length, _vocabulary.LongestToken);
        if (window <= StackWindow)
        {
            Span<ulong> hashes = stackalloc ulong[StackWindow];
            return Encode(word, ids, ends, hashes);
        }

        ulong[] rented = ArrayPool<ulong>.Shared.Rent(window);
        int count = Encode(word, ids, ends, rented);
        ArrayPool<ulong>.Shared.Return(rented);
        return count;
    }

    private static int CodePointCount(ReadOnlySpan<char> word)
    {
        int count = 0;
        foreach (char c in word)
        {
            if (!char.IsLowSurrogate(c))
                count++;
        }

        return count;
    }

    private int Encode(ReadOnlySpan<char> word, Span<int> ids, Span<int> ends, Span<ulong> hashes)
    {
        int count = 0;
        ReadOnlySpan<char> prefix = default;
        ulong hash = Vocabulary.EmptyHash;
        for (int start = 0; start < word.Length;)
        {
            ReadOnlySpan<char> rest = word[start..];
            int length = Longest(rest, prefix, hash, hashes, out int id);
            if (length == 0)
                return Unknown(word, ids, ends);
            start += length;
            ids[count] = id;
            if (!ends.IsEmpty)
                ends[count] = start;
            count++;
            prefix = _prefix;
            hash = _prefixHash;
        }

        return count;
    }

    private int Longest(ReadOnlySpan<char> rest, ReadOnlySpan<char> prefix, ulong hash, Span<ulong> hashes, out int id)
    {
        int longest = Math.Min(rest.Length, _vocabulary.LongestToken - prefix.Length);
        for (int i = 0; i < longest; i++)
            hashes[i] = hash = Vocabulary.Append(hash, rest[i]);
        for (int length = longest; length > 0; length--)
        {
            id = _vocabulary.Find(hashes[length - 1], prefix, rest[..length]);
            if (id >= 0)
                return length;
        }

        id = -1;
        return 0;
    }

    private int Unknown(ReadOnlySpan<char> word, Span<int> ids, Span<int> ends)
    {
        ids[0] = UnknownId;
        if (!ends.IsEmpty)
            ends[0] = word.Length;
        return 1;
    }
}
