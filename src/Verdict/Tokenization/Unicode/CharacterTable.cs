namespace Verdict.Tokenization;

/// <summary>What becomes of a UTF-16 code unit in normalisation and word splitting together.</summary>
internal enum CharacterKind : byte
{
    /// <summary>Stays as it is, inside a word.</summary>
    Word,

    /// <summary>Parts words.</summary>
    Space,

    /// <summary>Stays as it is and is a word of its own.</summary>
    Single,

    /// <summary>Is dropped; what stands around it belongs together.</summary>
    Removed,

    /// <summary>Becomes one other code unit, inside a word.</summary>
    MappedWord,

    /// <summary>Becomes one other code unit, which is a word of its own.</summary>
    MappedSingle,

    /// <summary>Half of a pair, or something that becomes several code points: to be worked out.</summary>
    Complex,
}

/// <summary>
/// <see cref="Normalization"/> and word splitting, worked out beforehand for every UTF-16 code unit. Filled from ranges in well under a
/// millisecond, once for each setting in a process.
/// </summary>
internal sealed class CharacterTable
{
    private static readonly CharacterTable?[] Known = new CharacterTable?[16];

    private CharacterTable(Normalization normalization)
    {
        Normalization = normalization;
        Kinds = new CharacterKind[char.MaxValue + 1];
        Map = normalization.StripAccents || normalization.Lowercase ? new char[char.MaxValue + 1] : [];
        Fill(CharacterKind.Space, UnicodeTables.Whitespace);
        Fill(CharacterKind.Single, UnicodeTables.Punctuation);
        if (normalization.SeparateCjk)
            Fill(CharacterKind.Single, UnicodeTables.CjkSpaced);
        if (normalization.StripAccents)
        {
            Fill(CharacterKind.Removed, UnicodeTables.AccentRemoved);
            WorkOut(UnicodeTables.AccentMapped);
            Kinds.AsSpan(0xAC00, 0xD7A3 - 0xAC00 + 1).Fill(CharacterKind.Complex);
            MarkKeptMarks();
        }

        if (normalization.Lowercase)
            WorkOut(UnicodeTables.LowercaseMapped);
        if (normalization.CleanText)
        {
            Fill(CharacterKind.Removed, UnicodeTables.CleanRemoved);
            Fill(CharacterKind.Space, UnicodeTables.CleanSpace);
        }

        Kinds.AsSpan(0xD800, 0x800).Fill(CharacterKind.Complex);
    }

    /// <summary>The table of text that is normalised already.</summary>
    public static CharacterTable Plain => For(default);

    /// <summary>The steps it stands for.</summary>
    public Normalization Normalization { get; }

    /// <summary>Kind of each code unit, <c>[65536]</c>.</summary>
    public CharacterKind[] Kinds { get; }

    /// <summary>What a mapped code unit becomes, <c>[65536]</c>; empty where nothing is mapped.</summary>
    public char[] Map { get; }

    /// <summary>The table for a setting. Safe from many threads: at worst it is made twice.</summary>
    public static CharacterTable For(Normalization normalization)
    {
        int index = (normalization.CleanText ? 1 : 0) | (normalization.SeparateCjk ? 2 : 0)
            | (normalization.StripAccents ? 4 : 0) | (normalization.Lowercase ? 8 : 0);
        return Volatile.Read(ref Known[index]) ?? Interlocked.CompareExchange(ref Known[index], new CharacterTable(normalization), null) ?? Known[index]!;
    }

    /// <summary>The kind of a normalised code point: Word, Space or Single.</summary>
    public static CharacterKind KindOf(int codePoint) =>
        CodePoints.IsWhitespace(codePoint) ? CharacterKind.Space
        : CodePoints.IsPunctuation(codePoint) ? CharacterKind.Single
        : CharacterKind.Word;

    private void Fill(CharacterKind kind, ReadOnlySpan<int> ranges)
    {
        for (int i = 0; i < ranges.Length && ranges[i] <= char.MaxValue; i += 2)
            Kinds.AsSpan(ranges[i], ranges[i + 1] - ranges[i] + 1).Fill(kind);
    }

    /// <summary>Marks that remain are worked out, as their order has to be.</summary>
    private void MarkKeptMarks()
    {
        ReadOnlySpan<int> runs = UnicodeTables.CombiningClasses;
        for (int i = 0; i < runs.Length && runs[i] <= char.MaxValue; i += 3)
        {
            for (int c = runs[i]; c <= runs[i + 1]; c++)
            {
                if (Kinds[c] == CharacterKind.Word)
                    Kinds[c] = CharacterKind.Complex;
            }
        }
    }

    private void WorkOut(ReadOnlySpan<int> pairs)
    {
        Span<int> output = stackalloc int[CodePoints.MostOutputs];
        for (int i = 0; i < pairs.Length && pairs[i] <= char.MaxValue; i += 2)
        {
            int c = pairs[i];
            int count = Normalization.Apply(c, output);
            if (count != 1 || output[0] > char.MaxValue)
            {
                Kinds[c] = count == 0 ? CharacterKind.Removed : CharacterKind.Complex;
                continue;
            }

            CharacterKind kind = Normalization.Separates(c) ? CharacterKind.Single : KindOf(output[0]);
            Map[c] = (char)output[0];
            Kinds[c] = kind switch
            {
                CharacterKind.Word => CharacterKind.MappedWord,
                CharacterKind.Single => CharacterKind.MappedSingle,
                _ => CharacterKind.Space,
            };
        }
    }
}
