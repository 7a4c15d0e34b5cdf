using System.Text;
using Verdict.Cli.Input;
using Xunit;

namespace Verdict.Cli.Tests.Input;

public sealed class TextLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\n", new[] { "a" })]
    [InlineData("\n", new[] { "" })]
    [InlineData("a\r\nb\n\nc\u2028d\u0085e", new[] { "a", "b", "", "c\u2028d\u0085e" })]
    public async Task Lines_end_at_line_feeds_alone_and_blank_ones_count(string input, string[] expected) =>
        Assert.Equal(expected, await Read(Encoding.UTF8.GetBytes(input)));

    [Fact]
    public async Task A_byte_order_mark_is_no_text_and_names_the_encoding()
    {
        Assert.Equal(["é", "b"], await Read([.. Encoding.UTF8.Preamble, .. "é\nb"u8]));
        Assert.Equal(["é", "b"], await Read([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("é\r\nb\n")]));
        Assert.Equal(["é", "b"], await Read([.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes("é\nb")]));
    }

    [Fact]
    public async Task A_line_of_ten_million_characters_is_one_text()
    {
        string[] lines = await Read([.. Enumerable.Repeat((byte)'a', 10_000_000), (byte)'\n', (byte)'b']);
        Assert.Equal(2, lines.Length);
        Assert.Equal(10_000_000, lines[0].Length);
    }

    [Fact]
    public async Task Any_bytes_give_as_many_lines_as_there_are_line_feeds()
    {
        int count = int.TryParse(Environment.GetEnvironmentVariable("VERDICT_FUZZ"), out int asked) ? asked : 5_000;
        var random = new Random(20_251_101);
        for (int i = 0; i < count; i++)
        {
            byte[] bytes = new byte[random.Next(64)];
            for (int b = 0; b < bytes.Length; b++)
                bytes[b] = random.Next(6) == 0 ? (byte)'\n' : (byte)random.Next(0x01, 0xF8);
            if (bytes is [0xEF, ..] or [0xFF, ..] or [0xFE, ..])
                bytes[0] = (byte)'x';
            int feeds = bytes.Count(b => b == '\n');
            int expected = bytes.Length == 0 || bytes[^1] == '\n' ? feeds : feeds + 1;
            Assert.Equal(expected, (await Read(bytes)).Length);
        }
    }

    private static async Task<string[]> Read(byte[] bytes) => await TextLines.ReadAsync(new MemoryStream(bytes), default).ToArrayAsync();
}
