using System.Globalization;
using Verdict.SparkNlp.Text;
using Xunit;

namespace Verdict.SparkNlp.Tests.Parity;

public sealed class BasicTokenizerParity
{
    /// <summary>Capitals newer than Java 17's Unicode 13: .NET lower-cases them, Java 17 did not. See deviations.json.</summary>
    private static readonly HashSet<int> NewerCapitals = Deviations.Ids("3.4.4", "pieces-of-a-c-b", "uncased");

    [Theory]
    [InlineData("cased", true)]
    [InlineData("uncased", false)]
    public void Every_code_point_between_two_letters_gives_the_same_pieces(string column, bool caseSensitive)
    {
        Dictionary<int, string> golden = Goldens.Extra("pieces-of-a-c-b").ToDictionary(
            r => int.Parse(r.GetProperty("c").GetString()!, NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            r => string.Join('|', r.GetProperty(column).EnumerateArray().Select(p => p.GetString())));
        List<string> faults = [];
        int accepted = 0;
        foreach (int c in Enumerable.Range(0, 0x10000).Where(c => c is < 0xD800 or > 0xDFFF))
        {
            string expected = golden.GetValueOrDefault(c, $"a{(char)c}b");
            string lowered = caseSensitive ? $"a{(char)c}b" : JavaText.ToLower($"a{(char)c}b");
            string actual = string.Join('|', BasicTokenizer.Pieces(lowered, caseSensitive));
            if (expected == actual)
                continue;
            if (!caseSensitive && NewerCapitals.Contains(c))
                accepted++;
            else
                faults.Add($"U+{c:X4}: {expected} / ours {actual}");
        }

        Assert.True(faults.Count == 0, $"{faults.Count}: {string.Join('\n', faults.Take(20))}");
        Assert.Equal(caseSensitive ? 0 : NewerCapitals.Count, accepted);
    }

    [Theory]
    [InlineData("isWhitespace")]
    [InlineData("isToFilter")]
    [InlineData("isPunctuation")]
    [InlineData("isChinese")]
    public void Every_code_point_is_of_the_same_class(string name)
    {
        Func<char, bool> ours = name switch
        {
            "isWhitespace" => BasicTokenizer.IsWhiteSpace,
            "isToFilter" => BasicTokenizer.IsFiltered,
            "isPunctuation" => BasicTokenizer.IsPunctuation,
            _ => BasicTokenizer.IsIdeograph,
        };
        HashSet<int> golden = [.. Goldens.Json("3.4.4", "extra", "outputs", "character-classes.json").GetProperty("classes").GetProperty(name).EnumerateArray()
            .SelectMany(r => r.GetString()!.Split('-') is var ends ? Enumerable.Range(Hex(ends[0]), Hex(ends[^1]) - Hex(ends[0]) + 1) : [])];
        Assert.Equal(golden.Order(), Enumerable.Range(0, 0x10000).Where(c => (c is < 0xD800 or > 0xDFFF) && ours((char)c)));

        static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }
}
