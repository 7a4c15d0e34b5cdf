using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Tokenization;

public sealed class WordPieceTests
{
    private static readonly Vocabulary Pieces = Vocabulary.FromTokens(
        ["[UNK]", "un", "##aff", "##able", "##a", "una", "##😍", "😍", new string('x', 300), "@@b"], "memory");

    [Theory]
    [InlineData("un", "1", "2")]
    [InlineData("una", "5", "3")]
    [InlineData("unaffable", "0", "9")] // the longest first piece is "una", after which nothing fits
    [InlineData("unable", "0", "6")]
    [InlineData("una😍", "5,6", "3,5")]
    [InlineData("😍a", "7,4", "2,3")]
    [InlineData("", "", "")]
    [InlineData("z", "0", "1")]
    public void The_longest_piece_wins_and_a_dead_end_makes_the_word_unknown(string word, string ids, string ends)
    {
        (int[] foundIds, int[] foundEnds) = Encode(new WordPiece(Pieces, 0), word);
        Assert.Equal(ids, string.Join(',', foundIds));
        Assert.Equal(ends, string.Join(',', foundEnds));
    }

    [Fact]
    public void A_word_is_measured_in_code_points()
    {
        Assert.Equal([7, 6, 6], Encode(new WordPiece(Pieces, 0, maxWordLength: 3), "😍😍😍").Ids);
        Assert.Equal([0], Encode(new WordPiece(Pieces, 0, maxWordLength: 2), "😍😍😍").Ids);
    }

    [Fact]
    public void Pieces_longer_than_any_usual_word_are_found() =>
        Assert.Equal([8, 4], Encode(new WordPiece(Pieces, 0, maxWordLength: 400), new string('x', 300) + "a").Ids);

    [Fact]
    public void The_prefix_may_be_another_one_or_none()
    {
        Assert.Equal([1, 9], Encode(new WordPiece(Pieces, 0, "@@"), "unb").Ids);
        Assert.Equal([1, 1, 5], Encode(new WordPiece(Pieces, 0, ""), "unununa").Ids);
    }

    [Fact]
    public void Out_of_memory_it_gives_the_same()
    {
        var wordPiece = new WordPiece(Pieces, 0);
        var cache = new WordCache();
        var random = new Random(7);
        string[] syllables = ["un", "a", "aff", "able", "😍", "z"];
        int[] ids = new int[64];
        int[] ends = new int[64];
        for (int i = 0; i < 20_000; i++)
        {
            string word = string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => syllables[random.Next(syllables.Length)]));
            (int[] expectedIds, int[] expectedEnds) = Encode(wordPiece, word);
            int count = cache.Encode(wordPiece, word, ids, i % 3 == 0 ? default : ends);
            Assert.Equal(expectedIds, ids[..count]);
            if (i % 3 != 0)
                Assert.Equal(expectedEnds, ends[..count]);
        }
    }

    private static (int[] Ids, int[] Ends) Encode(WordPiece wordPiece, string word)
    {
        int[] ids = new int[word.Length + 1];
        int[] ends = new int[word.Length + 1];
        int count = wordPiece.Encode(word, ids, ends);
        Assert.Equal(count, wordPiece.Encode(word, new int[word.Length + 1], default));
        return (ids[..count], ends[..count]);
    }
}
