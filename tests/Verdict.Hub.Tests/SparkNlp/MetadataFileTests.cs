using System.Text;
using Verdict.Hub.SparkNlp;
using Verdict.Hub.Tests.Serving;
using Xunit;

namespace Verdict.Hub.Tests.SparkNlp;

/// <summary>A hub's list, line by line.</summary>
public sealed class MetadataFileTests
{
    private static readonly string Good = Encoding.UTF8.GetString(new SparkNlpLayout().Files[SparkNlpLayout.Folder + "/metadata.json"]).TrimEnd();

    private static Task<MetadataFile> ReadAsync(string text, string? name = null) =>
        MetadataFile.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "metadata.json", name, TestContext.Current.CancellationToken);

    [Fact]
    public async Task Blank_lines_ends_of_lines_and_a_missing_last_end_do_not_matter()
    {
        MetadataFile file = await ReadAsync($"\n{Good}\r\n  \t\n\n{Good}");
        Assert.Equal(2, file.Entries.Count);
        Assert.Empty(file.Faults);
        Assert.Equal(SparkNlpLayout.TinyKey, file.Entries[1].Key);
    }

    [Fact]
    public async Task One_bad_line_hides_no_other_and_is_told()
    {
        MetadataFile file = await ReadAsync($"{Good}\n{{\n{Good.Replace("3,4,4", "3,-4", StringComparison.Ordinal)}\n{Good}\n");
        Assert.Equal(2, file.Entries.Count);
        Assert.Contains("2 of its lines could not be read; the first: metadata.json, line 2", file.Faults, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>", "line 1")]
    [InlineData("\n[]", "line 2")]
    [InlineData("{\"name\":\"../x\"}", "line 1")]
    public async Task What_is_no_list_is_refused_whatever_name_is_wanted(string text, string place)
    {
        Assert.Equal(place, (await Assert.ThrowsAsync<VerdictFormatException>(() => ReadAsync(text))).Place);
        Assert.Equal(place, (await Assert.ThrowsAsync<VerdictFormatException>(() => ReadAsync(text, "tiny"))).Place);
    }

    [Fact]
    public async Task Lines_without_end_take_no_memory_without_end()
    {
        MetadataFile file = await ReadAsync($"{Good}\n{new string('x', 5_000_000)}\n{Good}\n");
        Assert.Equal(2, file.Entries.Count);
        Assert.Contains("line 2: the line has more than", file.Faults, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_lines_of_a_name_are_read()
    {
        string other = Good.Replace("\"tiny\"", "\"tiny_other\"", StringComparison.Ordinal);
        MetadataFile file = await ReadAsync($"{other}\n{other}\n{Good}\n{{\n", "tiny");
        Assert.Equal(["tiny_other", "tiny"], file.Entries.Select(e => e.Name));
        Assert.Empty(file.Faults);
    }
}
