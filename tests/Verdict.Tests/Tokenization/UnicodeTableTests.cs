using System.Globalization;
using System.Text.Json;
using Verdict.Tokenization;
using Xunit;

namespace Verdict.Tests.Tokenization;

/// <summary>The tables in the source, and what is worked out from them, against what the reference does with every single code point.</summary>
public sealed class UnicodeTableTests
{
    private static readonly JsonElement Golden = UnicodeTableSource.ReadGolden();

    public static TheoryData<bool, bool, bool, bool> AllSettings
    {
        get
        {
            var settings = new TheoryData<bool, bool, bool, bool>();
            for (int i = 0; i < 16; i++)
                settings.Add((i & 1) != 0, (i & 2) != 0, (i & 4) != 0, (i & 8) != 0);
            return settings;
        }
    }

    /// <summary>With <c>VERDICT_REGENERATE=1</c> it writes the sources instead.</summary>
    [Fact]
    public void The_committed_tables_are_those_that_the_golden_gives()
    {
        foreach ((string path, string source) in UnicodeTableSource.Generate(Golden))
        {
            if (Environment.GetEnvironmentVariable("VERDICT_REGENERATE") == "1")
                File.WriteAllText(path, source);
            Assert.Equal(source, File.ReadAllText(path));
        }
    }

    [Fact]
    public void Every_class_is_that_of_the_reference()
    {
        AssertClass("clean_removed", CodePoints.IsRemovedByCleaning);
        AssertClass("clean_space", CodePoints.IsSpaceToCleaning);
        AssertClass("cjk_spaced", CodePoints.IsCjk);
        AssertClass("punctuation", CodePoints.IsPunctuation);
        AssertClass("whitespace", CodePoints.IsWhitespace);
        AssertClass("accent_removed", c => CodePoints.StripAccents(c, new int[8]) == 0);
    }

    [Fact]
    public void Every_mapping_is_that_of_the_reference()
    {
        AssertMapping("accent_mapped", CodePoints.StripAccents);
        AssertMapping("lowercase_mapped", CodePoints.Lowercase);
    }

    [Fact]
    public void Hangul_syllables_decompose_into_jamo()
    {
        int[] output = new int[8];
        Assert.Equal("\u1100\u1161", Text(output, CodePoints.StripAccents('\uAC00', output)));
        Assert.Equal("\u1112\u1175\u11C2", Text(output, CodePoints.StripAccents('\uD7A3', output)));
        Assert.Equal("\u1112\u1161\u11AB", Text(output, CodePoints.StripAccents('\uD55C', output)));
        Assert.Equal(11_172, Golden.GetProperty("accent_mapped_hangul_syllables").GetInt32());
    }

    [Theory]
    [MemberData(nameof(AllSettings))]
    public void The_table_of_code_units_agrees_with_the_steps(bool clean, bool cjk, bool strip, bool lowercase)
    {
        var steps = new Normalization(clean, cjk, strip, lowercase);
        CharacterTable table = CharacterTable.For(steps);
        int[] output = new int[CodePoints.MostOutputs];
        for (int c = 0; c <= char.MaxValue; c++)
        {
            CharacterKind kind = table.Kinds[c];
            if (char.IsSurrogate((char)c))
            {
                Assert.Equal(CharacterKind.Complex, kind);
                continue;
            }

            int count = steps.Apply(c, output);
            if (kind == CharacterKind.Complex)
                continue;
            bool same = kind == CharacterKind.Removed ? count == 0 : count == 1 && IsOutcome(table, (char)c, output[0], steps.Separates(c));
            if (!same)
                Assert.Fail($"U+{c:X4} is {kind}");
        }
    }

