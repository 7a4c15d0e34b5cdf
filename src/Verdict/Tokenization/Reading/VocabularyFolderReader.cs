using System.Text.Json;
using Verdict.Files;

namespace Verdict.Tokenization;

/// <summary>
/// Reads a <c>vocab.txt</c> with its <c>tokenizer_config.json</c>, the form in which BERT's tokenisers were kept before
/// <c>tokenizer.json</c>, and makes of it what the transformers library does. Settings of that library which do not change tokens
/// (it writes dozens) are passed over.
/// </summary>
internal static class VocabularyFolderReader
{
    /// <summary>The vocabulary's file name.</summary>
    public const string VocabularyName = "vocab.txt";

    /// <summary>The settings' file name.</summary>
    public const string ConfigurationName = "tokenizer_config.json";

    private const string SpecialTokensName = "special_tokens_map.json";
    private const int LongestWord = 100;

    // The classes that are BERT's tokeniser under another name.
    private static readonly HashSet<string> Classes =
    [
        "BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer", "RetriBertTokenizer", "ConvBertTokenizer",
        "LayoutLMTokenizer", "SqueezeBertTokenizer", "DPRQuestionEncoderTokenizer", "DPRContextEncoderTokenizer",
    ];

    // In the order in which the reference adds those that the vocabulary lacks.
    private static readonly (string Role, string Default)[] Roles =
        [("unk_token", "[UNK]"), ("sep_token", "[SEP]"), ("pad_token", "[PAD]"), ("cls_token", "[CLS]"), ("mask_token", "[MASK]")];

    /// <summary>Reads both files.</summary>
    public static TokenizerParts Read(ModelFiles files)
    {
        string path = files.PathOf(ConfigurationName);
        if (!files.Has(ConfigurationName))
            throw new VerdictFormatException(path, null, $"the file is missing. Beside a {VocabularyName} it says whether case and accents matter.");
        if (files.Has("added_tokens.json"))
            throw new VerdictFormatException(files.PathOf("added_tokens.json"), null, "this older file is not supported. Save the tokeniser with its tokenizer.json.");
        string vocabularyPath = files.PathOf(VocabularyName);
        Vocabulary vocabulary = VocabularyReader.ReadLines(files.ReadText(VocabularyName).Span, vocabularyPath);
        using JsonDocument document = JsonFile.Parse(files.ReadText(ConfigurationName), path);
        using JsonDocument? map = files.Has(SpecialTokensName) ? JsonFile.Parse(files.ReadText(SpecialTokensName), files.PathOf(SpecialTokensName)) : null;
        var options = new JsonOptions(document.RootElement, path, "$");
        JsonOptions? mapOptions = map is null ? null : new JsonOptions(map.RootElement, files.PathOf(SpecialTokensName), "$");
        RefuseUnsupported(options, path);

        var added = new AddedTokenList(vocabulary, path);
        if (options.Has("added_tokens_decoder"))
            ReadAddedTokens(options.Element("added_tokens_decoder"), added, path);
        Dictionary<string, string> roles = ReadRoles(options, mapOptions, added, path);
        int unknownId = vocabulary.Find(roles["unk_token"]);
        if (unknownId < 0)
            throw new VerdictFormatException(vocabularyPath, null, $"the vocabulary does not have \"{roles["unk_token"]}\", which stands for words that it cannot spell. Add it as a line.");

        CharacterTable table = CharacterTable.For(ReadNormalization(options));
        (AddedTokenMatcher raw, AddedTokenMatcher normalized) = added.Matchers(table);
        var known = new KnownTokens(vocabulary, added, path);
        (Template single, Template pair) = Template.Bert(known.Find(roles["cls_token"]), roles["cls_token"], known.Find(roles["sep_token"]), roles["sep_token"]);
        return new TokenizerParts
        {
            Path = vocabularyPath,
            Vocabulary = vocabulary,
            WordPiece = new WordPiece(vocabulary, unknownId, "##", LongestWord),
            Table = table,
            AddedTokens = added.Tokens,
            RawTokens = raw,
            NormalizedTokens = normalized,
            Single = single,
            Pair = pair,
            Decoder = new PieceDecoder("##", CleanUp: true),
        };
    }

