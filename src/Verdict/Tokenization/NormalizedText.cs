namespace Verdict.Tokenization;

/// <summary>
/// Normalised text with the place in the caller's text that each code unit comes from. Reusable; grows to the longest text it has seen.
/// </summary>
internal sealed partial class NormalizedText
{
    private char[] _characters = new char[256];
    private int[] _starts = new int[256];
    private int[] _ends = new int[256];

    /// <summary>How many code units it holds.</summary>
    public int Length { get; private set; }

    /// <summary>How many it has memory for.</summary>
    public int Capacity => _characters.Length;

    /// <summary>The text, <c>[length]</c>.</summary>
    public ReadOnlySpan<char> Characters => _characters.AsSpan(0, Length);

    /// <summary>Where the source of each code unit begins in the caller's text, <c>[length]</c>.</summary>
    public ReadOnlySpan<int> Starts => _starts.AsSpan(0, Length);

    /// <summary>Where it ends, <c>[length]</c>.</summary>
    public ReadOnlySpan<int> Ends => _ends.AsSpan(0, Length);

    /// <summary>Empties it.</summary>
    public void Clear() => Length = 0;

    /// <summary>Normalises a part of the caller's text and appends the outcome.</summary>
    /// <param name="text">Well-formed text.</param>
    /// <param name="offset">Where it begins in the caller's text.</param>
    /// <param name="table">The steps.</param>
    public void Append(ReadOnlySpan<char> text, int offset, CharacterTable table)
    {
        Span<int> output = stackalloc int[CodePoints.MostOutputs];
        int before = Length;
        for (int i = 0; i < text.Length;)
        {
            char c = text[i];
            CharacterKind kind = table.Kinds[c];
            if (kind is CharacterKind.Word or CharacterKind.MappedWord || (c is >= ' ' and <= '~'))
            {
                Add(kind is CharacterKind.MappedWord ? table.Map[c] : c, offset + i, offset + i + 1);
                i++;
                continue;
            }

            int codePoint = CodePoints.At(text, i, out int length);
            int start = offset + i;
            int count = table.Normalization.Apply(codePoint, output);
            if (table.Normalization.KeepsMark(output[..count]))
            {
                Length = before;
                AppendOrdered(text, offset, table.Normalization);
                return;
            }

            bool separate = count > 0 && table.Normalization.Separates(codePoint);
            if (separate)
                Add(' ', start, start + length);
            for (int j = 0; j < count; j++)
                AddCodePoint(output[j], start, start + length);
            if (separate)
                Add(' ', start, start + length);
            i += length;
        }
    }

    private void AddCodePoint(int codePoint, int start, int end)
    {
        if (codePoint <= char.MaxValue)
        {
            Add((char)codePoint, start, end);
            return;
        }

        Add((char)(0xD800 + ((codePoint - 0x10000) >> 10)), start, end);
        Add((char)(0xDC00 + (codePoint & 0x3FF)), start, end);
    }

    private void Add(char c, int start, int end)
    {
        if (Length == _characters.Length)
        {
            int size = checked(Length * 2);
            Array.Resize(ref _characters, size);
            Array.Resize(ref _starts, size);
            Array.Resize(ref _ends, size);
        }

        _characters[Length] = c;
        _starts[Length] = start;
        _ends[Length] = end;
        Length++;
    }
}
