using Verdict.SparkNlp.Text;
using Verdict.Tokenization;
using HuggingFaceTokenizer = Verdict.Tokenization.Tokenizer;

namespace Verdict.SparkNlp;

/// <summary>A classifier's vocabulary and the ways from a sentence to ids. Immutable; safe from many threads.</summary>
internal sealed class PieceVocabulary
{
    /// <summary>Words of more UTF-16 units are unknown to Spark NLP.</summary>
    private const int LongestWord = 200;
    private const string Unknown = "[UNK]", Start = "[CLS]", End = "[SEP]";

    private readonly string _path;
    private readonly Vocabulary _vocabulary;
    private readonly WordPiece _wordPiece;
    private readonly Lazy<HuggingFaceTokenizer> _cased;
    private readonly Lazy<HuggingFaceTokenizer> _uncased;

    /// <summary>Takes the pieces by id; ids without a piece are empty.</summary>
    /// <param name="pieces">The pieces by id.</param>
    /// <param name="path">What errors call the vocabulary.</param>
    /// <exception cref="VerdictFormatException">A piece stands there twice, or a special one is missing.</exception>
    public PieceVocabulary(IReadOnlyList<string> pieces, string path)
    {
        _path = path;
        int[] ids = [.. Enumerable.Range(0, pieces.Count).Where(i => pieces[i].Length > 0)];
        var starts = new int[ids.Length];
        int[] lengths = [.. ids.Select(i => pieces[i].Length)];
        for (int i = 1; i < ids.Length; i++)
            starts[i] = starts[i - 1] + lengths[i - 1];
        _vocabulary = new Vocabulary(string.Concat(ids.Select(i => pieces[i])).ToCharArray(), starts, lengths, ids, path, entry => $"id {ids[entry]}");
        _wordPiece = new WordPiece(_vocabulary, Find(Unknown), "##", LongestWord);
        StartId = Find(Start);
        EndId = Find(End);
        _cased = new(() => MakeTokenizer(caseSensitive: true));
        _uncased = new(() => MakeTokenizer(caseSensitive: false));
    }

    /// <summary>The id of [CLS].</summary>
    public int StartId { get; }

    /// <summary>The id of [SEP].</summary>
    public int EndId { get; }

    /// <summary>Appends the ids of a token's first piece, and no more than are wanted.</summary>
    public void AppendFaithful(string token, bool caseSensitive, List<int> ids, int most)
    {
        if (token is "" or " " || BasicTokenizer.FirstPiece(caseSensitive ? token : JavaText.ToLower(token), caseSensitive) is not { } word)
            return;
        if (word.Length > LongestWord)
        {
            ids.Add(_wordPiece.UnknownId);
            return;
        }

        Span<int> found = stackalloc int[LongestWord];
        int count = Math.Min(_wordPiece.Encode(word, found, default), most - ids.Count);
        for (int i = 0; i < count; i++)
            ids.Add(found[i]);
    }

    /// <summary>The ids of all pieces of a text, without special tokens, and no more than are wanted.</summary>
    public int[] Exact(string text, bool caseSensitive, int most)
    {
        var buffer = new TokenBuffer();
        TokenizerFor(caseSensitive).Tokenize(text, buffer);
        return buffer.Pieces[..Math.Min(buffer.FirstCount, most)].ToArray();
    }

    /// <summary>The tokeniser that gives all pieces, as Hugging Face does.</summary>
    public HuggingFaceTokenizer TokenizerFor(bool caseSensitive) => (caseSensitive ? _cased : _uncased).Value;

    private int Find(string piece)
    {
        int id = _vocabulary.Find(piece);
        return id >= 0 ? id : throw new VerdictFormatException(_path, "vocabulary", $"token {piece} not found in vocabulary. The archive is incomplete; save or download it again.");
    }

    private HuggingFaceTokenizer MakeTokenizer(bool caseSensitive)
    {
        var added = new AddedTokenList(_vocabulary, _path);
        foreach (string token in (string[])[Unknown, Start, End, "[PAD]", "[MASK]"])
        {
            if (_vocabulary.Find(token) is >= 0 and int id)
                added.Add(new AddedToken(id, token, false, false, false, Normalized: false, Special: true), "vocabulary");
        }

        CharacterTable table = CharacterTable.For(new Normalization(CleanText: true, SeparateCjk: true, StripAccents: !caseSensitive, Lowercase: !caseSensitive));
        (AddedTokenMatcher raw, AddedTokenMatcher normalized) = added.Matchers(table);
        (Template single, Template pair) = Template.Bert(StartId, Start, EndId, End);
        return new HuggingFaceTokenizer(new TokenizerParts
        {
            Path = _path,
            Vocabulary = _vocabulary,
            WordPiece = new WordPiece(_vocabulary, _wordPiece.UnknownId),
            Table = table,
            AddedTokens = added.Tokens,
            RawTokens = raw,
            NormalizedTokens = normalized,
            Single = single,
            Pair = pair,
            Decoder = new PieceDecoder("##", CleanUp: true),
        });
    }
}
