namespace Verdict.Tokenization;

/// <summary>
/// <see cref="TextPipeline"/> for ids alone, in one pass and without allocation: a table says what becomes of each code unit, words that
/// need no change are looked up where they stand, and frequent words are remembered. Belongs to one thread.
/// </summary>
internal sealed class PieceScanner
{
    private readonly WordCache _cache = new();
    private readonly List<TextPart> _split = [];
    private readonly CharacterKind[] _kinds;
    private readonly char[] _map;
    private char[] _word = new char[256];
    private char[] _repaired = [];
    private int _wordLength;
    private int[] _ids = [];
    private int _count;
    private bool _needsOrder;
    private TextPipeline? _pipeline;

    /// <summary>Creates the scratch memory for one thread.</summary>
    public PieceScanner(TokenizerParts parts)
    {
        Parts = parts;
        _kinds = parts.Table.Kinds;
        _map = parts.Table.Map;
    }

    /// <summary>The tokeniser it works for.</summary>
    public TokenizerParts Parts { get; }

    /// <summary>Writes a text's pieces.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="ids">Receives the ids; replaced by a larger array where it is too short.</param>
    /// <param name="at">Where to begin.</param>
    /// <returns>How many pieces there are.</returns>
    public int Scan(ReadOnlySpan<char> text, ref int[] ids, int at)
    {
        _ids = ids;
        _count = at;
        _needsOrder = false;
        if (Parts.NormalizedTokens.IsEmpty)
            ScanParts(text);
        if (_needsOrder || !Parts.NormalizedTokens.IsEmpty)
        {
            _count = at;
            ScanPlainly(text);
        }

        ids = _ids;
        _ids = [];
        return _count - at;
    }

    /// <summary>Added tokens in normalised text are rare, and so are marks that need ordering; both need that text as a whole.</summary>
    private void ScanPlainly(ReadOnlySpan<char> text)
    {
        _pipeline ??= new TextPipeline(Parts);
        _pipeline.RunIds(text);
        Reserve(_pipeline.Ids.Length);
        _pipeline.Ids.CopyTo(_ids.AsSpan(_count));
        _count += _pipeline.Ids.Length;
    }

    private void ScanParts(ReadOnlySpan<char> text)
    {
        if (!Parts.RawTokens.MayMatch(text))
        {
            ScanPart(text);
            return;
        }

        text = WellFormed.Repair(text, ref _repaired);
        _split.Clear();
        Parts.RawTokens.Split(text, _split);
        foreach (TextPart part in _split)
        {
            if (part.Token is null)
            {
                ScanPart(text[part.Start..part.End]);
                continue;
            }

            Reserve(1);
            _ids[_count++] = part.Token.Id;
        }
    }

    private void ScanPart(ReadOnlySpan<char> text)
    {
        CharacterKind[] kinds = _kinds;
        for (int i = 0; i < text.Length;)
        {
            CharacterKind kind = kinds[text[i]];
            if (kind == CharacterKind.Word)
            {
                int start = i;
                do
                    i++;
                while (i < text.Length && (kind = kinds[text[i]]) == CharacterKind.Word);
                if (i == text.Length || kind is CharacterKind.Space or CharacterKind.Single or CharacterKind.MappedSingle)
                    Emit(text[start..i]);
                else
                    i = Rewrite(text, start);
                continue;
            }

            switch (kind)
            {
                case CharacterKind.Single:
                    Emit(text.Slice(i++, 1));
                    break;
                case CharacterKind.MappedSingle:
                    Emit(_map.AsSpan(text[i++], 1));
                    break;
                case CharacterKind.MappedWord or CharacterKind.Complex:
                    i = Rewrite(text, i);
                    break;
                default:
                    i++;
                    break;
            }
        }
    }

    /// <summary>Goes on from the beginning of a word that does not stay as it is, to that word's end or further.</summary>
    /// <returns>Where to go on.</returns>
    private int Rewrite(ReadOnlySpan<char> text, int i)
    {
        _wordLength = 0;
        while (i < text.Length)
        {
            char c = text[i];
            switch (_kinds[c])
            {
                case CharacterKind.Word:
                    Append(c);
                    break;
                case CharacterKind.MappedWord:
                    Append(_map[c]);
                    break;
                case CharacterKind.Removed:
                    break;
                case CharacterKind.Complex:
                    i += WorkOut(text, i);
                    continue;
                default:
                    EmitWord();
                    return i;
            }

            i++;
        }

        EmitWord();
        return i;
    }

    /// <summary>Takes the step for a code point that is not in the table.</summary>
    /// <returns>Its length in code units.</returns>
    private int WorkOut(ReadOnlySpan<char> text, int at)
    {
        int codePoint = CodePoints.At(text, at, out int length);
        Span<int> output = stackalloc int[CodePoints.MostOutputs];
        int count = Parts.Table.Normalization.Apply(codePoint, output);
        _needsOrder |= Parts.Table.Normalization.KeepsMark(output[..count]);
        bool separate = count > 0 && Parts.Table.Normalization.Separates(codePoint);
        if (separate)
            EmitWord();
        for (int i = 0; i < count; i++)
        {
            CharacterKind kind = CharacterTable.KindOf(output[i]);
            if (kind != CharacterKind.Word)
                EmitWord();
            if (kind != CharacterKind.Space)
                AppendCodePoint(output[i]);
            if (kind == CharacterKind.Single)
                EmitWord();
        }

        if (separate)
            EmitWord();
        return length;
    }

    private void AppendCodePoint(int codePoint)
    {
        if (codePoint <= char.MaxValue)
        {
            Append((char)codePoint);
            return;
        }

        Append((char)(0xD800 + ((codePoint - 0x10000) >> 10)));
        Append((char)(0xDC00 + (codePoint & 0x3FF)));
    }

    private void Append(char c)
    {
        if (_wordLength == _word.Length)
            Array.Resize(ref _word, checked(_word.Length * 2));
        _word[_wordLength++] = c;
    }

    private void EmitWord()
    {
        if (_wordLength > 0)
            Emit(_word.AsSpan(0, _wordLength));
        _wordLength = 0;
    }

    private void Emit(ReadOnlySpan<char> word)
    {
        // A word of more code points than the limit is one unknown piece, whatever its length.
        Reserve(Math.Min(word.Length, 2 * Parts.WordPiece.MaxWordLength) + WordCache.MostPieces);
        _count += _cache.Encode(Parts.WordPiece, word, _ids.AsSpan(_count), default);
    }

    private void Reserve(int more)
    {
        if (_ids.Length - _count < more)
            Array.Resize(ref _ids, checked(Math.Max(_ids.Length * 2, _count + more)));
    }
}
