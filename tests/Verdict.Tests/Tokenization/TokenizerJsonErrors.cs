using System.Text.Json.Nodes;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Tokenization;

/// <summary>Every option is obeyed or refused with its name and its place.</summary>
public sealed class TokenizerJsonErrors
{
    [Theory]
    [InlineData("$.normalizer.type", "\"Lowercase\" is not supported. Supported: BertNormalizer.", """{"normalizer": {"type": "Lowercase"}}""")]
    [InlineData("$.normalizer.new_option", "not known", """{"normalizer": {"new_option": 1}}""")]
    [InlineData("$.normalizer.clean_text", "expected true or false, found a string", """{"normalizer": {"clean_text": "yes"}}""")]
    [InlineData("$.pre_tokenizer", "no pre-tokeniser", """{"pre_tokenizer": null}""")]
    [InlineData("$.pre_tokenizer.type", "\"Whitespace\" is not supported", """{"pre_tokenizer": {"type": "Whitespace"}}""")]
    [InlineData("$.model.type", "\"BPE\" is not supported. Supported: WordPiece.", """{"model": {"type": "BPE"}}""")]
    [InlineData("$.model.unk_token", "the vocabulary does not have \"[INCONNU]\"", """{"model": {"unk_token": "[INCONNU]"}}""")]
    [InlineData("$.model.continuing_subword_prefix", "the option is missing", """{"model": {"continuing_subword_prefix": null}}""")]
    [InlineData("$.model.max_input_chars_per_word", "expected a whole number", """{"model": {"max_input_chars_per_word": -1}}""")]
    [InlineData("$.model.vocab[\"##s\"]", "the id 5 belongs to \"film\" already", """{"model": {"vocab": {"##s": 5}}}""")]
    [InlineData("$.model.vocab[\"film\"]", "expected an id from 0", """{"model": {"vocab": {"film": 99999999}}}""")]
    [InlineData("$.model.vocab[\"film\"]", "expected an id from 0", """{"model": {"vocab": {"film": "5"}}}""")]
    [InlineData("$.model.vocab", "expected an object", """{"model": {"vocab": []}}""")]
    [InlineData("$.decoder.type", "\"Metaspace\" is not supported", """{"decoder": {"type": "Metaspace"}}""")]
    [InlineData("$.post_processor.type", "\"RobertaProcessing\" is not supported. Supported: TemplateProcessing, BertProcessing.", """{"post_processor": {"type": "RobertaProcessing"}}""")]
    [InlineData("$.post_processor.pair", "expected A, then B, each exactly once", """{"post_processor": {"pair": [{"Sequence": {"id": "A", "type_id": 0}}]}}""")]
    [InlineData("$.post_processor.single", "expected A exactly once", """{"post_processor": {"single": []}}""")]
    [InlineData("$.post_processor.single[0].SpecialToken.id", "\"[X]\" is not among the special tokens", """{"post_processor": {"single": [{"SpecialToken": {"id": "[X]", "type_id": 0}}]}}""")]
    [InlineData("$.post_processor.special_tokens[\"[CLS]\"].ids[0]", "\"[CLS]\" is said to have the id 4, but its id is 2", """{"post_processor": {"special_tokens": {"[CLS]": {"ids": [4]}}}}""")]
    [InlineData("$.truncation.strategy", "\"Middle\" is not supported", """{"truncation": {"max_length": 4, "strategy": "Middle", "stride": 0}}""")]
    [InlineData("$.padding.strategy", "\"Longest\" is not supported", """{"padding": {"strategy": "Longest"}}""")]
    [InlineData("$.padding.pad_id", "\"[PAD]\" is said to have the id 7", """{"padding": {"strategy": "BatchLongest", "direction": "Right", "pad_to_multiple_of": null, "pad_id": 7, "pad_type_id": 0, "pad_token": "[PAD]"}}""")]
    [InlineData("$.version", "\"2.0\" is not known", """{"version": "2.0"}""")]
    [InlineData("$.extra", "not known", """{"extra": 1}""")]
    [InlineData("$.model", "the option is missing", """{"model": null}""")]
    public void A_change_is_refused(string place, string message, string change)
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => TinyTokenizer.Open(root => Merge(root.AsObject(), JsonNode.Parse(change)!.AsObject())));
        Assert.Equal("model/tokenizer.json", e.Path);
        Assert.Equal(place, e.Place);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("content", "\"\"", "an added token is empty")]
    [InlineData("id", "11", "claims the id 11, but the reference would give it 10, the next free one")]
    [InlineData("content", "\"film\"", "claims the id 10, but the reference would give it 5, its id in the vocabulary")]
    [InlineData("content", "\"\\u0001\"", "nothing remains of the added token")]
    [InlineData("lstrip", "null", "the option is missing")]
    [InlineData("other", "true", "not known")]
    public void An_added_token_is_refused(string option, string value, string message)
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => TinyTokenizer.Open(root => root["added_tokens"]![3]![option] = JsonNode.Parse(value)));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_added_token_given_twice_is_refused()
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => TinyTokenizer.Open(root => root["added_tokens"]!.AsArray().Add(root["added_tokens"]![1]!.DeepClone())));
        Assert.Equal("$.added_tokens[4]", e.Place);
        Assert.Contains("given twice", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"film\": 5,", "\"film\": 5, \"film\": 11,", "$.model.vocab[\"film\"]", "is there already")]
    [InlineData("\"film\": 5,", "\"film\": 5, \"\\u0066ilm\": 11,", "$.model.vocab[\"film\"]", "is there already")]
    [InlineData("\"film\"", "\"\\ud800\"", "$.model.vocab", "half of a surrogate pair")]
    [InlineData("\"Harry Potter\"", "\"\\udc00\"", "$.added_tokens[3].content", "half of a surrogate pair")]
    [InlineData("\"decoder\"", "\"version\": \"1.0\", \"decoder\"", "$.version", "given twice")]
    [InlineData("\"decoder\": {", "\"decoder\": }", "line 19, byte 13", "the JSON is broken")]
    public void Text_that_is_not_what_it_should_be_is_refused(string from, string to, string place, string message)
    {
        Assert.Contains(from, TinyTokenizer.Json, StringComparison.Ordinal);
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => TinyTokenizer.OpenText(TinyTokenizer.Json.Replace(from, to, StringComparison.Ordinal)));
        Assert.Equal(place, e.Place);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF_8_is_refused()
    {
        byte[] json = System.Text.Encoding.UTF8.GetBytes(TinyTokenizer.Json);
        json[System.Text.Encoding.UTF8.GetByteCount(TinyTokenizer.Json[..TinyTokenizer.Json.IndexOf("film", StringComparison.Ordinal)])] = 0xFF;
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => TinyTokenizer.OpenFiles(("tokenizer.json", json)));
        Assert.Contains("not valid UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_tokeniser_is_refused()
    {
        using var folder = new TemporaryFolder();
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => Tokenizer.Open(folder.Path));
        Assert.Contains("there is no tokeniser. Add tokenizer.json, or vocab.txt with tokenizer_config.json.", e.Message, StringComparison.Ordinal);
    }

    private static void Merge(JsonObject target, JsonObject change)
    {
        foreach ((string name, JsonNode? value) in change.ToArray())
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
                Merge(existing, inner);
            else
                target[name] = value?.DeepClone();
        }
    }
}