    private static bool IsOutcome(CharacterTable table, char c, int outcome, bool separate)
    {
        CharacterKind expected = separate ? CharacterKind.Single : CharacterTable.KindOf(outcome);
        return table.Kinds[c] switch
        {
            CharacterKind.Space => expected == CharacterKind.Space,
            CharacterKind.MappedWord => expected == CharacterKind.Word && table.Map[c] == outcome,
            CharacterKind.MappedSingle => expected == CharacterKind.Single && table.Map[c] == outcome,
            CharacterKind found => expected == found && c == outcome,
        };
    }

    [Fact]
    public void Combining_classes_lie_in_order_and_are_those_of_Unicode()
    {
        int[] runs = UnicodeTables.CombiningClasses.ToArray();
        for (int i = 0; i < runs.Length; i += 3)
        {
            Assert.True(runs[i] <= runs[i + 1] && (i == 0 || runs[i] > runs[i - 2]));
            Assert.InRange(runs[i + 2], 1, 254);
        }

        Assert.Equal([0, 230, 220, 7, 9, 216, 240], ((int[])['a', 0x301, 0x323, 0x93C, 0x94D, 0x1D165, 0x345]).Select(CodePoints.CombiningClass));
    }

    /// <summary>What NFD and dropping the marks of Unicode 8 make of marks that remain: U+1DF6 (class 232) and U+302E (class 224) are such.</summary>
    [Theory]
    [InlineData("q\u302E\u1DF6", "q\u302E\u1DF6", "0,1,2")]
    [InlineData("q\u1DF6\u302E", "q\u302E\u1DF6", "0,1,2")] // sorted; origins follow positions
    [InlineData("q\u1DF6\u0323", "q\u1DF6", "0,2")] // U+0323 (220) goes first and is dropped
    [InlineData("q\u0301\u1DF6", "q\u1DF6", "0,2")]
    [InlineData("\u00E9\u1DF6\u302Ex", "e\u302E\u1DF6x", "0,1,2,3")]
    [InlineData("\u4E2D\u1DF6", " \u4E2D \u1DF6", "0,0,0,1")] // the space around ideographs parts the mark from its base
    [InlineData("\U0001D15E", "\U0001D157\U0001D165", "0,0,0,0")]
    public void Marks_that_remain_are_put_in_order(string text, string expected, string origins)
    {
        var normalized = new NormalizedText();
        normalized.Append(text, 0, CharacterTable.For(new Normalization(true, true, true, true)));
        Assert.Equal(expected, new string(normalized.Characters));
        Assert.Equal(origins, string.Join(',', normalized.Starts.ToArray()));
    }

    private static void AssertClass(string name, Func<int, bool> actual)
    {
        bool[] expected = new bool[0x110000];
        foreach (JsonElement range in Golden.GetProperty(name).EnumerateArray())
            expected.AsSpan(range[0].GetInt32(), range[1].GetInt32() - range[0].GetInt32() + 1).Fill(true);
        for (int c = 0; c < expected.Length; c++)
        {
            if (expected[c] != actual(c))
                Assert.Fail($"{name}: U+{c:X4} is {expected[c]} in the reference");
        }
    }

    private static void AssertMapping(string name, StepOnSpan actual)
    {
        Dictionary<int, string> map = Golden.GetProperty(name).EnumerateObject().ToDictionary(e => int.Parse(e.Name, CultureInfo.InvariantCulture), e => e.Value.GetString()!);
        int[] output = new int[8];
        for (int c = 0; c < 0x110000; c++)
        {
            if (c is (>= 0xD800 and < 0xE000) or (>= 0xAC00 and <= 0xD7A3))
                continue;
            int count = actual(c, output);
            bool same = map.TryGetValue(c, out string? expected) ? Text(output, count) == expected : count == 0 || (count == 1 && output[0] == c);
            if (!same)
                Assert.Fail($"{name}: U+{c:X4} is {expected ?? "itself"} in the reference, {Text(output, count)} here");
        }
    }

    private static string Text(int[] codePoints, int count) => string.Concat(codePoints[..count].Select(char.ConvertFromUtf32));

    private delegate int StepOnSpan(int codePoint, Span<int> output);
}