    private static Normalization ReadNormalization(JsonOptions options)
    {
        // Without basic tokenisation the reference still cleans and splits, but does nothing else.
        bool basic = Flag(options, "do_basic_tokenize", true);
        bool lowercase = basic && Flag(options, "do_lower_case", true);
        bool strip = basic && Flag(options, "strip_accents", lowercase);
        return new Normalization(CleanText: true, basic && Flag(options, "tokenize_chinese_chars", true), strip, lowercase);
    }

    private static bool Flag(JsonOptions options, string name, bool absent) => options.Has(name) ? options.Flag(name) : absent;

    private static void RefuseUnsupported(JsonOptions options, string path)
    {
        if (options.Has("tokenizer_class"))
        {
            string name = options.Text("tokenizer_class");
            if (!Classes.Contains(name.EndsWith("Fast", StringComparison.Ordinal) ? name[..^4] : name))
                throw new VerdictFormatException(path, "$.tokenizer_class", $"\"{name}\" is not BERT's tokeniser. Supported: {string.Join(", ", Classes)}.");
        }

        if (options.Has("never_split") && options.Element("never_split") is var never && (never.ValueKind != JsonValueKind.Array || never.GetArrayLength() > 0))
            throw new VerdictFormatException(path, "$.never_split", "the option is not supported, as the reference's fast tokeniser does not obey it. Take it out.");
    }

    private static Dictionary<string, string> ReadRoles(JsonOptions options, JsonOptions? map, AddedTokenList added, string path)
    {
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string role, string absent) in Roles)
        {
            AddedToken token = options.Has(role) ? ReadToken(options.Element(role), options.PlaceOf(role), path)
                : map is not null && map.Has(role) ? ReadToken(map.Element(role), map.PlaceOf(role), path)
                : Special(absent);
            roles.Add(role, token.Content);
            if (!added.Has(token.Content))
                added.Add(token, options.PlaceOf(role));
        }

        foreach (string name in (string[])["additional_special_tokens", "extra_special_tokens"])
        {
            if (!options.Has(name) || options.Element(name).ValueKind != JsonValueKind.Array)
                continue;
            int index = 0;
            foreach (JsonElement item in options.Element(name).EnumerateArray())
            {
                string place = $"{options.PlaceOf(name)}[{index++}]";
                AddedToken token = ReadToken(item, place, path);
                if (!added.Has(token.Content))
                    added.Add(token, place);
            }
        }

        return roles;
    }

    private static void ReadAddedTokens(JsonElement element, AddedTokenList added, string path)
    {
        const string Place = "$.added_tokens_decoder";
        if (element.ValueKind != JsonValueKind.Object)
            throw new VerdictFormatException(path, Place, $"expected an object of ids and tokens, found {JsonOptions.Name(element)}.");
        var tokens = new SortedDictionary<int, (AddedToken Token, string Place)>();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = JsonOptions.NameOf(property, path, Place);
            string place = $"{Place}[\"{name}\"]";
            if (!int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int id) || id > Vocabulary.HighestPossibleId)
                throw new VerdictFormatException(path, place, $"expected an id from 0 to {Vocabulary.HighestPossibleId}.");
            if (!tokens.TryAdd(id, (ReadToken(property.Value, place, path) with { Id = id }, place)))
                throw new VerdictFormatException(path, place, "the id is given twice. Keep one of them.");
        }

        foreach ((AddedToken token, string place) in tokens.Values)
            added.Add(token, place);
    }

    private static AddedToken Special(string content) => new(-1, content, false, false, false, Normalized: false, Special: true);

    private static AddedToken ReadToken(JsonElement element, string place, string path)
    {
        if (element.ValueKind == JsonValueKind.String)
            return Special(JsonOptions.TextOf(element, path, place));
        var options = new JsonOptions(element, path, place);
        if (options.Has("__type"))
            options.Text("__type");
        var token = new AddedToken(
            -1,
            options.Text("content"),
            Flag(options, "single_word", false),
            Flag(options, "lstrip", false),
            Flag(options, "rstrip", false),
            Flag(options, "normalized", true),
            Flag(options, "special", !place.StartsWith("$.added_tokens_decoder", StringComparison.Ordinal)));
        options.RefuseTheRest();
        return token;
    }
}
