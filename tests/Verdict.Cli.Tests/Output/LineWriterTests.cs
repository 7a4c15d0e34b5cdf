using System.Text;
using System.Text.Json;
using Verdict.Cli.Output;
using Xunit;

namespace Verdict.Cli.Tests.Output;

public sealed class LineWriterTests
{
    [Fact]
    public void Accents_and_quotes_stay_readable_and_the_object_is_one_line()
    {
        Assert.Equal("{\"text\":\"l'œuvre d'été <b>\\n\\\"non\\\"\"}\n", Write("l'œuvre d'été <b>\n\"non\""));
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        Assert.Equal("a\uFFFDb", JsonDocument.Parse(Write("a\ud83db")).RootElement.GetProperty("text").GetString());
        Assert.Equal("a\uFFFDb\n", Plain("a\ude00b"));
    }

    [Fact]
    public void Nothing_is_lost_where_the_buffer_overflows()
    {
        var stream = new MemoryStream();
        using var writer = new LineWriter(stream);
        var expected = new StringBuilder();
        for (int i = 0; i < 20_000; i++)
        {
            writer.Line($"line {i}");
            expected.Append("line ").Append(i).Append('\n');
        }

        writer.Flush();
        Assert.Equal(expected.ToString(), Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static string Write(string text)
    {
        var stream = new MemoryStream();
        using var writer = new LineWriter(stream);
        writer.Object(text, static (json, value) => json.WriteString("text", value));
        writer.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Plain(string text)
    {
        var stream = new MemoryStream();
        using var writer = new LineWriter(stream);
        writer.Line(text);
        writer.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
