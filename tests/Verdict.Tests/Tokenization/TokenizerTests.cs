using System.Text.Json.Nodes;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Tokenization;

public sealed class TokenizerTests
{
    [Fact]
    public void It_says_what_it_is()
    {
        Tokenizer tokenizer = TinyTokenizer.Open();
        Assert.Equal("WordPiece, 10 pieces and 1 added tokens, uncased, accents stripped, control characters removed, ideographs separated", tokenizer.Description);
        Assert.Equal(11, tokenizer.VocabularySize);
        Assert.Equal("Harry Potter", tokenizer.TokenOf(10));
        Assert.Equal("##s", tokenizer.TokenOf(6));
        Assert.Null(tokenizer.TokenOf(11));
        Assert.Equal(10, tokenizer.IdOf("Harry Potter"));
        Assert.Equal(5, tokenizer.IdOf("film"));
        Assert.Null(tokenizer.IdOf("livre"));
    }

    [Fact]
    public void Options_are_checked_together()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => TinyTokenizer.Open().Encode("a", null, new EncodingOptions { MaxLength = -1, Stride = -2 }));
        Assert.Contains("MaxLength is -1; it may not be negative; Stride is -2; it may not be negative.", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => TinyTokenizer.Open().Encode(null!));
        ArgumentException inBatch = Assert.Throws<ArgumentException>(() => TinyTokenizer.Open().EncodeBatch(["a", null!]));
        Assert.Contains("Text 1 is null.", inBatch.Message, StringComparison.Ordinal);
        ArgumentException stride = Assert.Throws<ArgumentException>(() => TinyTokenizer.Open().EncodeBatch(["a a a a"], new EncodingOptions { MaxLength = 4, Stride = 2 }));
        Assert.Contains("The stride of 2 tokens must be less than the 2 tokens", stride.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_truncation_of_the_file_holds_where_the_caller_asks_for_none()
    {
        Tokenizer tokenizer = TinyTokenizer.Open(root => root["truncation"] = JsonNode.Parse("""{"direction": "Left", "max_length": 4, "strategy": "LongestFirst", "stride": 1}"""));
        Encoding encoding = tokenizer.Encode("le film a le film");
        Assert.Equal([2, 4, 5, 3], encoding.InputIds);
        Assert.Equal([2, 8, 4, 3], encoding.Overflowing[0].InputIds);
        Assert.Equal(3 + 2, tokenizer.Encode("le film a", null, new EncodingOptions { MaxLength = 100 }).InputIds.Count);
        Assert.Equal(4, tokenizer.Encode("le film a le film", null, new EncodingOptions()).InputIds.Count);
    }

    [Theory]
    [InlineData("""{"Fixed": 6}""", "Right", null, "2,8,3,0,0,0", "2,8,5,3,0,0")]
    [InlineData("\"BatchLongest\"", "Left", null, "0,2,8,3", "2,8,5,3")]
    [InlineData("\"BatchLongest\"", "Right", "8", "2,8,3,0,0,0,0,0", "2,8,5,3,0,0,0,0")]
    [InlineData("""{"Fixed": 2}""", "Right", "0", "2,8,3", "2,8,5,3")]
    public void The_padding_of_the_file_is_obeyed(string strategy, string direction, string? multiple, string first, string second)
    {
        Tokenizer tokenizer = TinyTokenizer.Open(root => root["padding"] = JsonNode.Parse(
            $$"""{"strategy": {{strategy}}, "direction": "{{direction}}", "pad_to_multiple_of": {{multiple ?? "null"}}, "pad_id": 0, "pad_type_id": 1, "pad_token": "[PAD]"}"""));
        IReadOnlyList<Encoding> batch = tokenizer.EncodeBatch(["a", "a film"]);
        Assert.Equal(first, string.Join(',', batch[0].InputIds));
        Assert.Equal(second, string.Join(',', batch[1].InputIds));
        int padding = batch[0].Tokens.Count(t => t == "[PAD]");
        Assert.Equal(padding, batch[0].AttentionMask.Count(a => !a));
        Assert.Equal(padding, batch[0].TypeIds.Count(t => t == 1));
        Assert.Equal(padding + 2, batch[0].SpecialTokensMask.Count(s => s));

        // A classifier packs texts without padding.
        var buffer = new TokenBuffer();
        tokenizer.Tokenize("a", buffer);
        tokenizer.Assemble(buffer, 512);
        Assert.Equal([2, 8, 3], buffer.InputIds.ToArray());
    }

    [Fact]
    public void The_older_name_of_the_template_is_known()
    {
        Tokenizer tokenizer = TinyTokenizer.Open(root => root["post_processor"] = JsonNode.Parse("""{"type": "BertProcessing", "sep": ["[SEP]", 3], "cls": ["[CLS]", 2]}"""));
        Encoding encoding = tokenizer.Encode("a", "film");
        Assert.Equal([2, 8, 3, 5, 3], encoding.InputIds);
        Assert.Equal([0, 0, 0, 1, 1], encoding.TypeIds);
    }

    [Fact]
    public void What_may_be_absent_is_left_out()
    {
        Tokenizer tokenizer = TinyTokenizer.Open(root =>
        {
            root["post_processor"] = root["normalizer"] = root["decoder"] = null;
            root["added_tokens"] = new JsonArray();
            root["model"]!.AsObject().Remove("type");
        });
        Encoding encoding = tokenizer.Encode("le\u00A0FILM a", "a");
        Assert.Equal([4, 1, 8, 8], encoding.InputIds);
        Assert.Equal([0, 0, 0, 1], encoding.TypeIds);
        Assert.Equal("le ##s", tokenizer.Decode([4, 6]));
    }

    [Fact]
    public void An_added_token_in_normalised_text_keeps_its_offsets()
    {
        Encoding encoding = TinyTokenizer.Open().Encode("LE  HÁRRY\u0301 POTTER!");
        Assert.Equal([2, 4, 10, 7, 3], encoding.InputIds);
        Assert.Equal("  harry potter", encoding.Tokens[2]);
        Assert.Equal(new TextOffset(2, 17), encoding.Offsets[2]);
    }

    [Theory]
    [InlineData("\uD83D film", "film")]
    [InlineData("film\uDE0D", "film")]
    [InlineData("\uDE0D\uD83D film \uD83D", "film")]
    public void Lone_surrogates_count_as_U_FFFD(string text, string meaning)
    {
        Tokenizer tokenizer = TinyTokenizer.Open();
        string replaced = text.Replace('\uD83D', '\uFFFD').Replace('\uDE0D', '\uFFFD');
        Assert.Equal(tokenizer.Encode(replaced).Offsets, tokenizer.Encode(text).Offsets);
        Assert.Equal(tokenizer.Encode(meaning).InputIds, tokenizer.Encode(text).InputIds);
    }

    [Fact]
    public void Windows_of_a_pair_keep_the_shorter_text_whole()
    {
        Tokenizer tokenizer = TinyTokenizer.Open();
        var buffer = new TokenBuffer();
        tokenizer.Tokenize("a", "le film le film le", buffer);
        Assert.Equal((1, 5, 9), (buffer.FirstCount, buffer.SecondCount, buffer.TotalLength));
        Assert.Equal(3, tokenizer.WindowCount(buffer, 7, 2));
        Assert.False(tokenizer.AssembleWindow(buffer, 2, 7, 2));
        Assert.Equal([2, 8, 3, 4, 5, 4, 3], buffer.InputIds.ToArray());
        Assert.Equal([0, 0, 0, 1, 1, 1, 1], buffer.TypeIds.ToArray());
    }

    [Fact]
    public void A_pair_whose_shorter_text_fills_the_window_is_truncated_instead()
    {
        Tokenizer tokenizer = TinyTokenizer.Open();
        var buffer = new TokenBuffer();
        tokenizer.Tokenize("a a a a", "le film le film le", buffer);
        Assert.Equal(1, tokenizer.WindowCount(buffer, 8, 1));
        Assert.True(tokenizer.AssembleWindow(buffer, 0, 8, 1));
        Assert.Equal([2, 8, 8, 3, 4, 5, 4, 3], buffer.InputIds.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.AssembleWindow(buffer, 1, 8, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.Assemble(buffer, 2));
    }

    [Fact]
    public void Windows_of_a_text_need_room_for_something_new()
    {
        Tokenizer tokenizer = TinyTokenizer.Open();
        var buffer = new TokenBuffer();
        tokenizer.Tokenize("a a a a", buffer);
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() => tokenizer.WindowCount(buffer, 4, 2));
        Assert.Contains("A window has room for 2 pieces, of which its neighbour would share 2.", e.Message, StringComparison.Ordinal);
    }
}
