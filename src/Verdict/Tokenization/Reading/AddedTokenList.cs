namespace Verdict.Tokenization;

/// <summary>Gives added tokens their ids as the reference does and prepares the search for them.</summary>
internal sealed class AddedTokenList
{
    private readonly Dictionary<string, AddedToken> _byContent = new(StringComparer.Ordinal);
    private readonly Vocabulary _vocabulary;
    private readonly string _path;
    private int _nextId;

    /// <summary>Starts with no added token.</summary>
    public AddedTokenList(Vocabulary vocabulary, string path)
    {
        _vocabulary = vocabulary;
        _path = path;
        _nextId = vocabulary.Count;
    }

    /// <summary>The tokens in their order.</summary>
    public List<AddedToken> Tokens { get; } = [];

    /// <summary>Whether a token is there.</summary>
    public bool Has(string content) => _byContent.ContainsKey(content);

    /// <summary>A token, <see langword="null"/> where it is not there.</summary>
    public AddedToken? Find(string content) => _byContent.GetValueOrDefault(content);

    /// <summary>Adds a token. Its id is the one it has in the vocabulary, or the next free one after it.</summary>
    /// <param name="token">With the id that the file claims; −1 where it claims none.</param>
    /// <param name="place">Where it stands, for errors.</param>
    public void Add(AddedToken token, string place)
    {
        if (token.Content.Length == 0)
            throw new VerdictFormatException(_path, place, "an added token is empty. Take it out.");
        int known = _vocabulary.Find(token.Content);
        int id = known >= 0 ? known : _nextId;
        if (token.Id >= 0 && token.Id != id)
        {
            throw new VerdictFormatException(_path, place,
                $"the added token \"{token.Content}\" claims the id {token.Id}, but the reference would give it {id}{(known >= 0 ? ", its id in the vocabulary" : ", the next free one")}. Make both agree.");
        }

        if (known < 0 && _vocabulary.TokenOf(id) is { } other)
            throw new VerdictFormatException(_path, place, $"the added token \"{token.Content}\" would get the id {id}, which belongs to \"{other}\". Give the vocabulary ids without gaps.");
        token = token with { Id = id };
        if (!_byContent.TryAdd(token.Content, token))
            throw new VerdictFormatException(_path, place, $"the added token \"{token.Content}\" is given twice. Keep one of them.");
        Tokens.Add(token);
        if (known < 0)
            _nextId++;
    }

    /// <summary>The search in the caller's text and the one in normalised text.</summary>
    public (AddedTokenMatcher Raw, AddedTokenMatcher Normalized) Matchers(CharacterTable table)
    {
        // The reference looks at special tokens first; it matters where two become equal in normalisation.
        List<(string Pattern, AddedToken Token)> raw = [];
        List<(string Pattern, AddedToken Token)> normalized = [];
        var text = new NormalizedText();
        foreach (AddedToken token in Tokens.OrderByDescending(t => t.Special))
        {
            if (!token.Normalized)
            {
                raw.Add((token.Content, token));
                continue;
            }

            text.Clear();
            text.Append(token.Content, 0, table);
            if (text.Length == 0)
                throw new VerdictFormatException(_path, null, $"nothing remains of the added token \"{token.Content}\" in normalisation, so it would match everywhere. Set its \"normalized\" to false.");
            normalized.Add((new string(text.Characters), token));
        }

        return (new AddedTokenMatcher(raw), new AddedTokenMatcher(normalized));
    }
}
