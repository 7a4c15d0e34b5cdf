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
            if (kind == CharacterKind.Removed)
            {
                Assert.Equal(0, count);
                continue;
            }

            Assert.Equal(1, count);
            CharacterKind expected = steps.Separates(c) ? CharacterKind.Single : CharacterTable.KindOf(output[0]);
            Assert.Equal(expected, kind switch { CharacterKind.MappedWord => CharacterKind.Word, CharacterKind.MappedSingle => CharacterKind.Single, _ => kind });
            if (kind != CharacterKind.Space)
                Assert.Equal(output[0], kind is CharacterKind.MappedWord or CharacterKind.MappedSingle ? table.Map[c] : c);
        }
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
        JsonElement map = Golden.GetProperty(name);
        int[] output = new int[8];
        for (int c = 0; c < 0x110000; c++)
        {
            if (c is (>= 0xD800 and < 0xE000) or (>= 0xAC00 and <= 0xD7A3))
                continue;
            int count = actual(c, output);
            string expected = map.TryGetProperty($"{c}", out JsonElement value) ? value.GetString()! : count == 0 ? "" : char.ConvertFromUtf32(c);
            if (Text(output, count) != expected)
                Assert.Fail($"{name}: U+{c:X4} is {expected} in the reference, {Text(output, count)} here");
        }
    }

    private static string Text(int[] codePoints, int count) => string.Concat(codePoints[..count].Select(char.ConvertFromUtf32));

    private delegate int StepOnSpan(int codePoint, Span<int> output);
}
