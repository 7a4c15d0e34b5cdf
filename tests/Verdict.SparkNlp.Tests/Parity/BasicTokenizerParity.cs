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
}
