using System.Runtime.InteropServices;

namespace Verdict.Tokenization;

/// <summary>
/// The way of a text to its pieces, one step after the other: added tokens out of the caller's text, normalisation, added tokens out of
/// the normalised text, words, pieces; with offsets all the way. This is the plain form: <see cref="PieceScanner"/> does the same in one
/// pass and is tested against it.
/// </summary>
internal sealed class TextPipeline
{
    private readonly TokenizerParts _parts;
    private readonly CharacterKind[] _plain = CharacterTable.Plain.Kinds;
    private readonly List<TextPart> _rawParts = [];
    private readonly List<TextPart> _normalizedParts = [];
    private readonly NormalizedText _normalized = new();
    private readonly List<int> _ids = [];
    private readonly List<TextOffset> _offsets = [];
    private readonly List<int?> _words = [];
    private readonly WordCache _cache = new();
    private readonly List<string> _tokens = [];
    private int[] _wordIds = new int[128];
    private int[] _wordEnds = new int[128];
    private char[] _repaired = [];
    private bool _idsOnly;
    private int _word;

    /// <summary>Creates the scratch memory for one thread.</summary>
    public TextPipeline(TokenizerParts parts) => _parts = parts;

    /// <summary>Whether its memory has grown so much that it should not be kept.</summary>
    public bool IsLarge => Math.Max(_normalized.Capacity, _ids.Capacity) > 1 << 20;

    /// <summary>The ids of the last text.</summary>
    public ReadOnlySpan<int> Ids => CollectionsMarshal.AsSpan(_ids);

    /// <summary>Splits a text into pieces, with all that is known about them.</summary>
    public PieceRun Run(ReadOnlySpan<char> text)
    {
        Process(text, idsOnly: false);
        return new PieceRun([.. _ids], [.. _offsets], [.. _words], [.. _tokens]);
    }

    /// <summary>Splits a text into pieces whose ids <see cref="Ids"/> then holds.</summary>
    public void RunIds(ReadOnlySpan<char> text) => Process(text, idsOnly: true);

    private void Process(ReadOnlySpan<char> text, bool idsOnly)
    {
        _idsOnly = idsOnly;
        _word = 0;
        _ids.Clear();
        _offsets.Clear();
        _words.Clear();
        _tokens.Clear();
        text = WellFormed.Repair(text, ref _repaired);

        _rawParts.Clear();
        if (_parts.RawTokens.MayMatch(text))
            _parts.RawTokens.Split(text, _rawParts);
        else if (!text.IsEmpty)
            _rawParts.Add(new TextPart(0, text.Length, null));
        foreach (TextPart part in _rawParts)
        {
            ReadOnlySpan<char> slice = text[part.Start..part.End];
            if (part.Token is null)
                Normalize(slice, part.Start);
            else
                AddToken(part.Token, slice, new TextOffset(part.Start, part.End));
        }
    }

    private void Normalize(ReadOnlySpan<char> text, int offset)
    {
        _normalized.Clear();
        _normalized.Append(text, offset, _parts.Table);
        ReadOnlySpan<char> normalized = _normalized.Characters;
        _normalizedParts.Clear();
        if (_parts.NormalizedTokens.MayMatch(normalized))
            _parts.NormalizedTokens.Split(normalized, _normalizedParts);
        else
            _normalizedParts.Add(new TextPart(0, normalized.Length, null));
        foreach (TextPart part in _normalizedParts)
        {
            if (part.Token is null)
                SplitWords(part.Start, part.End);
            else
                AddToken(part.Token, normalized[part.Start..part.End], Origin(part.Start, part.End));
        }
    }

    private void SplitWords(int start, int end)
    {
        ReadOnlySpan<char> text = _normalized.Characters;
        int wordStart = start;
        for (int i = start; i < end;)
        {
            int length = 1;
            CharacterKind kind = _plain[text[i]];
            if (kind == CharacterKind.Complex)
                kind = CharacterTable.KindOf(CodePoints.At(text, i, out length));
            if (kind != CharacterKind.Word)
            {
                AddWord(wordStart, i);
                if (kind == CharacterKind.Single)
                    AddWord(i, i + length);
                wordStart = i + length;
            }

            i += length;
        }

        AddWord(wordStart, end);
    }

    private void AddWord(int start, int end)
    {
        if (start == end)
            return;
        ReadOnlySpan<char> word = _normalized.Characters[start..end];
        if (_wordIds.Length < word.Length)
        {
            _wordIds = new int[word.Length];
            _wordEnds = new int[word.Length];
        }

        int count = _cache.Encode(_parts.WordPiece, word, _wordIds, _wordEnds);
        int pieceStart = start;
        for (int i = 0; i < count; i++)
        {
            int pieceEnd = start + _wordEnds[i];
            _ids.Add(_wordIds[i]);
            if (!_idsOnly)
            {
                _offsets.Add(Origin(pieceStart, pieceEnd));
                _words.Add(_word);
                _tokens.Add(_parts.Vocabulary.TokenOf(_wordIds[i])!);
            }

            pieceStart = pieceEnd;
        }

        _word++;
    }

    private void AddToken(AddedToken token, ReadOnlySpan<char> slice, TextOffset offset)
    {
        _ids.Add(token.Id);
        if (!_idsOnly)
        {
            _offsets.Add(offset);
            _words.Add(_word);
            _tokens.Add(slice.SequenceEqual(token.Content) ? token.Content : new string(slice));
        }

        _word++;
    }

    private TextOffset Origin(int start, int end) => new(_normalized.Starts[start], _normalized.Ends[end - 1]);
}
