using System.Diagnostics.CodeAnalysis;

namespace Verdict.Tokenization;

/// <summary>
/// A vocabulary: tokens to ids and back. All tokens lie in one array of characters; a hash table with open addressing finds a span
/// without making a string of it. Immutable (what it caches is not seen) and safe from many threads.
/// </summary>
internal sealed class Vocabulary
{
    /// <summary>The highest id that is accepted, so that a few bytes cannot ask for gigabytes.</summary>
    public const int HighestPossibleId = (1 << 22) - 1;

    /// <summary>The hash of the empty token.</summary>
    public const ulong EmptyHash = 0xCBF29CE484222325;

    // A fair hash never comes near this; a vocabulary made to collide does, and would take hours.
    private const int LongestProbe = 4096;

    private readonly char[] _characters;
    private readonly int[] _starts;
    private readonly int[] _lengths;
    private readonly int[] _ids;
    private readonly int[] _entryOfId;
    private readonly string?[] _strings;
    private readonly ulong[] _table;
    private readonly int _shift;

    /// <summary>Takes the arrays over.</summary>
    /// <param name="characters">All tokens' characters.</param>
    /// <param name="starts">Where each token begins, <c>[entryCount]</c>.</param>
    /// <param name="lengths">Its length, <c>[entryCount]</c>.</param>
    /// <param name="ids">Its id, <c>[entryCount]</c>, each from 0 to <see cref="HighestPossibleId"/>.</param>
    /// <param name="path">What errors call the vocabulary.</param>
    /// <param name="placeOf">What errors call an entry.</param>
    /// <exception cref="VerdictFormatException">A token or an id occurs twice.</exception>
    public Vocabulary(char[] characters, int[] starts, int[] lengths, int[] ids, string path, Func<int, string> placeOf)
    {
        _characters = characters;
        _starts = starts;
        _lengths = lengths;
        _ids = ids;
        int highest = -1;
        foreach (int id in ids)
            highest = Math.Max(highest, id);
        HighestId = highest;
        _entryOfId = new int[highest + 1];
        _entryOfId.AsSpan().Fill(-1);
        _strings = new string?[highest + 1];
        int bits = Math.Max(4, 33 - int.LeadingZeroCount(ids.Length));
        _table = new ulong[1 << bits];
        _shift = 64 - bits;
        for (int entry = 0; entry < ids.Length; entry++)
            Insert(entry, path, placeOf);
    }

    /// <summary>How many tokens there are.</summary>
    public int Count => _ids.Length;

    /// <summary>The highest id, −1 where there is none.</summary>
    public int HighestId { get; }

    /// <summary>The longest token's length in UTF-16 code units.</summary>
    public int LongestToken { get; private set; }

    /// <summary>A vocabulary of tokens that are in memory; their ids are their indices.</summary>
    /// <exception cref="VerdictFormatException">A token occurs twice.</exception>
    public static Vocabulary FromTokens(IReadOnlyList<string> tokens, string path)
    {
        int[] starts = new int[tokens.Count];
        int[] lengths = new int[tokens.Count];
        int[] ids = new int[tokens.Count];
        int total = 0;
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = i;
            starts[i] = total;
            lengths[i] = tokens[i].Length;
            total = checked(total + lengths[i]);
        }

        char[] characters = new char[total];
        for (int i = 0; i < ids.Length; i++)
            tokens[i].CopyTo(0, characters, starts[i], lengths[i]);
        return new Vocabulary(characters, starts, lengths, ids, path, i => $"token {i}");
    }

    /// <summary>The hash of a token with one more character at its end.</summary>
    public static ulong Append(ulong hash, char c) => (hash ^ c) * 0x9E3779B97F4A7C15;

    /// <summary>The hash of a token.</summary>
    public static ulong Hash(ReadOnlySpan<char> token)
    {
        ulong hash = EmptyHash;
        foreach (char c in token)
            hash = Append(hash, c);
        return hash;
    }

    /// <summary>A token's id, −1 where it is not there.</summary>
    public int Find(ReadOnlySpan<char> token) => Find(Hash(token), default, token);

    /// <summary>The id of the token that <paramref name="prefix"/> and <paramref name="rest"/> make together, −1 where it is not there.</summary>
    public int Find(ulong hash, ReadOnlySpan<char> prefix, ReadOnlySpan<char> rest)
    {
        ulong[] table = _table;
        uint tag = (uint)(hash >> 32);
        for (int slot = (int)(hash >> _shift); ; slot = (slot + 1) & (table.Length - 1))
        {
            ulong found = table[slot];
            if (found == 0)
                return -1;
            if ((uint)(found >> 32) == tag)
            {
                int entry = (int)(uint)found - 1;
                ReadOnlySpan<char> token = CharactersOf(entry);
                if (token.Length == prefix.Length + rest.Length && token.StartsWith(prefix) && token[prefix.Length..].SequenceEqual(rest))
                    return _ids[entry];
            }
        }
    }

    /// <summary>The token of an id, <see langword="null"/> where there is none.</summary>
    public string? TokenOf(int id)
    {
        if ((uint)id >= (uint)_entryOfId.Length || _entryOfId[id] < 0)
            return null;
        return _strings[id] ??= new string(CharactersOf(_entryOfId[id]));
    }

    private ReadOnlySpan<char> CharactersOf(int entry) => _characters.AsSpan(_starts[entry], _lengths[entry]);

    private void Insert(int entry, string path, Func<int, string> placeOf)
    {
        ReadOnlySpan<char> token = CharactersOf(entry);
        LongestToken = Math.Max(LongestToken, token.Length);
        ulong hash = Hash(token);
        uint tag = (uint)(hash >> 32);
        int slot = (int)(hash >> _shift);
        for (int probe = 0; _table[slot] != 0; probe++, slot = (slot + 1) & (_table.Length - 1))
        {
            if ((uint)(_table[slot] >> 32) == tag && CharactersOf((int)(uint)_table[slot] - 1).SequenceEqual(token))
                Refuse(path, placeOf(entry), $"the token {Quote(token)} is there already ({placeOf((int)(uint)_table[slot] - 1)}). A vocabulary holds each token once.");
            if (probe == LongestProbe)
                Refuse(path, placeOf(entry), "the vocabulary's tokens are made to collide. It is not a genuine vocabulary.");
        }

        _table[slot] = ((ulong)tag << 32) | (uint)(entry + 1);
        int id = _ids[entry];
        if (_entryOfId[id] >= 0)
            Refuse(path, placeOf(entry), $"the id {id} belongs to {Quote(CharactersOf(_entryOfId[id]))} already. Each token needs an id of its own.");
        _entryOfId[id] = entry;
    }

    private static string Quote(ReadOnlySpan<char> token) => $"\"{(token.Length > 80 ? $"{token[..80]}…" : token)}\"";

    [DoesNotReturn]
    private static void Refuse(string path, string place, string message) => throw new VerdictFormatException(path, place, message);
}
