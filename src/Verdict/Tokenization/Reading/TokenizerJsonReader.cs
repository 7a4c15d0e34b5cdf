using System.Text.Json;
using Verdict.Files;

namespace Verdict.Tokenization;

/// <summary>Reads a <c>tokenizer.json</c>. Every option is obeyed, or the file is refused with the option's name.</summary>
internal static class TokenizerJsonReader
{
    /// <summary>The file's name.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>The highest accepted limit of a word's length.</summary>
    private const int LongestWordLimit = 1 << 20;

    /// <summary>Reads the file.</summary>
    public static TokenizerParts Read(ModelFiles files)
    {
        string path = files.PathOf(FileName);
        using JsonDocument document = JsonFile.Parse(files.ReadText(FileName), path);
        var root = new JsonOptions(document.RootElement, path, "$");
        if (root.Has("version") && root.Text("version") is var version and not "1.0")
            throw new VerdictFormatException(path, "$.version", $"the version \"{version}\" is not known. Verdict reads version 1.0.");

        (Vocabulary vocabulary, WordPiece wordPiece) = ReadModel(root.Element("model"), path);
        CharacterTable table = CharacterTable.For(root.Has("normalizer") ? ReadNormalizer(root.Element("normalizer"), path) : default);
        ReadPreTokenizer(root, path);
        var added = new AddedTokenList(vocabulary, path);
        if (root.Has("added_tokens"))
            ReadAddedTokens(root.Element("added_tokens"), added, path);
        var known = new KnownTokens(vocabulary, added, path);
        (AddedTokenMatcher raw, AddedTokenMatcher normalized) = added.Matchers(table);
        (Template single, Template pair) = root.Has("post_processor")
            ? PostProcessorReader.Read(root.Element("post_processor"), known, path)
            : (Template.Bare(1), Template.Bare(2));
        var parts = new TokenizerParts
        {
            Path = path,
            Vocabulary = vocabulary,
            WordPiece = wordPiece,
            Table = table,
            AddedTokens = added.Tokens,
            RawTokens = raw,
            NormalizedTokens = normalized,
            Single = single,
            Pair = pair,
            Decoder = root.Has("decoder") ? ReadDecoder(root.Element("decoder"), path) : new PieceDecoder(null, false),
            Truncation = root.Has("truncation") ? LengthOptionsReader.ReadTruncation(root.Element("truncation"), path) : null,
            Padding = root.Has("padding") ? LengthOptionsReader.ReadPadding(root.Element("padding"), known, path) : null,
        };
        root.RefuseTheRest();
        return parts;
    }

    private static (Vocabulary Vocabulary, WordPiece WordPiece) ReadModel(JsonElement element, string path)
    {
        var options = new JsonOptions(element, path, "$.model");
        if (options.Has("type"))
            RequireType(options, path, "$.model.type", "WordPiece");
        Vocabulary vocabulary = VocabularyReader.ReadJson(options.Element("vocab"), path, "$.model.vocab");
        string unknown = options.Text("unk_token");
        int unknownId = vocabulary.Find(unknown);
        if (unknownId < 0)
            throw new VerdictFormatException(path, "$.model.unk_token", $"the vocabulary does not have \"{unknown}\", which stands for words that it cannot spell. Add it to $.model.vocab.");
        var wordPiece = new WordPiece(vocabulary, unknownId, options.Text("continuing_subword_prefix"), options.Number("max_input_chars_per_word", 0, LongestWordLimit));
        options.RefuseTheRest();
        return (vocabulary, wordPiece);
    }

    private static Normalization ReadNormalizer(JsonElement element, string path)
    {
        var options = new JsonOptions(element, path, "$.normalizer");
        RequireType(options, path, "$.normalizer.type", "BertNormalizer");
        bool lowercase = options.Flag("lowercase");
        var steps = new Normalization(
            options.Flag("clean_text"),
            options.Flag("handle_chinese_chars"),
            options.Has("strip_accents") ? options.Flag("strip_accents") : lowercase,
            lowercase);
        options.RefuseTheRest();
        return steps;
    }

    private static void ReadPreTokenizer(JsonOptions root, string path)
    {
        if (!root.Has("pre_tokenizer"))
            throw new VerdictFormatException(path, "$.pre_tokenizer", "there is no pre-tokeniser, so a text would be one word. Supported: BertPreTokenizer.");
        var options = new JsonOptions(root.Element("pre_tokenizer"), path, "$.pre_tokenizer");
        RequireType(options, path, "$.pre_tokenizer.type", "BertPreTokenizer");
        options.RefuseTheRest();
    }

    private static PieceDecoder ReadDecoder(JsonElement element, string path)
    {
        var options = new JsonOptions(element, path, "$.decoder");
        RequireType(options, path, "$.decoder.type", "WordPiece");
        var decoder = new PieceDecoder(options.Text("prefix"), options.Flag("cleanup"));
        options.RefuseTheRest();
        return decoder;
    }

    private static void ReadAddedTokens(JsonElement element, AddedTokenList added, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
            throw new VerdictFormatException(path, "$.added_tokens", $"expected an array, found {JsonOptions.Name(element)}.");
        int index = 0;
        foreach (JsonElement item in element.EnumerateArray())
        {
            string place = $"$.added_tokens[{index++}]";
            var options = new JsonOptions(item, path, place);
            var token = new AddedToken(
                options.Number("id", 0, Vocabulary.HighestPossibleId),
                options.Text("content"),
                options.Flag("single_word"),
                options.Flag("lstrip"),
                options.Flag("rstrip"),
                options.Flag("normalized"),
                options.Flag("special"));
            options.RefuseTheRest();
            added.Add(token, place);
        }
    }

    private static void RequireType(JsonOptions options, string path, string place, string supported)
    {
        string type = options.Text("type");
        if (type != supported)
            throw new VerdictFormatException(path, place, $"\"{type}\" is not supported. Supported: {supported}.");
    }
}
