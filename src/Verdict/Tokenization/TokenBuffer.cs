namespace Verdict.Tokenization;

/// <summary>
/// The reusable memory of one worker: the pieces of a text or a pair, and the input that <see cref="Tokenizer.Assemble"/> makes of them.
/// It grows to the longest text it has seen and allocates nothing afterwards. Not for several threads at the same time.
/// </summary>
internal sealed class TokenBuffer
{
    private int[] _pieces = new int[1024];
    private int[] _inputIds = new int[1024];
    private int[] _typeIds = new int[1024];
    private int _inputLength;
    private PieceScanner? _scanner;

    /// <summary>Pieces of the first text, without special tokens.</summary>
    public int FirstCount { get; private set; }

    /// <summary>Pieces of the second text, 0 where there is none.</summary>
    public int SecondCount { get; private set; }

    /// <summary>Whether a second text was given, be it empty.</summary>
    public bool IsPair { get; private set; }

    /// <summary>Tokens of the whole, special tokens included, nothing truncated.</summary>
    public int TotalLength { get; private set; }

    /// <summary>The pieces' ids of both texts, one after the other, <c>[firstCount + secondCount]</c>.</summary>
    public ReadOnlySpan<int> Pieces => _pieces.AsSpan(0, FirstCount + SecondCount);

    /// <summary>The ids that were assembled last, <c>[length]</c>. Valid until the next call.</summary>
    public ReadOnlySpan<int> InputIds => _inputIds.AsSpan(0, _inputLength);

    /// <summary>Their token types, <c>[length]</c>.</summary>
    public ReadOnlySpan<int> TypeIds => _typeIds.AsSpan(0, _inputLength);

    /// <summary>Fills it with the pieces of a text or a pair.</summary>
    public void Fill(TokenizerParts parts, ReadOnlySpan<char> first, ReadOnlySpan<char> second, bool isPair)
    {
        if (_scanner is null || _scanner.Parts != parts)
            _scanner = new PieceScanner(parts);
        FirstCount = SecondCount = _inputLength = 0;
        IsPair = isPair;
        FirstCount = _scanner.Scan(first, ref _pieces, 0);
        if (isPair)
            SecondCount = _scanner.Scan(second, ref _pieces, FirstCount);
        TotalLength = checked(FirstCount + SecondCount + TemplateOf(parts).SpecialCount);
    }

    /// <summary>Puts a window of each text and the special tokens together.</summary>
    public void Put(TokenizerParts parts, (int Start, int End) first, (int Start, int End) second)
    {
        Template template = TemplateOf(parts);
        int length = first.End - first.Start + second.End - second.Start + template.SpecialCount;
        if (_inputIds.Length < length)
        {
            int size = Math.Max(length, _inputIds.Length * 2);
            _inputIds = new int[size];
            _typeIds = new int[size];
        }

        int at = 0;
        foreach (TemplatePlace place in template.Places)
        {
            if (place.Sequence < 0)
            {
                _inputIds[at] = place.Id;
                _typeIds[at] = place.TypeId;
                at++;
                continue;
            }

            (int start, int end) = place.Sequence == 0 ? first : (FirstCount + second.Start, FirstCount + second.End);
            _pieces.AsSpan(start, end - start).CopyTo(_inputIds.AsSpan(at));
            _typeIds.AsSpan(at, end - start).Fill(place.TypeId);
            at += end - start;
        }

        _inputLength = at;
    }

    /// <summary>The template that applies to what it holds.</summary>
    public Template TemplateOf(TokenizerParts parts) => IsPair ? parts.Pair : parts.Single;
}
