using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Tokenization;

public sealed class VocabularyTests
{
    [Fact]
    public void Tokens_and_ids_find_each_other()
    {
        string[] tokens = [.. Enumerable.Range(0, 5000).Select(i => $"jeton{i}"), "", "é", "😍"];
        var vocabulary = Vocabulary.FromTokens(tokens, "memory");
        Assert.Equal(tokens.Length, vocabulary.Count);
        Assert.Equal(tokens.Length - 1, vocabulary.HighestId);
        for (int i = 0; i < tokens.Length; i++)
        {
            Assert.Equal(i, vocabulary.Find(tokens[i]));
            Assert.Equal(tokens[i], vocabulary.TokenOf(i));
        }

        Assert.Equal(-1, vocabulary.Find("jeton5000"));
        Assert.Null(vocabulary.TokenOf(-1));
        Assert.Null(vocabulary.TokenOf(tokens.Length));
    }

    [Theory]
    [InlineData("[UNK]\na\nb\n", 3)]
    [InlineData("[UNK]\r\na\r\nb", 3)]
    [InlineData("[UNK]\n\nb", 3)]
    [InlineData("a", 1)]
    [InlineData("", 0)]
    public void Lines_are_tokens(string text, int count)
    {
        Vocabulary vocabulary = VocabularyReader.ReadLines(System.Text.Encoding.UTF8.GetBytes(text), "vocab.txt");
        Assert.Equal(count, vocabulary.Count);
        if (count == 3)
            Assert.Equal(2, vocabulary.Find("b"));
    }

    [Fact]
    public void White_space_belongs_to_a_token() =>
        Assert.Equal(1, VocabularyReader.ReadLines("a\na \u00A0\n"u8, "vocab.txt").Find("a \u00A0"));

    [Fact]
    public void A_token_given_twice_is_refused_with_both_lines()
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => VocabularyReader.ReadLines("[UNK]\nfilm\na\nfilm\n"u8, "vocab.txt"));
        Assert.Equal("line 4", e.Place);
        Assert.Contains("\"film\" is there already (line 2)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Invalid_UTF_8_is_refused_with_its_line()
    {
        VerdictFormatException e = Assert.Throws<VerdictFormatException>(() => VocabularyReader.ReadLines([(byte)'a', (byte)'\n', 0xC3, (byte)'\n'], "vocab.txt"));
        Assert.Equal("line 2", e.Place);
        Assert.Contains("UTF-8", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_whose_hashes_lie_close_together_are_all_found()
    {
        // Tokens whose hashes agree in their upper bits, found by trying.
        var byHash = new Dictionary<uint, List<string>>();
        var random = new Random(1);
        int tried = 0;
        List<string> colliding = [];
        while (tried++ < 200_000)
        {
            string token = $"{(char)random.Next(0x4E00, 0x9000)}{(char)random.Next(0x4E00, 0x9000)}{tried}";
            uint top = (uint)(Vocabulary.Hash(token) >> 50);
            if (!byHash.TryGetValue(top, out List<string>? same))
                byHash.Add(top, same = []);
            same.Add(token);
        }

        // They share few slots of the table, so most have to move on to another one.
        colliding.AddRange(byHash.OrderByDescending(g => g.Value.Count).Take(300).SelectMany(g => g.Value));
        var vocabulary = Vocabulary.FromTokens(colliding, "memory");
        Assert.Equal(colliding.Count, vocabulary.Count);
        Assert.All(colliding, (token, i) => Assert.Equal(i, vocabulary.Find(token)));
    }
}
