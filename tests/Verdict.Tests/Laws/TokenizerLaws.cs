using System.Diagnostics;
using Verdict.Testing;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Laws;

/// <summary>What holds for any text.</summary>
public sealed class TokenizerLaws
{
    private static readonly Lazy<Tokenizer> Multilingual = new(() => Tokenizer.Open(RepositoryPaths.Golden("mbert-ids")));

    public static TheoryData<string> Families => [.. Directory.GetDirectories(RepositoryPaths.Golden("families")).Select(f => Path.GetFileName(f))];

    /// <summary>The fast path gives the plain form's ids, offsets lie in the text and never run backwards, each piece's id is its token's.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public void One_pass_gives_what_the_plain_steps_give(string family)
    {
        Tokenizer tokenizer = Tokenizer.Open(RepositoryPaths.Golden("families", family));
        var buffer = new TokenBuffer();
        var texts = new RandomText(family.Length);
        int count = Fuzz.Count / 8;
        for (int i = 0; i < count; i++)
        {
            string text = texts.Next();
            Encoding encoding = tokenizer.Encode(text);
            tokenizer.Tokenize(text, buffer);
            tokenizer.Assemble(buffer, int.MaxValue);
            Assert.True(encoding.InputIds.SequenceEqual(buffer.InputIds.ToArray()), $"{family}, text {i}: {Escape(text)}");
            TextOffset last = default;
            for (int t = 1; t < encoding.InputIds.Count - 1; t++)
            {
                TextOffset offset = encoding.Offsets[t];
                Assert.True(offset.Start >= last.Start && offset.End > offset.Start && offset.End <= text.Length, $"{family}, offset {offset} of {Escape(text)}");
                Assert.Equal(0, encoding.SequenceIds[t]);
                last = offset;
            }

            tokenizer.Decode(buffer.InputIds);
        }
    }

    [Fact]
    public void A_batch_gives_what_single_texts_give_in_their_order_on_any_number_of_threads()
    {
        var texts = new RandomText(3);
        string[] batch = [.. Enumerable.Range(0, 500).Select(_ => texts.Next()), "", " ", "", "\u0000"];
        int[][] expected = [.. batch.Select(t => Multilingual.Value.Encode(t).InputIds.ToArray())];
        foreach (int threads in (int[])[0, 1, 2, 7])
            Assert.Equal(expected, Multilingual.Value.EncodeBatch(batch, threads: threads).Select(e => e.InputIds.ToArray()));
        IReadOnlyList<Encoding> pairs = Multilingual.Value.EncodeBatch([.. batch.Select(t => (t, (string?)t))]);
        Assert.All(pairs, (pair, i) => Assert.Equal((2 * expected[i].Length) - 1, pair.InputIds.Count));
        Assert.Empty(Multilingual.Value.EncodeBatch(Array.Empty<string>()));
    }

    [Fact]
    public void Many_threads_may_share_it()
    {
        var texts = new RandomText(4);
        string[] batch = [.. Enumerable.Range(0, 200).Select(_ => texts.Next())];
        int[][] expected = [.. batch.Select(t => Multilingual.Value.Encode(t).InputIds.ToArray())];
        Parallel.For(0, 8, _ =>
        {
            var buffer = new TokenBuffer();
            for (int i = 0; i < batch.Length; i++)
            {
                Multilingual.Value.Tokenize(batch[i], buffer);
                Multilingual.Value.Assemble(buffer, int.MaxValue);
                Assert.Equal(expected[i], buffer.InputIds.ToArray());
                Assert.Equal(expected[i], Multilingual.Value.Encode(batch[i]).InputIds);
            }
        });
    }

    [Theory]
    [InlineData(16, 0)]
    [InlineData(16, 5)]
    [InlineData(64, 63 - 2)]
    public void Windows_read_every_piece_and_share_the_stride(int maxLength, int stride)
    {
        var buffer = new TokenBuffer();
        var texts = new RandomText(5);
        for (int i = 0; i < 200; i++)
        {
            string text = texts.Next();
            Multilingual.Value.Tokenize(text, buffer);
            int[] pieces = buffer.Pieces.ToArray();
            int windows = Multilingual.Value.WindowCount(buffer, maxLength, stride);
            Encoding reference = Multilingual.Value.Encode(text, null, new EncodingOptions { MaxLength = maxLength, Stride = stride });
            Assert.Equal(windows, 1 + reference.Overflowing.Count);
            List<int> read = [];
            for (int w = 0; w < windows; w++)
            {
                Assert.False(Multilingual.Value.AssembleWindow(buffer, w, maxLength, stride));
                Assert.Equal((w == 0 ? reference : reference.Overflowing[w - 1]).InputIds, buffer.InputIds.ToArray());
                int[] inside = buffer.InputIds.ToArray()[1..^1];
                if (w > 0)
                    Assert.Equal(read[^stride..], inside[..stride]);
                read.AddRange(inside.Skip(w == 0 ? 0 : stride));
            }

            Assert.Equal(pieces, read);
        }
    }

    [Theory]
    [InlineData("a ")]
    [InlineData("a")]
    [InlineData("é中\u0000")]
    [InlineData("[SEP]")]
    [InlineData("  ")]
    [InlineData("\uD83D")]
    [InlineData("[")]
    public void A_line_of_ten_megabytes_takes_time_and_memory_in_proportion(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 10_000_000 / ByteCount(part)));
        var buffer = new TokenBuffer();
        var clock = Stopwatch.StartNew();
        Multilingual.Value.Tokenize(text, buffer);
        bool truncated = Multilingual.Value.Assemble(buffer, 512);
        Assert.Equal(buffer.TotalLength > 512, truncated);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), $"{clock.Elapsed}");
    }

    [Fact]
    public void Overflowing_windows_of_two_giant_texts_cost_nothing_until_they_are_asked_for()
    {
        string text = string.Concat(Enumerable.Repeat("a ", 200_000));
        Encoding encoding = Multilingual.Value.Encode(text, text, new EncodingOptions { MaxLength = 103 });
        Assert.Equal((4000 * 4000) - 1, encoding.Overflowing.Count);
        Assert.Equal(103, encoding.Overflowing[^1].InputIds.Count);
        Assert.Equal(new TextOffset(399_998, 399_999), encoding.Overflowing[^1].Offsets[^2]);
    }

    private static int ByteCount(string text) => System.Text.Encoding.UTF8.GetByteCount(text);

    private static string Escape(string text) => string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:X4}"));
}
