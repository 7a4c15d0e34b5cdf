using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Tokenization;

/// <summary>vocab.txt with tokenizer_config.json.</summary>
public sealed class VocabularyFolderTests
{
    private const string Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nÉté\nete\nété\n中\n中文\n";

    [Theory]
    [InlineData("{}", "Été", "2,6,3")] // uncased and without accents, as the reference has it where nothing is said
    [InlineData("""{"do_lower_case": false}""", "Été", "2,5,3")]
    [InlineData("""{"strip_accents": false}""", "Été", "2,7,3")]
    [InlineData("""{"do_basic_tokenize": false}""", "Été", "2,5,3")]
    [InlineData("{}", "中文", "2,8,1,3")]
    [InlineData("""{"tokenize_chinese_chars": false}""", "中文", "2,9,3")]
    [InlineData("""{"cls_token": "[MASK]"}""", "ete", "4,6,3")]
    [InlineData("""{"sep_token": {"content": "[PAD]", "lstrip": false}}""", "ete", "2,6,0")]
    [InlineData("""{"mask_token": "<mask>"}""", "ete<mask>", "2,6,10,3")]
    [InlineData("""{"added_tokens_decoder": {"10": {"content": "ete ete", "normalized": true, "special": false}}}""", "Été été", "2,10,3")]
    [InlineData("""{"additional_special_tokens": ["<a>", "<b>"]}""", "<b>", "2,11,3")]
    public void Settings_are_obeyed(string configuration, string text, string ids) =>
        Assert.Equal(ids, string.Join(',', Open(Vocabulary, configuration).Encode(text).InputIds));

    [Fact]
    public void Special_tokens_may_stand_in_their_own_file()
    {
        Tokenizer tokenizer = TinyTokenizer.OpenFiles(
            ("vocab.txt", System.Text.Encoding.UTF8.GetBytes(Vocabulary)), ("tokenizer_config.json", "{}"u8.ToArray()), ("special_tokens_map.json", """{"cls_token": "[MASK]"}"""u8.ToArray()));
        Assert.Equal([4, 3], tokenizer.Encode("").InputIds);
    }

    [Theory]
    [InlineData("a\nb\n", "{}", null, "the vocabulary does not have \"[UNK]\"")]
    [InlineData("[UNK]\na\na\n", "{}", "line 3", "is there already (line 2)")]
    [InlineData(Vocabulary, "[]", "$", "expected an object")]
    [InlineData(Vocabulary, "{", "line 1, byte 1", "the JSON is broken")]
    [InlineData(Vocabulary, """{"tokenizer_class": "RobertaTokenizerFast"}""", "$.tokenizer_class", "\"RobertaTokenizerFast\" is not BERT's tokeniser")]
    [InlineData(Vocabulary, """{"never_split": ["a"]}""", "$.never_split", "not supported")]
    [InlineData(Vocabulary, """{"do_lower_case": "no"}""", "$.do_lower_case", "expected true or false")]
    [InlineData(Vocabulary, """{"added_tokens_decoder": {"x": {"content": "a"}}}""", "$.added_tokens_decoder[\"x\"]", "expected an id")]
    [InlineData(Vocabulary, """{"added_tokens_decoder": {"12": {"content": "a"}}}""", "$.added_tokens_decoder[\"12\"]", "claims the id 12, but the reference would give it 10")]
    public void Bad_files_are_refused(string vocabulary, string configuration, string? place, string message)
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => Open(vocabulary, configuration));
        Assert.Equal(place, e.Place);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_must_be_there()
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => TinyTokenizer.OpenFiles(("vocab.txt", System.Text.Encoding.UTF8.GetBytes(Vocabulary))));
        Assert.Contains("tokenizer_config.json: the file is missing. Beside a vocab.txt it says whether case and accents matter.", e.Message, StringComparison.Ordinal);
    }

    private static Tokenizer Open(string vocabulary, string configuration) =>
        TinyTokenizer.OpenFiles(("vocab.txt", System.Text.Encoding.UTF8.GetBytes(vocabulary)), ("tokenizer_config.json", System.Text.Encoding.UTF8.GetBytes(configuration)));
}
